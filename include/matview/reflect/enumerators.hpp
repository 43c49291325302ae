// Names of an enum's enumerators, as the compiler spells them.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <matview/reflect/names.hpp>

namespace matview::inline v0::detail {

// All values of a range stand in one text, so that there is one instantiation an enum and not one a value: "E::sad, (E)2, …".
template <class E, E... V> consteval auto values_signature() { return std::string_view(__PRETTY_FUNCTION__); }

template <class E, long long First, long long... I>
consteval auto enumerators_signature(std::integer_sequence<long long, I...>) {
    return values_signature<E, static_cast<E>(First + I)...>();
}
/// What the compiler makes of the values First to Last of E.
template <class E, long long First, long long Last> consteval auto enumerators_signature() {
    return enumerators_signature<E, First>(std::make_integer_sequence<long long, Last - First + 1>{});
}

/// The enumerator's name in one value of that text; empty for a value that has none, which is written as a cast: "(ns::mood)2",
/// unlike "(anonymous namespace)::mood::sad".
constexpr std::string_view enumerator_name(std::string_view value) noexcept {
    if (value.starts_with('(')) {
        std::size_t at = 0, depth = 0;
        do {
            if (value[at] == '(') ++depth;
            if (value[at] == ')') --depth;
        } while (++at < value.size() && depth != 0);
        if (!value.substr(at).starts_with("::")) return {};
    }
    return last_identifier(value);
}

/// Calls found(place, name) for each of the values in that text, by its place, that is an enumerator, until it returns false.
template <class Found> constexpr void for_each_enumerator(std::string_view signature, const Found& found) {
    std::string_view rest = signature.substr(signature.rfind("V = ") + 5);  // behind a brace or a bracket
    std::size_t depth = 0, place = 0;
    for (std::size_t at = 0; at < rest.size();) {
        const char c = rest[at];
        const bool closes = c == ')' || c == '>' || c == '}';
        if (depth == 0 && (c == ',' || closes)) {
            const std::string_view name = enumerator_name(rest.substr(0, at));
            if ((!name.empty() && !found(place, name)) || closes) return;
            ++place;
            rest.remove_prefix(at + 2);  // ", "
            at = 0;
            continue;
        }
        if (c == '(' || c == '<' || c == '{') ++depth;
        if (closes) --depth;
        ++at;
    }
}

/// The name of the value at a place; empty where it has none.
constexpr std::string_view find_enumerator(std::string_view signature, std::size_t wanted) {
    std::string_view result;
    for_each_enumerator(signature, [&](std::size_t place, std::string_view name) {
        if (place == wanted) result = name;
        return place < wanted;
    });
    return result;
}

enum class enum_sentinel : short { below = -1, above = 1 };
inline constexpr std::string_view sentinel_values = enumerators_signature<enum_sentinel, -1, 2>();
static_assert(find_enumerator(sentinel_values, 0) == "below" && find_enumerator(sentinel_values, 1).empty() &&
                  find_enumerator(sentinel_values, 2) == "above" && find_enumerator(sentinel_values, 3).empty(),
              "matview: this compiler spells enumerators in an unknown way");

}  // namespace matview::inline v0::detail
