#include "db/types.hpp"

#include <algorithm>
#include <cstdlib>

#include <matview/query/identifier.hpp>
#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

oid number(const char* text) { return static_cast<oid>(std::strtoul(text, nullptr, 10)); }

}  // namespace

// In a failed transaction the server answers nothing, and while rows arrive the connection is busy.
bool connection_types::may_ask() const {
    const PGTransactionStatusType status = PQtransactionStatus(on_.raw());
    return status == PQTRANS_IDLE || status == PQTRANS_INTRANS;
}

const type_info* connection_types::ask(const char* condition, const std::string& argument) const {
    if (!may_ask()) return nullptr;
    const std::string sql = std::string(
                                "SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype, t.typcategory, "
                                "CASE t.typtype WHEN 'd' THEN t.typbasetype "
                                "WHEN 'r' THEN (SELECT r.rngsubtype FROM pg_catalog.pg_range AS r "
                                "WHERE r.rngtypid OPERATOR(pg_catalog.=) t.oid) "
                                "WHEN 'm' THEN (SELECT r.rngtypid FROM pg_catalog.pg_range AS r "
                                "WHERE r.rngmultitypid OPERATOR(pg_catalog.=) t.oid) "
                                "ELSE CASE t.typcategory WHEN 'A' THEN t.typelem ELSE 0 END END, t.typarray "
                                "FROM pg_catalog.pg_type AS t WHERE t.oid OPERATOR(pg_catalog.=) ") +
                            condition;
    const result_ptr result = on_.ask_as_it_is(sql, {argument}, "asking for a type");
    if (PQntuples(result.get()) != 1) return nullptr;
    const auto text = [&](int column) { return PQgetvalue(result.get(), 0, column); };
    auto info = std::make_shared<type_info>();
    info->id = number(text(0));
    info->name = text(1);
    info->kind = *text(2);
    info->category = *text(3);
    info->element = number(text(4));
    info->array = number(text(5));
    return (by_id_[info->id] = std::move(info)).get();
}

const type_info* connection_types::find(oid id) const {
    if (const type_info* known = builtin_types().find(id)) return known;
    if (const auto known = by_id_.find(id); known != by_id_.end()) return known->second.get();
    return ask("$1::pg_catalog.oid", std::to_string(id));
}

const type_info* connection_types::find(std::string_view name, std::string_view schema) const {
    std::pair<std::string, std::string> key(name, schema);
    if (const auto known = by_name_.find(key); known != by_name_.end()) return find(known->second);
    const std::string written = (schema.empty() ? std::string() : quoted(schema) + ".") + quoted(name);
    const type_info* found = ask("pg_catalog.to_regtype($1)", written);
    if (found) by_name_[std::move(key)] = found->id;
    return found;
}

// Labels can be added and renamed at any time: one that is not known is asked for each time. A list of them all may be out of date, which
// is told where a value turns up that is not in it.
bool connection_types::has_label(oid type, std::string_view label) const {
    const auto known = [&] {
        const auto found = labels_.find(type);
        return found != labels_.end() &&
               std::find(found->second.begin(), found->second.end(), label) != found->second.end();
    };
    if (known() || !may_ask()) return true;
    read_labels(type);
    return known();
}

std::vector<std::string> connection_types::labels(oid type) const {
    if (!labels_.contains(type) && may_ask()) read_labels(type);
    const auto found = labels_.find(type);
    return found == labels_.end() ? std::vector<std::string>() : found->second;
}

void connection_types::read_labels(oid type) const {
    constexpr const char* sql =
        "SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid OPERATOR(pg_catalog.=) $1::pg_catalog.oid "
        "ORDER BY e.enumsortorder";
    const result_ptr result = on_.ask_as_it_is(sql, {std::to_string(type)}, "asking for an enum's labels");
    auto& labels = labels_[type];
    labels.clear();
    for (int row = 0; row < PQntuples(result.get()); ++row) labels.emplace_back(PQgetvalue(result.get(), row, 0));
}

// Attributes can be added, dropped and renamed at any time, and a value of the type says nothing of their names: they are asked for anew
// once a query, which is when plans are made.
std::vector<type_attribute> connection_types::attributes(oid type) const {
    if (const auto known = attributes_.find(type); known != attributes_.end()) return known->second;
    if (!may_ask()) return {};
    constexpr const char* sql =
        "SELECT a.attname, a.atttypid FROM pg_catalog.pg_type AS t "
        "JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) t.typrelid "
        "WHERE t.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid AND t.typtype OPERATOR(pg_catalog.=) 'c' "
        "AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped ORDER BY a.attnum";
    const result_ptr result = on_.ask_as_it_is(sql, {std::to_string(type)}, "asking for a type's attributes");
    std::vector<type_attribute> found;
    for (int row = 0; row < PQntuples(result.get()); ++row)
        found.push_back({PQgetvalue(result.get(), row, 0), number(PQgetvalue(result.get(), row, 1))});
    return attributes_[type] = std::move(found);
}

void connection_types::forget() {
    attributes_.clear();
    labels_.clear();
    by_name_.clear();
    retired_.merge(by_id_);
    by_id_.clear();
}

}  // namespace matview::inline v0::detail
