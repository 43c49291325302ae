#include "quote.hpp"

#include <fmt/format.h>

namespace matview::inline v0::detail {

std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string out = "\"";
    for (const char c : text.substr(0, most)) {
        if (c >= ' ' && c <= '~')
            out.push_back(c);
        else
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    out += text.size() > most ? "…\"" : "\"";
    return out;
}

}  // namespace matview::inline v0::detail
