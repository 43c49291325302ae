#include "manage/definition/nullability.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "manage/definition/node_enums.hpp"
#include "manage/definition/query_level.hpp"

namespace matview::inline v0::managing {
namespace {

// Of rows whose arguments are not NULL these give none, whatever they are of.
constexpr std::array<std::string_view, 14> aggregates{
    "sum",     "min",    "max",        "avg",       "bool_and", "bool_or",   "every",
    "bit_and", "bit_or", "string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg"};
constexpr std::array<std::string_view, 7> windows{"row_number", "rank",  "dense_rank", "percent_rank",
                                                  "cume_dist",  "count", "ntile"};
constexpr std::array<std::string_view, 16> operators{"+",  "-", "*",  "/",  "%",  "=", "<>",  "<",
                                                     "<=", ">", ">=", "||", "~~", "~", "!~~", "!~"};
constexpr std::array<std::string_view, 60> functions{"now",
                                                     "transaction_timestamp",
                                                     "statement_timestamp",
                                                     "clock_timestamp",
                                                     "timeofday",
                                                     "initcap",
                                                     "length",
                                                     "char_length",
                                                     "character_length",
                                                     "octet_length",
                                                     "bit_length",
                                                     "abs",
                                                     "round",
                                                     "ceil",
                                                     "ceiling",
                                                     "floor",
                                                     "trunc",
                                                     "sign",
                                                     "sqrt",
                                                     "exp",
                                                     "ln",
                                                     "log",
                                                     "power",
                                                     "mod",
                                                     "date_trunc",
                                                     "btrim",
                                                     "ltrim",
                                                     "rtrim",
                                                     "replace",
                                                     "md5",
                                                     "concat",
                                                     "left",
                                                     "right",
                                                     "lpad",
                                                     "rpad",
                                                     "repeat",
                                                     "reverse",
                                                     "timezone",
                                                     "make_date",
                                                     "random",
                                                     "gen_random_uuid",
                                                     "split_part",
                                                     "strpos",
                                                     "encode",
                                                     "decode",
                                                     "ascii",
                                                     "chr",
                                                     "to_json",
                                                     "to_jsonb",
                                                     "row_to_json",
                                                     "jsonb_build_object",
                                                     "json_build_object",
                                                     "cardinality",
                                                     "array_append",
                                                     "quote_ident",
                                                     "quote_literal",
                                                     "current_database",
                                                     "nextval",
                                                     "sha256",
                                                     "hashtext"};

// Both sides of a full join, the other side of a left or a right one; and all that is joined within.
void find_nullable(const node& from, bool nullable, std::set<std::int64_t>& found) {
    if (from.is("RANGETBLREF")) {
        if (nullable) found.insert(from["rtindex"].number());
    } else if (from.is("JOINEXPR")) {
        const std::int64_t type = from["jointype"].number();
        find_nullable(from["larg"], nullable || type == join::full || type == join::right, found);
        find_nullable(from["rarg"], nullable || type == join::full || type == join::left, found);
        if (nullable) found.insert(from["rtindex"].number());
    } else {
        for (const node& one : from["fromlist"].items()) find_nullable(one, nullable, found);
    }
}

// WHERE … AND x IS NOT NULL, and the same in an inner join's ON.
void find_tested(const node& condition, std::set<std::pair<std::int64_t, std::int64_t>>& found) {
    if (condition.is("BOOLEXPR") && condition["boolop"].text() == "and") {
        for (const node& one : condition["args"].items()) find_tested(one, found);
    } else if (condition.is("NULLTEST") && condition["nulltesttype"].number() == 1) {
        const node& what = condition["arg"];
        if (what.is("VAR") && what["varlevelsup"].number() == 0)
            found.emplace(what["varno"].number(), what["varattno"].number());
    }
}

}  // namespace

struct nullability::scope {
    scope(const node& of, const scope* around) : query(of), outer(around) {
        find_nullable(of["jointree"], false, nullable);
        find_tested(of["jointree"]["quals"], tested);
    }
    bool has_grouping_sets() const { return !query["groupingSets"].items().empty(); }

