// How a broken rule is told: by one sentence, which is the first error and the last.
#pragma once

#include <type_traits>

namespace matview::inline v0::detail {

// A rule is a small type with a bool `ok` and a function `say` that holds one static_assert. The assertion stands neither in the class nor
// in a constexpr function, because clang takes what holds a failed one for invalid: each use of it would be one more error. `say` is
// `auto`, so that it is instantiated at once, where clang still knows the line of the user's that asked for it.

/// False, but not before a template is used.
template <class...> inline constexpr bool never = false;

/// Where no rule is broken.
struct kept {
    static auto say() {}
};

template <class Rule> struct verdict { using broken = std::conditional_t<Rule::ok, kept, Rule>; };
template <class Group>
requires requires { typename Group::broken; }
struct verdict<Group> {
    using broken = typename Group::broken;
};

// A group over pointers to members has `broken` as a name of its own and not from a base: GCC does not see that models in an anonymous
// namespace stand behind the pointers, and warns of the base.

/// Rules, or groups of them, in the order in which they are looked at: one behind a broken one is not touched. `broken` is the first
/// broken one, or kept.
template <class... Rules> struct rules { using broken = kept; };
template <class First> struct rules<First> : verdict<First> {};
template <class First, class Second, class... More>
struct rules<First, Second, More...> : std::conditional_t<std::is_same_v<typename verdict<First>::broken, kept>,
                                                          rules<Second, More...>, verdict<First>> {};

/// Whether they hold, without a word.
template <class... Rules> inline constexpr bool keeps = std::is_same_v<typename rules<Rules...>::broken, kept>;

/// Whether they hold. If not, the sentence of the first broken one becomes an error, and the caller has to go another way.
template <class... Rules> constexpr bool holds() {
    using broken = typename rules<Rules...>::broken;
    static_cast<void>(&broken::say);  // instantiates it
    return std::is_same_v<broken, kept>;
}

}  // namespace matview::inline v0::detail
