// Ways into JSON and what is asked of it; https://www.postgresql.org/docs/current/functions-json.html
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/export.hpp>
#include <matview/query/array.hpp>
#include <matview/wire/json.hpp>
#include <matview/wire/numeric.hpp>

namespace matview::inline v0::detail {

/// The value as jsonb, which all of these look into; json is cast, and jsonb loses nothing by it, nor its index.
MATVIEW_EXPORT node_ptr as_jsonb(node_ptr value);
/// One step down: `key` is text or an int4.
MATVIEW_EXPORT node_ptr make_json_step(node_ptr document, parameter key);

/// How a value of JSON is read. All but text give NULL for a value of another kind, or one that the type does not hold.
enum class json_as { text, integer, floating, number, truth };
MATVIEW_EXPORT node_ptr make_json_as(node_ptr document, json_as type);

template <class O> inline constexpr bool is_text = std::is_convertible_v<const O&, std::string_view>;
template <> inline constexpr bool is_text<std::nullptr_t> = false;

template <class K> struct rule_json_step {
    static constexpr bool ok = is_text<K> || is_integer<K>;
    static auto say() {
        static_assert(is_text<K> || is_integer<K>,
                      "matview: a way into JSON is made of keys (text) and places (integers, from 0; -1 is the last): "
                      "[key][0]");
    }
};
template <class K> node_ptr json_step(node_ptr document, const K& key) {
    if constexpr (is_integer<K>)
        return make_json_step(std::move(document), place_parameter(key));
    else
        return make_json_step(std::move(document), parameter::typed(std::string(std::string_view(key)), pg::text));
}

template <class V> constexpr auto json_value_for() {
    if constexpr (is_integer<V>)
        return std::type_identity<std::int64_t>{};
    else if constexpr (std::is_floating_point_v<V>)
        return std::type_identity<double>{};
    else if constexpr (std::is_same_v<V, bool> || std::is_same_v<V, numeric> || std::is_same_v<V, std::string>)
        return std::type_identity<V>{};
    else
        return std::type_identity<void>{};
}
/// What `as<V>` is worked out as; void where there is no such.
template <class V> using json_value = typename decltype(json_value_for<V>())::type;

constexpr json_as json_as_of(std::type_identity<std::string>) { return json_as::text; }
constexpr json_as json_as_of(std::type_identity<std::int64_t>) { return json_as::integer; }
constexpr json_as json_as_of(std::type_identity<double>) { return json_as::floating; }
constexpr json_as json_as_of(std::type_identity<numeric>) { return json_as::number; }
constexpr json_as json_as_of(std::type_identity<bool>) { return json_as::truth; }

template <class V> struct rule_json_value {
    static constexpr bool ok = !std::is_void_v<json_value<V>>;
    static auto say() {
        static_assert(!std::is_void_v<json_value<V>>,
                      "matview: as reads a value of JSON as std::int64_t, double, matview::numeric, bool or "
                      "std::string: [key].as<std::string>()");
    }
};

template <class Column, class Operand> inline constexpr bool fits_json = operand_of<Column>::template accepts<Operand>;
template <class Column, class Operand> struct rule_json_operand {
    static constexpr bool ok = fits_json<Column, Operand>;
    static auto say() {
        static_assert(fits_json<Column, Operand>,
                      "matview: contains and contained_by take, on JSON, JSON of the field's type: "
                      "contains(matview::json(text))");
    }
};
template <class Column, class Operand> struct rule_json_key {
    static constexpr bool ok = is_text<Operand>;
    static auto say() {
        static_assert(
            is_text<Operand>,
            "matview: has_key takes a key, which is text; for several there are has_any_keys and has_all_keys");
    }
};
template <class Column, class Operand> struct rule_json_keys {
    static constexpr bool ok = is_list_of<Operand, std::string>();
    static auto say() {
        static_assert(
            is_list_of<Operand, std::string>(),
            "matview: has_any_keys and has_all_keys take a list of keys, which are text; for one there is has_key");
    }
};

template <class V>
requires is_json<V>
struct questions<V> {
    static constexpr bool takes(question what) {
        return what == question::contains || what == question::contained_by || what >= question::has_key;
    }

    template <question What, class O>
    using rules_for = std::conditional_t<
        What == question::has_key, rule_json_key<V, O>,
        std::conditional_t<(What > question::has_key), rule_json_keys<V, O>, rule_json_operand<V, held_by<O>>>>;

    template <question What, class O> static node_ptr ask(node_ptr document, const O& operand) {
        return make_binary(as_jsonb(std::move(document)), operator_of(What), right_side<What>(operand));
    }

private:
    template <question What, class O> static node_ptr right_side(const O& operand) {
        if constexpr (What == question::has_key)
            return make_value(parameter::typed(std::string(std::string_view(operand)), pg::text));
        else if constexpr (What > question::has_key)
            return make_value(list_parameter<std::string>(operand, list_rest::left_out, pg::text_array));
        else if constexpr (is_term<O>)
            return as_jsonb(value_node(operand));
        else
            return make_value(bind<V>(operand));
    }
};

}  // namespace matview::inline v0::detail
