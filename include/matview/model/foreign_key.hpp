// foreign_key<T>: the key of a row of another model, and that row once select_related has fetched it.
#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include <matview/model/meta.hpp>
#include <matview/model/related_row.hpp>
#include <matview/reflect/names.hpp>
#include <matview/reflect/rule.hpp>
#include <matview/reflect/type_name.hpp>

namespace matview::inline v0 {

template <class T, class Key> class foreign_key;

namespace detail {

template <class T> struct rule_target_complete {
    static constexpr bool ok = complete<T>;
    static auto say() {
        static_assert(
            ok,
            "matview: foreign_key<T> needs the definition of T above it; for a self-reference or a T declared "
            "later, give the key's type: foreign_key<T, std::int64_t>");
    }
};
template <class T> struct rule_target_has_key {
    static constexpr bool ok = has_primary_key<T>;
    static auto say() {
        static_assert(
            ok,
            "matview: foreign_key<T> needs a primary key in T: add `using primary_key = matview::key<&T::id>;` "
            "to its Meta");
    }
};

template <class T, auto Member> constexpr bool is_field_of() {
    if constexpr (std::is_member_object_pointer_v<decltype(Member)>)
        return std::is_same_v<member_class<Member>, T>;
    else
        return false;
}
template <class T, class Key> inline constexpr bool names_fields = false;
template <class T, auto... Members>
inline constexpr bool names_fields<T, key<Members...>> = sizeof...(Members) > 0 && (is_field_of<T, Members>() && ...);

template <class T> constexpr bool key_names_fields() {
    if constexpr (has_primary_key<T>)
        return names_fields<T, typename meta_of<T>::primary_key>;
    else
        return true;
}
template <class T> struct rule_key_fields {
    static constexpr bool ok = key_names_fields<T>();
    static auto say() {
        static_assert(ok,
                      "matview: Meta::primary_key must name fields of this struct: matview::key<&ThisStruct::field>");
    }
};

template <class F> struct unwrap_key { using type = F; };
template <class T, class K> struct unwrap_key<foreign_key<T, K>> { using type = K; };

template <class K> struct key_value;
template <auto Member> struct key_value<key<Member>> { using type = typename unwrap_key<member_type<Member>>::type; };
template <auto First, auto Second, auto... More> struct key_value<key<First, Second, More...>> {
    using type = std::tuple<typename key_value<key<First>>::type, typename key_value<key<Second>>::type,
                            typename key_value<key<More>>::type...>;
};

/// The key of a foreign_key whose own sentence was said already.
struct unknown_key {};
template <class T> constexpr auto deduce_key() {
    if constexpr (holds<rule_target_complete<T>, rule_target_has_key<T>, rule_key_fields<T>>())
        return std::type_identity<typename key_value<typename meta_of<T>::primary_key>::type>{};
    else
        return std::type_identity<unknown_key>{};
}

struct foreign_key_access;

}  // namespace detail

/// The C++ type of T's primary key: the member's own type, or a std::tuple for a composite one. A key that is itself a
/// foreign key is unwrapped.
template <class T> using key_of = typename decltype(detail::deduce_key<T>())::type;

/// Refers to a row of T by its primary key. Holds the key always, and a copy of the row where the query selected it.
/// `Key` is deduced where T is complete; for a self-reference or a T declared later it is given.
/// A nullable one is std::optional<foreign_key<T>>. Nothing loads lazily. As thread-safe as a plain struct.
template <class T, class Key = key_of<T>> class foreign_key {
public:
    using model = T;
    using key_type = Key;

    foreign_key() = default;
    /// Made from a key, so that tests can write `.user = 7`.
    foreign_key(Key key) : key_(std::move(key)) {}
    foreign_key(const char* key) requires std::constructible_from<Key, const char*> : key_(key) {}
    /// Made from a row: takes a copy of it, and its key.
    foreign_key(const T& row) : key_(key_of_row(row)), row_(new detail::related<T>(row)) {}

    /// The key. Needs no related row.
    const Key& key() const noexcept { return key_; }
    /// The related row was selected by the query (it may still turn out to be gone).
    bool loaded() const noexcept { return row_.loaded() || row_.missing(); }
    /// The related row is there. Throws not_loaded when the query did not select it.
    bool exists() const {
        if (!loaded()) row_.fail(detail::type_name<T>());
        return row_.loaded();
    }
    /// The related row. Throws not_loaded when the query did not select it, related_row_missing when it is gone.
    const T& operator*() const { return row(); }
    const T* operator->() const { return &row(); }

    /// Compares keys; the rows play no part.
    friend bool operator==(const foreign_key& a, const foreign_key& b) { return a.key_ == b.key_; }

private:
    friend struct detail::foreign_key_access;

    const T& row() const {
        if (!row_.loaded()) row_.fail(detail::type_name<T>());
        return static_cast<const detail::related<T>*>(row_.get())->row;
    }
    template <class F> static auto key_part(const F& field) {
        if constexpr (std::is_same_v<typename detail::unwrap_key<F>::type, F>)
            return field;
        else
            return field.key();
    }
    template <auto... Members> static Key key_from(const T& row, matview::key<Members...>) {
        if constexpr (sizeof...(Members) == 1)
            return (key_part(row.*Members), ...);
        else
            return Key{key_part(row.*Members)...};
    }
    static Key key_of_row(const T& row) { return key_from(row, typename detail::meta_of<T>::primary_key{}); }

    Key key_{};
    detail::related_row row_;
};

namespace detail {

template <class K> inline constexpr std::size_t key_size = 1;
template <class... K> inline constexpr std::size_t key_size<std::tuple<K...>> = sizeof...(K);

template <class K, std::size_t I> struct key_part_type { using type = K; };
template <class... K, std::size_t I> struct key_part_type<std::tuple<K...>, I> {
    using type = std::tuple_element_t<I, std::tuple<K...>>;
};

/// The decoder's way into a foreign_key.
struct foreign_key_access {
    template <std::size_t I, class T, class K> static void* key_at(foreign_key<T, K>& field) {
        if constexpr (key_size<K> == 1)
            return &field.key_;
        else
            return &std::get<I>(field.key_);
    }
    template <class T, class K> static related_row& row(foreign_key<T, K>& field) { return field.row_; }
};

}  // namespace detail
}  // namespace matview::inline v0
