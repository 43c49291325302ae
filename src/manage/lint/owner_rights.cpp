#include <map>
#include <set>

#include <fmt/format.h>

#include "manage/definition/walk.hpp"
#include "manage/lint/called.hpp"
#include "manage/lint/rules.hpp"

namespace matview::inline v0::managing {
namespace {

struct owned {
    std::int64_t owner;
    bool as_caller;  // security_invoker
};

owned owner_of(catalog& from, std::int64_t relation) {
    return from
        .ask<owned>(
            "SELECT relowner AS owner, EXISTS (SELECT FROM pg_options_to_table(reloptions) AS o WHERE o.option_name = "
            "'security_invoker' "
            "AND o.option_value::bool) AS as_caller FROM pg_class WHERE oid = $1::oid",
            relation)
        .at(0);
}

struct refused {
    std::string role, name;
};

}  // namespace

std::vector<finding> owner_rights(const subject& of) {
    const std::int64_t owner = owner_of(of.from, of.view.id).owner;
    std::vector<finding> all;
    const auto add = [&](const std::string& role, const char* verb, const std::string& what, const std::string& grant) {
        all.push_back({severity::problem, "missing-right",
                       fmt::format("{}, as whom its refresh {} {}, may not", role, verb, what),
                       fmt::format("GRANT {} TO {}", grant, role)});
    };
    // A plain view within is read as its own owner, unless it says security_invoker.
    std::map<std::int64_t, std::int64_t> reader{{of.view.id, owner}};
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for_each_source(of.known, of.view.id, [&](std::int64_t by, std::int64_t read) {
        const std::int64_t as = reader.at(by);
        const owned view = owner_of(of.from, read);
        reader.emplace(read, view.as_caller ? owner : view.owner);
        if (!seen.emplace(as, read).second) return;
        for (const refused& one : of.from.ask<refused>(
                 "SELECT quote_ident(pg_get_userbyid($1::oid)) AS role, $2::oid::regclass::text AS name "
                 "WHERE NOT has_table_privilege($1::oid, $2::oid, 'SELECT') AND NOT has_any_column_privilege($1::oid, "
                 "$2::oid, 'SELECT')",
                 as, read))
            add(one.role, "reads", one.name, "SELECT ON " + one.name);
    });
    for (const refused& one : of.from.ask<refused>("SELECT quote_ident(pg_get_userbyid($1::oid)) AS role, "
                                                   "p.oid::regprocedure::text AS name FROM pg_proc AS p "
                                                   "WHERE p.oid = ANY ($2::int8[]::oid[]) AND NOT "
                                                   "has_function_privilege($1::oid, p.oid, 'EXECUTE') ORDER BY 2",
                                                   owner, called_functions(of)))
        add(one.role, "calls", one.name, "EXECUTE ON FUNCTION " + one.name);
    return all;
}

}  // namespace matview::inline v0::managing
