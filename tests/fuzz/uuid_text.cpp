// uuid from text and back.
#include <algorithm>
#include <cctype>

#include <matview/error.hpp>
#include <matview/wire/uuid.hpp>

#include "target.hpp"

namespace fuzz_test {
namespace {

std::string without_hyphens(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if (c != '-') kept += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return kept;
}

bool is_uuid(std::string_view text) {
    const std::string digits = without_hyphens(text);
    const bool grouped = text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
    return digits.size() == 32 && (grouped || text.size() == 32) &&
           std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

void run(std::string_view input) {
    try {
        const matview::uuid value(input);
        require(is_uuid(input), "only a uuid is taken for one", input);
        require(without_hyphens(value.to_string()) == without_hyphens(input), "its digits stay", input);
        require(matview::uuid(value.to_string()) == value, "its text is the same uuid", input);
    } catch (const matview::value_error&) {
        require(!is_uuid(input), "a uuid is taken for one", input);
    }
}

std::vector<std::string> seeds() {
    return {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "A0EEBC999C0B4EF8BB6D6BB9BD380A11",
            "",
            "-",
            "a0eebc99-9c0b-4ef8-bb6d6bb9-bd380a11",
            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"};
}

}  // namespace fuzz_test
