#include "manage/definition/definitions.hpp"

namespace matview::inline v0::managing {

const node* definitions::query(std::int64_t relation) {
    const auto [place, is_new] = queries_.try_emplace(relation);
    if (is_new) {
        const auto actions = from_.ask<std::string>(
            "SELECT ev_action::text FROM pg_rewrite WHERE ev_class = $1::oid AND rulename = '_RETURN'", relation);
        if (!actions.empty()) place->second = std::make_unique<node>(node::parse(actions.front()));
    }
    const node* const action = place->second.get();
    return action && !action->items().empty() ? action->items().data() : nullptr;
}

// A table that inherits may lack the constraint of its parent.
bool definitions::is_not_null(std::int64_t relation, int column) {
    constexpr const char* sql = R"sql(
WITH RECURSIVE all_of_it AS (
    SELECT $1::oid AS id UNION SELECT i.inhrelid FROM pg_inherits AS i JOIN all_of_it AS a ON i.inhparent = a.id)
SELECT coalesce(bool_and(a.attnotnull AND c.relkind <> 'f' AND NOT EXISTS (
    SELECT FROM pg_constraint AS n
    WHERE n.conrelid = a.attrelid AND n.contype = 'n' AND NOT n.convalidated AND a.attnum = ANY (n.conkey))), false)
FROM all_of_it JOIN pg_class AS c ON c.oid = all_of_it.id JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE a.attname = (SELECT attname FROM pg_attribute WHERE attrelid = $1::oid AND attnum = $2))sql";
    const auto [place, is_new] = not_null_.try_emplace({relation, column}, false);
    if (is_new) place->second = from_.value<bool>(sql, relation, column);
    return place->second;
}

const routine& definitions::function(std::int64_t id) {
    const auto [place, is_new] = functions_.try_emplace(id);
    if (is_new)
        place->second = from_.value<routine>(
            "SELECT proname AS name, pronamespace = 'pg_catalog'::regnamespace AS builtin, provolatile AS volatility, "
            "ARRAY(SELECT t::int8 FROM unnest(proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n) AS arguments, "
            "prorettype AS result FROM pg_proc WHERE oid = $1::oid",
            id);
    return place->second;
}

const routine& definitions::op(std::int64_t id) {
    const auto [place, is_new] = operators_.try_emplace(id);
    if (is_new)
        place->second = from_.value<routine>(
            "SELECT o.oprname AS name, o.oprnamespace = 'pg_catalog'::regnamespace AS builtin, p.provolatile AS "
            "volatility, "
            "ARRAY(SELECT t::int8 FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n) AS arguments, "
            "o.oprresult AS result "
            "FROM pg_operator AS o JOIN pg_proc AS p ON p.oid = o.oprcode WHERE o.oid = $1::oid",
            id);
    return place->second;
}

std::pair<std::int64_t, int> definitions::origin(std::int64_t relation, int column) {
    const node* const view = query(relation);
    if (!view) return {relation, column};
    for (const node& entry : (*view)["targetList"].items()) {
        const std::int64_t table = entry["resorigtbl"].number();
        if (entry["resno"].number() == column && !entry["resjunk"].truth() && table != 0 && table != relation)
            return origin(table, static_cast<int>(entry["resorigcol"].number()));
    }
    return {relation, column};
}

}  // namespace matview::inline v0::managing
