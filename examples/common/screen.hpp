// How the examples show things.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace demo {

/// A heading: a word, in colour on a terminal (never with NO_COLOR), and what it is about.
void heading(std::string_view word, std::string_view about);

/// "0.12 ms", "412 ms"
std::string in_ms(std::chrono::nanoseconds time);

/// "2,000,000"
std::string grouped(std::int64_t number);

}  // namespace demo
