// docs/types.md against the registry: each type that PostgreSQL brings along is in the table of those that are read, with exactly the C++
// types that read it, or in the table of those that are refused, with the reason and the cast that errors name.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "../../../src/wire/names.hpp"
#include "../../../src/wire/unreadable_types.hpp"

#include "support.hpp"

namespace {

using matview::builtin_types;
using matview::oid;

/// What stands between backticks.
std::vector<std::string> quoted(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t from = text.find('`'); from != text.npos;) {
        const std::size_t to = text.find('`', from + 1);
        if (to == text.npos) break;
        words.push_back(text.substr(from + 1, to - from - 1));
        from = text.find('`', to + 1);
    }
    return words;
}

struct row {
    std::vector<std::string> types;
    std::string second, third;
};

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> found;
    std::istringstream from(line);
    for (std::string cell; std::getline(from, cell, '|');) found.push_back(cell);
    return found;
}

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The rows of the table whose header has that second column.
std::vector<row> table(const std::string& second) {
    std::ifstream page(TYPES_PAGE);
    REQUIRE_MESSAGE(page.good(), TYPES_PAGE);
    std::vector<row> rows;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        const auto parts = cells(line);
        if (parts.size() < 4 || !line.starts_with('|')) {
            inside = false;
        } else if (trimmed(parts[1]) == "PostgreSQL") {
            inside = trimmed(parts[2]) == second;
        } else if (inside && !line.starts_with("|-")) {
            rows.push_back({quoted(parts[1]), parts[2], parts[3]});
        }
    }
    return rows;
}

/// 0 for what is no built-in type.
oid type_named(std::string name) {
    if (name.ends_with("(n)")) name.resize(name.size() - 3);
    const auto* type = builtin_types().find(name, "");
    return type ? type->id : 0;
}

std::map<oid, row> by_type(const std::vector<row>& rows) {
    const std::set<std::string> of_extensions{"citext", "hstore"};
    std::map<oid, row> found;
    for (const row& r : rows)
        for (const std::string& name : r.types) {
            CAPTURE(name);
            const oid type = type_named(name);
            CHECK((type != 0 || of_extensions.contains(name)));
            if (type != 0) CHECK(found.emplace(type, r).second);
        }
    return found;
}

std::vector<const matview::type_info*> built_in() {
    std::vector<const matview::type_info*> types;
    for (const oid id : wire_test::known_types())
        if (const auto* type = builtin_types().find(id); type && type->category != 'A') types.push_back(type);
    return types;
}

std::set<std::string> readers_of(oid type) {
    std::set<std::string> names;
    for (const auto* ops : matview::detail::all_codecs())
        if (ops->decoder(type, false, builtin_types())) names.emplace(ops->cpp_name);
    return names;
}

}  // namespace

TEST_CASE("docs/types.md: what is read") {
    const auto read = by_type(table("C++ type that says the same"));
    for (const auto* type : built_in()) {
        CAPTURE(type->name);
        const auto found = read.find(type->id);
        auto readers = readers_of(type->id);
        if (found == read.end()) {
            CHECK(readers.empty());
            continue;
        }
        if (type->kind != 'b') continue;  // composed of others
        const auto same = quoted(found->second.second);
        REQUIRE(same.size() == 1);
        CHECK(same[0] == matview::detail::cpp_type_for(type->id));
        std::set<std::string> written(same.begin(), same.end());
        for (const std::string& other : quoted(found->second.third))
            if (other != "std::bitset<N>" && other != "nlohmann::json")
                written.insert(other);  // templates, and not in the library
        CHECK(written == readers);
    }
}

TEST_CASE("docs/types.md: what is refused, why, and what to cast it to") {
    const auto read = by_type(table("C++ type that says the same"));
    const auto refused = by_type(table("Why"));
    for (const auto* type : built_in()) {
        CAPTURE(type->name);
        const auto found = refused.find(type->id);
        const auto* reason = matview::detail::unreadable_type_of(type->id);
        CHECK(read.contains(type->id) != (found != refused.end()));
        if (found == refused.end()) {
            CHECK(!reason);
            continue;
        }
        CHECK(readers_of(type->id).empty());
        if (type->kind == 'r' || type->kind == 'm') continue;  // composed of others
        REQUIRE(reason);
        CHECK(trimmed(found->second.second) == reason->why);
        const auto cast = quoted(found->second.third);
        CHECK((cast.empty() ? "" : cast[0]) == reason->cast);
    }
}
