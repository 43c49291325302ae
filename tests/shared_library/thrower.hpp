// What the shared library exports.
#pragma once

#include <cstddef>

/// Throws the error of that number.
[[gnu::visibility("default")]] void throw_error(std::size_t number);

/// Calls `call`, which throws, and says whether the error of that number was caught here by its type.
[[gnu::visibility("default")]] bool catches_error(std::size_t number, void (*call)(std::size_t number));
