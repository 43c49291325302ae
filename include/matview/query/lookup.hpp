// contains, starts_with, … : tests on text, with the meaning that Django's lookups of these names have.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <matview/export.hpp>
#include <matview/query/node.hpp>
#include <matview/query/operand.hpp>
#include <matview/query/question.hpp>

namespace matview::inline v0::detail {

enum class lookup {
    contains,
    starts_with,
    ends_with,
    regex,
    // not minding the case
    icontains,
    istarts_with,
    iends_with,
    iexact,
    iregex
};

/// What is special in a pattern is taken literally, but for regex and iregex.
MATVIEW_EXPORT node_ptr make_lookup(lookup what, node_ptr column, std::string_view text);

template <> struct questions<std::string> {
    static constexpr bool takes(question what) { return what == question::contains; }
    template <question, class O> using rules_for = operand_rules<std::string, O>;
    template <question, class O> static node_ptr ask(node_ptr column, const O& text) {
        return make_lookup(lookup::contains, std::move(column), text);
    }
};

template <> struct questions<std::string_view> : questions<std::string> {};

template <class V> struct rule_text_field {
    static constexpr bool ok = std::is_same_v<V, std::string> || std::is_same_v<V, std::string_view>;
    static auto say() {
        static_assert(ok,
                      "matview: starts_with, ends_with, iexact, regex and their like look into text: the field must be "
                      "a std::string");
    }
};
template <class V, class O> struct lookup_rules : rules<rule_text_field<V>, operand_rules<V, operand_type<O>>> {};

}  // namespace matview::inline v0::detail
