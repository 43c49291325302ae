#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manage/lint/rules.hpp"

namespace matview::inline v0::managing {
namespace {

// The columns by which the definition is grouped, where all of them are among its columns: they identify a row.
std::vector<std::string> grouped_by(const node& query) {
    if (!query["groupingSets"].items().empty() || query["setOperations"].is_labelled()) return {};
    std::map<std::int64_t, std::string> shown;
    for (const node& entry : query["targetList"].items())
        if (!entry["resjunk"].truth() && entry["ressortgroupref"].number() != 0)
            shown.emplace(entry["ressortgroupref"].number(), entry["resname"].text());
    std::vector<std::string> names;
    for (const node& clause : query["groupClause"].items()) {
        const auto place = shown.find(clause["tleSortGroupRef"].number());
        if (place == shown.end()) return {};
        names.push_back(in_sql(place->second));
    }
    return names;
}

}  // namespace

std::vector<finding> unique_index(const subject& of) {
    if (of.from.value<bool>(
            fmt::format("SELECT EXISTS (SELECT FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid "
                        "JOIN pg_am AS am ON am.oid = ic.relam WHERE i.indrelid = $1::oid AND {})",
                        usable_index),
            of.view.id))
        return {};
    const node* const query = of.known.query(of.view.id);
    const auto columns = query ? grouped_by(*query) : std::vector<std::string>();
    return {{severity::problem, "no-usable-unique-index",
             "it has no unique index that a concurrent refresh could use (unique, immediate, valid, btree, plain "
             "columns, no WHERE)",
             fmt::format("CREATE UNIQUE INDEX ON {} ({})", of.view.shown(),
                         columns.empty() ? "…" : fmt::format("{}", fmt::join(columns, ", ")))}};
}

}  // namespace matview::inline v0::managing
