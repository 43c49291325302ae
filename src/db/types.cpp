#include "db/types.hpp"

#include <charconv>
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
                                "CASE WHEN t.typcategory OPERATOR(pg_catalog.=) 'A' THEN t.typelem ELSE 0 END "
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

// Labels can be added and renamed at any time: one that is not known is asked for each time.
bool connection_types::has_label(oid type, std::string_view label) const {
    const auto known = [&] {
        const auto found = labels_.find(type);
        return found != labels_.end() && found->second.contains(label);
    };
    if (known() || !may_ask()) return true;
    read_labels(type);
    return known();
}

void connection_types::read_labels(oid type) const {
    constexpr const char* sql =
        "SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid OPERATOR(pg_catalog.=) $1::pg_catalog.oid";
    const result_ptr result = on_.ask_as_it_is(sql, {std::to_string(type)}, "asking for an enum's labels");
    auto& labels = labels_[type];
    labels.clear();
    for (int row = 0; row < PQntuples(result.get()); ++row) labels.emplace(PQgetvalue(result.get(), row, 0));
}

void connection_types::forget() {
    labels_.clear();
    by_name_.clear();
    retired_.merge(by_id_);
    by_id_.clear();
}

}  // namespace matview::inline v0::detail
