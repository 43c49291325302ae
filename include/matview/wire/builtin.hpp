// All codecs that come with the library.
#pragma once

#include <matview/wire/array.hpp>
#include <matview/wire/bit_string.hpp>
#include <matview/wire/chrono.hpp>
#include <matview/wire/codec_as.hpp>
#include <matview/wire/hstore.hpp>
#include <matview/wire/inet.hpp>
#include <matview/wire/interval.hpp>
#include <matview/wire/json.hpp>
#include <matview/wire/lsn.hpp>
#include <matview/wire/macaddr.hpp>
#include <matview/wire/multirange.hpp>
#include <matview/wire/numeric.hpp>
#include <matview/wire/or_infinity.hpp>
#include <matview/wire/range.hpp>
#include <matview/wire/scalars.hpp>
#include <matview/wire/time_of_day.hpp>
#include <matview/wire/time_of_day_tz.hpp>
#include <matview/wire/uuid.hpp>
