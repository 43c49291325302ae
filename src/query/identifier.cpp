#include <matview/query/identifier.hpp>

#include <matview/error.hpp>

namespace matview::inline v0::detail {

void append_identifier(std::string& sql, std::string_view name) {
    if (name.empty()) throw query_error("a name in SQL must not be empty");
    if (name.find('\0') != name.npos) throw query_error("a name in SQL must not hold NUL");
    sql += '"';
    for (std::size_t quote; (quote = name.find('"')) != name.npos; name.remove_prefix(quote + 1))
        sql.append(name, 0, quote + 1) += '"';
    sql.append(name) += '"';
}

void append_relation(std::string& sql, const relation& relation) {
    if (!relation.schema.empty()) {
        append_identifier(sql, relation.schema);
        sql += '.';
    }
    append_identifier(sql, relation.name);
}

std::string quoted(std::string_view name) {
    std::string sql;
    append_identifier(sql, name);
    return sql;
}

std::string quoted(const relation& relation) {
    std::string sql;
    append_relation(sql, relation);
    return sql;
}

}  // namespace matview::inline v0::detail
