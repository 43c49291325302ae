// LIKE and regular expressions; https://www.postgresql.org/docs/current/functions-matching.html
#include <matview/query/lookup.hpp>

#include <utility>

namespace matview::inline v0::detail {
namespace {

std::string literally(std::string_view text) {
    std::string pattern;
    pattern.reserve(text.size() + 2);
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern;
}

std::string pattern_of(lookup what, std::string_view text) {
    switch (what) {
        case lookup::contains:
        case lookup::icontains:
            return '%' + literally(text) + '%';
        case lookup::starts_with:
        case lookup::istarts_with:
            return literally(text) + '%';
        case lookup::ends_with:
        case lookup::iends_with:
            return '%' + literally(text);
        case lookup::iexact:
        case lookup::regex:
        case lookup::iregex:
            break;
    }
    return std::string(text);
}

std::string_view operator_of(lookup what) {
    switch (what) {
        case lookup::iexact:
            return "OPERATOR(pg_catalog.=)";
        case lookup::regex:
            return "OPERATOR(pg_catalog.~)";
        case lookup::iregex:
            return "OPERATOR(pg_catalog.~*)";
        default:
            return "OPERATOR(pg_catalog.~~)";  // LIKE
    }
}

}  // namespace

// The cast brings char(n), citext, enums and domains to text too, and leaves indexes on text and varchar in use. With it, and the operator
// qualified, nothing in the search_path can take the comparison over.
node_ptr make_lookup(lookup what, node_ptr column, std::string_view text) {
    node_ptr left = make_cast(std::move(column), "pg_catalog.text");
    node_ptr right = make_value(parameter::typed(pattern_of(what, text), pg::text));
    if (what >= lookup::icontains && what != lookup::iregex) {
        left = make_call("pg_catalog.lower", std::move(left));
        right = make_call("pg_catalog.lower", std::move(right));
    }
    return make_binary(std::move(left), operator_of(what), std::move(right));
}

}  // namespace matview::inline v0::detail
