// All of matview but its optional headers.
#pragma once

// From the ground up, and not in one block: so a compiler that tells of a broken rule has no long list of who included whom to tell first.
#include <matview/version.hpp>

#include <matview/error.hpp>

#include <matview/reflect/rules.hpp>

#include <matview/model/rules.hpp>

#include <matview/model/path.hpp>

#include <matview/query/operand.hpp>

#include <matview/query/array.hpp>
#include <matview/query/json_path.hpp>
#include <matview/query/range.hpp>

#include <matview/query/filters.hpp>

#include <matview/query/comparison.hpp>

#include <matview/query/operators.hpp>
#include <matview/query/query.hpp>

#include <matview/db/bulk.hpp>
#include <matview/db/columns.hpp>
#include <matview/db/connection.hpp>
#include <matview/db/copy.hpp>
#include <matview/db/observer.hpp>
#include <matview/db/pipeline.hpp>
#include <matview/db/pool.hpp>
#include <matview/db/prefetch.hpp>
#include <matview/db/session.hpp>
#include <matview/db/stream.hpp>
#include <matview/db/transaction.hpp>
#include <matview/db/within.hpp>

#include <matview/view/create.hpp>
#include <matview/view/populated.hpp>
#include <matview/view/refresh.hpp>
#include <matview/view/verify.hpp>
