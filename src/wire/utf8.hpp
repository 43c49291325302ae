// Is this text UTF-8?
#pragma once

#include <cstddef>
#include <string_view>

namespace matview::inline v0::detail {

/// The position of the first byte that does not belong to well-formed UTF-8, or npos. Strict, as the server is: neither overlong forms
/// nor surrogates nor anything above U+10FFFF.
inline std::size_t find_invalid_utf8(std::string_view text) noexcept {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = byte(i);
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xC2 ? 0
                                   : lead < 0xE0 ? 2
                                   : lead < 0xF0 ? 3
                                   : lead < 0xF5 ? 4
                                                 : 0;
        if (length == 0 || text.size() - i < length) return i;
        // Four lead bytes allow only a part of the second byte's range: the rest is overlong, a surrogate or too large.
        const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (length > 1 && (byte(i + 1) < lowest || byte(i + 1) > highest)) return i;
        for (std::size_t k = 2; k < length; ++k)
            if ((byte(i + k) & 0xC0U) != 0x80) return i;
        i += length;
    }
    return std::string_view::npos;
}

}  // namespace matview::inline v0::detail
