#include "thrower.hpp"

#include "every_error.hpp"

void throw_error(std::size_t number) { every_error[number].raise(); }

bool catches_error(std::size_t number, void (*call)(std::size_t number)) {
    return every_error[number].catches(call, number);
}