    const node& query;
    const scope* outer;
    std::set<std::int64_t> nullable;  // entries of the range table
    std::set<std::pair<std::int64_t, std::int64_t>> tested;
};

bool nullability::is_never_null(std::int64_t relation, int column) {
    const node* const view = known_.query(relation);
    return view ? column_of(scope(*view, nullptr), column) : known_.is_not_null(relation, column);
}

bool nullability::column_of(const scope& at, int column) {
    if (const node& operation = at.query["setOperations"]; operation.is_labelled())
        return set_operation(at, operation, column);
    for (const node& one : at.query["targetList"].items())
        if (one["resno"].number() == column) return proves(at, one["expr"]);
    return false;
}

bool nullability::set_operation(const scope& at, const node& operation, int column) {
    if (operation.is("RANGETBLREF")) {
        const node& table = at.query["rtable"].at(operation["rtindex"].number());
        return table.is_labelled() && column_of(scope(table["subquery"], &at), column);
    }
    return operation.is("SETOPERATIONSTMT") && set_operation(at, operation["larg"], column) &&
           set_operation(at, operation["rarg"], column);
}

bool nullability::proves_all(const scope& at, const node& list) {
    return std::all_of(list.items().begin(), list.items().end(), [&](const node& one) { return proves(at, one); });
}
bool nullability::proves_any(const scope& at, const node& list) {
    return std::any_of(list.items().begin(), list.items().end(), [&](const node& one) { return proves(at, one); });
}

bool nullability::proves(const scope& at, const node& e) {
    if (e.is("VAR")) return variable(at, e);
    if (e.is("CONST")) return !e["constisnull"].truth();
    if (e.is("TARGETENTRY")) return proves(at, e["expr"]);
    if (e.is("AGGREF")) return aggregate(at, e);
    if (e.is("WINDOWFUNC")) return window(at, e);
    if (e.is("FUNCEXPR")) return call(at, e);
    if (e.is("OPEXPR")) return operation(at, e);
    if (e.is("COALESCE") || e.is("COALESCEEXPR") || e.is("MINMAX") || e.is("MINMAXEXPR"))
        return proves_any(at, e["args"]);
    if (e.is("CASE") || e.is("CASEEXPR")) {
        const auto& whens = e["args"].items();
        return proves(at, e["defresult"]) &&
               std::all_of(whens.begin(), whens.end(), [&](const node& when) { return proves(at, when["result"]); });
    }
    if (e.is("NULLTEST") || e.is("BOOLEANTEST") || e.is("DISTINCTEXPR") || e.is("ARRAY") || e.is("ARRAYEXPR") ||
        e.is("ROW") || e.is("ROWEXPR") || e.is("NEXTVALUEEXPR") || e.is("GROUPINGFUNC"))
        return true;
    if (e.is("SQLVALUEFUNCTION")) return e["op"].number() != sql_value::current_schema;
    if (e.is("BOOLEXPR")) return proves_all(at, e["args"]);
    if (e.is("RELABELTYPE") || e.is("COERCEVIAIO") || e.is("COERCETODOMAIN") || e.is("COLLATE") ||
        e.is("COLLATEEXPR") || e.is("ARRAYCOERCEEXPR"))
        return proves(at, e["arg"]);
    if (e.is("SUBLINK")) {
        const std::int64_t type = e["subLinkType"].number();
        return type == sublink::exists || type == sublink::array;
    }
    return false;
}

bool nullability::variable(const scope& at, const node& e) {
    const scope* const where = level_up(at, e["varlevelsup"].number());
    if (!where || where->has_grouping_sets()) return false;
    const std::int64_t place = e["varno"].number();
    const auto column = static_cast<int>(e["varattno"].number());
    const node& table = where->query["rtable"].at(place);
    if (!table.is_labelled() || column < 1) return false;
    if (where->tested.contains({place, column})) return true;
    return !where->nullable.contains(place) && entry(*where, table, column);
}

bool nullability::entry(const scope& at, const node& table, int column) {
    switch (table["rtekind"].number()) {
        case rte::relation:
            return is_never_null(table["relid"].number(), column);
        case rte::subquery:
            return column_of(scope(table["subquery"], &at), column);
        case rte::join:
            return proves(at, table["joinaliasvars"].at(column));
        case rte::group:
            return proves(at, table["groupexprs"].at(column));
        case rte::values: {
            const auto& rows = table["values_lists"].items();
            return std::all_of(rows.begin(), rows.end(), [&](const node& row) { return proves(at, row.at(column)); });
        }
        case rte::cte:
            return common_table(at, table, column);
        default:
            return false;
    }
}

bool nullability::common_table(const scope& at, const node& table, int column) {
    const scope* const where = level_up(at, table["ctelevelsup"].number());
    if (!where || table["self_reference"].truth()) return false;
    const node& one = common_table_of(where->query, table);
    return one["ctequery"].is("QUERY") && !one["cterecursive"].truth() &&
           column_of(scope(one["ctequery"], where), column);
}

// A group has a row; without GROUP BY there may be none, and only count has a value then.
bool nullability::aggregate(const scope& at, const node& e) {
    const routine& function = known_.function(e["aggfnoid"].number());
    if (!function.builtin) return false;
    if (function.name == "count") return true;
    const bool has_row =
        !at.query["groupClause"].items().empty() && !at.has_grouping_sets() && !e["aggfilter"].is_labelled();
    return has_row && e["agglevelsup"].number() == 0 && is_one_of(aggregates, function.name) &&
           !e["args"].items().empty() && proves(at, e["args"].items().front());
}

bool nullability::window(const scope& at, const node& e) {
    const routine& function = known_.function(e["winfnoid"].number());
    return function.builtin && is_one_of(windows, function.name) &&
           (function.name == "count" || proves_all(at, e["args"]));
}

// time of a timestamp that is infinite is NULL, and so is a number that is null in JSON. lower and upper of a range are its bounds, which it may
// not have.
bool nullability::call(const scope& at, const node& e) {
    constexpr std::int64_t text = 25, json = 114, jsonb = 3802, time = 1083, timetz = 1266;
    const routine& function = known_.function(e["funcid"].number());
    if (!function.builtin || e["funcretset"].truth()) return false;
    const std::int64_t format = e["funcformat"].number();
    const std::int64_t from = function.arguments.empty() ? 0 : function.arguments.front();
    const bool is_cast = (format == 1 || format == 2) && from != json && from != jsonb && function.result != time &&
                         function.result != timetz;
    const bool is_case = from == text && (function.name == "lower" || function.name == "upper");
    return (is_cast || is_case || is_one_of(functions, function.name)) && proves_all(at, e["args"]);
}

// A sum of paths is NULL where one of them is closed.
bool nullability::operation(const scope& at, const node& e) {
    constexpr std::int64_t path = 602;
    const routine& op = known_.op(e["opno"].number());
    return op.builtin && op.result != path && is_one_of(operators, op.name) && proves_all(at, e["args"]);
}

}  // namespace matview::inline v0::managing
