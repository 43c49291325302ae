// tsvector's binary form is the count of lexemes, then for each its text up to a zero byte, the count of its positions, and these: a
// position in 14 bits, below two bits of weight (tsvectorsend in src/backend/utils/adt/tsvector.c of PostgreSQL).
#include "tsvector.hpp"

#include <cstdint>
#include <string_view>

#include <matview/error.hpp>

namespace matview::inline v0::detail {
namespace {

class reader {
public:
    explicit reader(std::string_view bytes) : rest_(bytes) {}

    template <class Int> Int integer() {
        const auto value = read_integer<Int>(take(sizeof(Int)).data());
        return value;
    }
    std::string_view lexeme() {
        const std::string_view text = take(rest_.find('\0'));
        take(1);
        return text;
    }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (rest_.size() < size) throw value_error("malformed tsvector: it ends within a lexeme");
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
};

void append_lexeme(std::string& out, std::string_view lexeme) {
    out += '\'';
    for (const char c : lexeme) out.append(c == '\'' || c == '\\' ? 2 : 1, c);
    out += '\'';
}

void append_position(std::string& out, std::uint16_t position) {
    out += std::to_string(position & 0x3FFFU);
    constexpr std::string_view weights[] = {"", "C", "B", "A"};
    out += weights[position >> 14U];
}

}  // namespace

std::string tsvector_text(cell value) {
    reader from(value.text());
    std::string text;
    for (auto lexemes = from.integer<std::uint32_t>(); lexemes != 0; --lexemes) {
        if (!text.empty()) text += ' ';
        append_lexeme(text, from.lexeme());
        const auto positions = from.integer<std::uint16_t>();
        for (unsigned i = 0; i < positions; ++i) {
            text += i == 0 ? ':' : ',';
            append_position(text, from.integer<std::uint16_t>());
        }
    }
    if (!from.at_end()) throw value_error("malformed tsvector: more than its lexemes");
    return text;
}

}  // namespace matview::inline v0::detail
