// https://www.postgresql.org/docs/current/functions-json.html
#include <matview/query/json_path.hpp>

namespace matview::inline v0::detail {
namespace {

constexpr std::string_view step_operator = "OPERATOR(pg_catalog.->)";

// A plain cast of a value of another kind would be an error of the whole query, as would a number beyond the type. `strict`, for lax looks
// into arrays by itself.
node_ptr where(node_ptr document, std::string_view path, std::string_view type) {
    return make_cast(make_call("pg_catalog.jsonb_path_query_first", std::move(document), make_literal(path)), type);
}

}  // namespace

node_ptr as_jsonb(node_ptr value) {
    if (value->what == node::kind::arithmetic || value->what == node::kind::cast) return value;  // is jsonb
    return make_cast(std::move(value), "pg_catalog.jsonb");
}

node_ptr make_json_step(node_ptr document, parameter key) {
    return make_arithmetic(as_jsonb(std::move(document)), step_operator, make_value(std::move(key)));
}

node_ptr make_json_as(node_ptr document, json_as type) {
    document = as_jsonb(std::move(document));
    switch (type) {
        case json_as::integer:
            return where(std::move(document),
                         "'strict $ ? (@.type() == \"number\" && @ >= -9223372036854775808 && "
                         "@ <= 9223372036854775807 && @.floor() == @)'",
                         "pg_catalog.int8");
        case json_as::floating:
            return where(std::move(document),
                         "'strict $ ? (@.type() == \"number\" && (@ == 0 || @.abs() >= 5e-324 && "
                         "@.abs() <= 1.7976931348623157e308))'",
                         "pg_catalog.float8");
        case json_as::number:
            return where(std::move(document), "'strict $ ? (@.type() == \"number\")'", "pg_catalog.numeric");
        case json_as::truth:
            return where(std::move(document), "'strict $ ? (@.type() == \"boolean\")'", "pg_catalog.bool");
        case json_as::text:
            break;
    }
    // ->> beside a last step is what an index on (column ->> 'key') is made of.
    if (document->what == node::kind::arithmetic)
        return make_arithmetic(document->args[0], "OPERATOR(pg_catalog.->>)", document->args[1]);
    return make_arithmetic(std::move(document), "OPERATOR(pg_catalog.#>>)", make_literal("'{}'"));
}

}  // namespace matview::inline v0::detail
