// tsvector's binary form is the count of lexemes, then for each its text up to a zero byte, the count of its positions, and these: a
// position in 14 bits, below two bits of weight (tsvectorsend in src/backend/utils/adt/tsvector.c of PostgreSQL).
#include "tsvector.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "byte_reader.hpp"
#include "quote.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr unsigned last_position = 0x3FFF;
constexpr std::size_t most_positions = 256;
constexpr std::size_t most_bytes = 2047;  // of a lexeme

void append_lexeme(std::string& out, std::string_view lexeme) {
    out += '\'';
    for (const char c : lexeme) out.append(c == '\'' || c == '\\' ? 2 : 1, c);
    out += '\'';
}

void append_position(std::string& out, std::uint16_t position) {
    out += std::to_string(position & last_position);
    constexpr std::string_view weights[] = {"", "C", "B", "A"};
    out += weights[position >> 14U];
}

// As gettoken_tsvector in src/backend/utils/adt/tsvector_parser.c of PostgreSQL.
class parser {
public:
    explicit parser(std::string_view text) : text_(text) {}

    bool at_end() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
        return at_ == text_.size();
    }
    std::string lexeme() {
        std::string word;
        const bool quoted = take('\'');
        for (;; word += next()) {
            if (at_ == text_.size()) {
                if (quoted) fail("a quote is not closed");
                break;
            }
            const char c = text_[at_];
            if (c == '\\') {
                if (++at_ == text_.size()) fail("nothing behind a backslash");
            } else if (quoted && c == '\'') {
                ++at_;
                if (at_ == text_.size() || text_[at_] != '\'') break;  // else it is a quote, doubled
            } else if (!quoted && !word.empty() && (is_space(c) || c == ':')) {
                break;
            }
        }
        if (word.empty()) fail("an empty lexeme");
        if (word.size() > most_bytes)
            fail(fmt::format("a lexeme of {} bytes, where {} are the most", word.size(), most_bytes));
        return word;
    }
    void positions(std::vector<std::uint16_t>& into) {
        if (!take(':')) return;
        do into.push_back(position());
        while (take(','));
        if (at_ < text_.size() && !is_space(text_[at_])) fail("no position where one belongs");
    }

private:
    static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static std::optional<unsigned> weight_of(char letter) {
        if (letter == '*') return 3;
        const auto found = std::string_view("DdCcBbAa").find(letter);
        if (found == std::string_view::npos) return std::nullopt;
        return static_cast<unsigned>(found / 2);
    }
    char next() { return text_[at_++]; }
    bool take(char wanted) {
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    std::uint16_t position() {
        unsigned number = 0;
        const std::size_t begin = at_;
        for (; at_ < text_.size() && is_digit(text_[at_]); ++at_)
            number = std::min(number * 10 + static_cast<unsigned>(text_[at_] - '0'), last_position);
        if (at_ == begin || number == 0) fail("no position where one belongs");
        unsigned weight = 0;
        for (; at_ < text_.size(); ++at_) {
            const auto letter = weight_of(text_[at_]);
            if (!letter && !is_digit(text_[at_])) break;
            if (letter && weight != 0) fail("two weights of one position");
            if (letter) weight = *letter;
        }
        return static_cast<std::uint16_t>(weight << 14U | number);
    }
    [[noreturn]] void fail(std::string_view why) const {
        throw value_error(fmt::format("not a tsvector: {}: {}", in_quotes(text_), why));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// In order; of several with one place the one of the highest weight is kept.
void sort_positions(std::vector<std::uint16_t>& all) {
    const auto place = [](std::uint16_t p) { return p & last_position; };
    std::sort(all.begin(), all.end(),
              [&](std::uint16_t a, std::uint16_t b) { return place(a) != place(b) ? place(a) < place(b) : a > b; });
    all.erase(std::unique(all.begin(), all.end(), [&](auto a, auto b) { return place(a) == place(b); }), all.end());
    if (all.size() > most_positions) all.resize(most_positions);
}

}  // namespace

std::string tsvector_text(cell value) {
    byte_reader in(value, "tsvector");
    std::string text;
    for (auto lexemes = in.integer<std::uint32_t>(); lexemes != 0; --lexemes) {
        if (!text.empty()) text += ' ';
        append_lexeme(text, in.terminated());
        const auto positions = in.integer<std::uint16_t>();
        for (unsigned i = 0; i < positions; ++i) {
            text += i == 0 ? ':' : ',';
            append_position(text, in.integer<std::uint16_t>());
        }
    }
    in.end();
    return text;
}

void write_tsvector(std::string_view text, byte_writer& out) {
    // The server sorts lexemes itself, and takes none twice.
    std::map<std::string, std::vector<std::uint16_t>> lexemes;
    for (parser from(text); !from.at_end();) {
        std::vector<std::uint16_t>& positions = lexemes[from.lexeme()];
        from.positions(positions);
    }
    out.integer(static_cast<std::uint32_t>(lexemes.size()));
    for (auto& [lexeme, positions] : lexemes) {
        sort_positions(positions);
        out.raw(lexeme);
        out.raw(std::string_view("", 1));
        out.integer(static_cast<std::uint16_t>(positions.size()));
        for (const std::uint16_t position : positions) out.integer(position);
    }
}

}  // namespace matview::inline v0::detail
