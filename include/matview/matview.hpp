// All of matview but its optional headers.
#pragma once

#include <matview/db/connection.hpp>
#include <matview/db/copy.hpp>
#include <matview/db/session.hpp>
#include <matview/db/transaction.hpp>
#include <matview/error.hpp>
#include <matview/query/query.hpp>
#include <matview/view/create.hpp>
#include <matview/view/populated.hpp>
#include <matview/view/refresh.hpp>
#include <matview/view/verify.hpp>
