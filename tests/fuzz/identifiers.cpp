// Names in SQL: quoted, and read again by the rules of https://www.postgresql.org/docs/current/sql-syntax-lexical.html
#include <optional>

#include <matview/error.hpp>
#include <matview/query/identifier.hpp>

#include "target.hpp"

namespace fuzz_test {
namespace {

/// The name that a quoted identifier at the beginning of `sql` stands for, taken off it.
std::string unquoted(std::string_view& sql) {
    require(sql.starts_with('"'), "an identifier begins with a quote", sql);
    std::string name;
    for (std::size_t i = 1; i < sql.size(); ++i) {
        if (sql[i] == '"' && sql.substr(i + 1, 1) != "\"") {
            sql.remove_prefix(i + 1);
            return name;
        }
        if (sql[i] == '"') ++i;
        name += sql[i];
    }
    require(false, "an identifier ends with a quote", sql);
    return name;
}

std::optional<std::string> quoted(std::string_view schema, std::string_view name) {
    try {
        return schema.empty() ? matview::detail::quoted(name) : matview::detail::quoted(matview::table(name, schema));
    } catch (const matview::query_error&) {
        return std::nullopt;
    }
}

bool is_name(std::string_view text) { return !text.empty() && text.find('\0') == text.npos; }

}  // namespace

void run(std::string_view input) {
    input_reader in(input);
    const std::string_view schema = in.piece();
    const std::string_view name = in.rest();
    const auto sql = quoted(schema, name);
    require(sql.has_value() == is_name(name), "every name is quoted but an empty one, or one with NUL", name);
    if (!sql) return;
    std::string_view rest = *sql;
    if (!schema.empty()) {
        require(unquoted(rest) == schema, "the schema is the same", schema);
        require(rest.starts_with('.'), "schema and name are parted by a dot", *sql);
        rest.remove_prefix(1);
    }
    require(unquoted(rest) == name, "the name is the same", name);
    require(rest.empty(), "nothing is behind the name", *sql);
}

std::vector<std::string> seeds() {
    std::vector<std::string> all;
    for (const std::string_view schema : {"", "public", "a\"b", "\"", "a.b"})
        for (const std::string_view name :
             {std::string_view("name"), std::string_view("\""), std::string_view("\"\""),
              std::string_view("\"; DROP TABLE x; --"), std::string_view("a\0b", 3), std::string_view(""),
              std::string_view("Größe"), std::string_view("\xff\"\\")})
            all.push_back(pieces({schema}) + std::string(name));
    return all;
}

}  // namespace fuzz_test
