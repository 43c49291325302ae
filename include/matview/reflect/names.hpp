// Names of fields, as the compiler spells them: of field I of a struct, and of the member that a pointer names.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/pfr/core.hpp>

// MATVIEW_PFR_NAMES forces where field names come from: 1 for PFR's own (Boost 1.84 up), 0 for the fallback below.
#ifndef MATVIEW_PFR_NAMES
#if __has_include(<boost/pfr/core_name.hpp>)
#define MATVIEW_PFR_NAMES 1
#else
#define MATVIEW_PFR_NAMES 0
#endif
#endif

#if MATVIEW_PFR_NAMES
#include <boost/pfr/core_name.hpp>
#endif

namespace matview::inline v0::detail {

constexpr bool is_identifier_part(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;  // UTF-8 letters
}

/// The last identifier in the text that a compiler gives of a template's arguments.
constexpr std::string_view last_identifier(std::string_view text) noexcept {
    std::size_t end = text.size();
    while (end > 0 && !is_identifier_part(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_identifier_part(text[begin - 1])) --begin;
    return text.substr(begin, end - begin);
}

// T stands in the arguments so that equal spellings in two anonymous namespaces stay apart. The return type is `auto`
// because GCC would append a spelled-out one to the text.
template <class T, auto Value> consteval auto signature() { return std::string_view(__PRETTY_FUNCTION__); }

#if !MATVIEW_PFR_NAMES
template <class T> struct never_made { const T value; };
template <class P> struct boxed { P pointer; };
template <class P> boxed(P) -> boxed<P>;

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-internal"      // models may live in anonymous namespaces
#pragma clang diagnostic ignored "-Wundefined-var-template"  // declared for its address alone
#endif
template <class T> extern const never_made<T> specimen;

template <class T, std::size_t I> consteval auto field_signature() {
#ifdef __clang__
    return signature<T, boxed{&boost::pfr::get<I>(specimen<T>.value)}>();
#else
    return signature<T, &boost::pfr::get<I>(specimen<T>.value)>();
#endif
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif
#endif

/// The name of field I of T.
template <class T, std::size_t I> consteval std::string_view field_name() {
#if MATVIEW_PFR_NAMES
    return boost::pfr::get_name<I, T>();
#else
    return last_identifier(field_signature<T, I>());
#endif
}

template <class T, class M> T class_of(M T::*);
template <class T, class M> M type_of(M T::*);

/// The class and the type that a pointer to member names.
template <auto Member> using member_class = decltype(class_of(Member));
template <auto Member> using member_type = decltype(type_of(Member));

/// The name of the member that a pointer names.
template <auto Member> consteval std::string_view member_name() {
    return last_identifier(signature<member_class<Member>, Member>());
}

// The compiler's spelling is checked once on a known struct: a new compiler that spells otherwise fails here, not in a query.
struct sentinel {
    int first_field;
};
static_assert(field_name<sentinel, 0>() == "first_field",
              "matview: this compiler spells field names in an unknown way");
static_assert(member_name<&sentinel::first_field>() == "first_field",
              "matview: this compiler spells members' names in an unknown way");

}  // namespace matview::inline v0::detail
