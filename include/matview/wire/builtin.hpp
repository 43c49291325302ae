// All codecs that come with the library.
#pragma once

#include <matview/wire/chrono.hpp>
#include <matview/wire/numeric.hpp>
#include <matview/wire/scalars.hpp>
#include <matview/wire/time_of_day.hpp>
#include <matview/wire/uuid.hpp>
