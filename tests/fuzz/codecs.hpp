// The one list of the codecs under fuzz: a new codec is a line.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <matview/wire/builtin.hpp>

namespace fuzz_test {

template <class... T> struct type_list {};

// clang-format off
using codecs = type_list<
    bool,
    short,
    int,
    long,
    long long,
    float,
    double,
    std::string,
    std::vector<std::byte>,
    std::chrono::sys_time<std::chrono::microseconds>,
    std::chrono::local_time<std::chrono::microseconds>,
    std::chrono::year_month_day,
    matview::time_of_day,
    matview::numeric,
    matview::uuid>;
// clang-format on

}  // namespace fuzz_test
