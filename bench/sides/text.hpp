// Values as PostgreSQL prints them; the session's time zone is UTC.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace matview_bench {

template <class N> N number_in(std::string_view text) {
    N value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) throw std::runtime_error("not a number");
    return value;
}

/// 2024-01-31 12:34:56[.789]+00
inline std::chrono::sys_time<std::chrono::microseconds> time_in(std::string_view text) {
    if (text.size() < 22) throw std::runtime_error("not a time");
    const auto part = [&](std::size_t at, std::size_t size) { return number_in<int>(text.substr(at, size)); };
    const std::chrono::year_month_day day{std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    std::chrono::microseconds fraction{};
    if (text[19] == '.') {
        const std::string_view digits = text.substr(20, text.find('+', 20) - 20);
        fraction = std::chrono::microseconds(number_in<int>(digits));
        for (std::size_t i = digits.size(); i < 6; ++i) fraction *= 10;
    }
    return std::chrono::sys_days(day) + std::chrono::hours(part(11, 2)) + std::chrono::minutes(part(14, 2)) +
           std::chrono::seconds(part(17, 2)) + fraction;
}

}  // namespace matview_bench
