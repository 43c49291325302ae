// Text as a template argument.
#pragma once

#include <cstddef>
#include <string_view>

namespace matview::inline v0::detail {

template <std::size_t N> struct fixed_string {
    char text[N]{};
    consteval fixed_string(const char (&from)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = from[i];
    }
    constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

}  // namespace matview::inline v0::detail
