// Multiranges, https://www.postgresql.org/docs/current/rangetypes.html
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/range.hpp>

namespace matview::inline v0 {
namespace detail {

struct multirange_access;

/// Lower bounds from left to right; none comes before all.
template <class T> bool begins_before(const range<T>& a, const range<T>& b) {
    if (!a.lower() || !b.lower()) return !a.lower() && b.lower();
    return above_bound(*b.lower(), *a.lower()) ||
           (same_bound(*a.lower(), *b.lower()) && a.lower_inclusive() && !b.lower_inclusive());
}
/// Upper bounds from left to right; none comes behind all.
template <class T> bool ends_before(const range<T>& a, const range<T>& b) {
    if (!a.upper() || !b.upper()) return a.upper() && !b.upper();
    return above_bound(*b.upper(), *a.upper()) ||
           (same_bound(*a.upper(), *b.upper()) && !a.upper_inclusive() && b.upper_inclusive());
}
/// Whether no value lies between them; `a` begins first.
template <class T> bool reaches(const range<T>& a, const range<T>& b) {
    if (!a.upper() || !b.lower()) return true;
    return above_bound(*a.upper(), *b.lower()) ||
           (same_bound(*a.upper(), *b.lower()) && (a.upper_inclusive() || b.lower_inclusive()));
}

/// As the server holds them: in order, those merged that overlap or touch, none empty.
template <class T> std::vector<range<T>> in_order(std::vector<range<T>> given) {
    struct part {
        range<T> counted, given;  // the same values: of integers and dates [1,3] and [4,5] touch as they are counted
    };
    std::vector<part> parts;
    for (range<T>& one : given)
        if (range<T> counted = range_access::counted(one); !counted.empty())
            parts.push_back({std::move(counted), std::move(one)});
    std::sort(parts.begin(), parts.end(),
              [](const part& a, const part& b) { return begins_before(a.counted, b.counted); });
    given.clear();
    const part* last = nullptr;  // ends behind all before it, and is the last of those given back or a part of it
    for (part& next : parts) {
        if (!last || !reaches(last->counted, next.counted)) {
            given.push_back(next.given);
        } else {
            if (!ends_before(last->counted, next.counted)) continue;
            range_access::upper(given.back()) = next.given.upper();
            range_access::flags(given.back()).upper_inclusive = next.given.upper_inclusive();
        }
        last = &next;
    }
    return given;
}

}  // namespace detail

/// Several ranges, in order, with values between them: ranges that overlap or touch are made one, and empty ones are left out, as the server
/// does. Of text, enums and types of your own, which the database may order in its own way, they stay as they are given; the server then
/// does the same with them.
template <class T> class multirange {
public:
    using value_type = T;

    /// Empty: no value is in it.
    multirange() = default;
    multirange(std::vector<range<T>> ranges) {
        if constexpr (detail::ordered_as_server<T>)
            ranges_ = detail::in_order(std::move(ranges));
        else
            ranges_ = std::move(ranges);
    }
    multirange(std::initializer_list<range<T>> ranges) : multirange(std::vector<range<T>>(ranges)) {}

    const std::vector<range<T>>& ranges() const noexcept { return ranges_; }
    bool empty() const noexcept { return ranges_.empty(); }
    /// "{[1,5),[7,)}", as the server prints it.
    std::string to_string() const {
        std::string text = "{";
        for (const range<T>& r : ranges_) text.append(text.size() == 1 ? "" : ",").append(r.to_string());
        return text += '}';
    }
    /// Whether the same values are in both, as with ranges.
    friend bool operator==(const multirange&, const multirange&) = default;

private:
    friend struct detail::multirange_access;
    std::vector<range<T>> ranges_;
};

namespace detail {

template <class T> inline constexpr bool is_composed<multirange<T>> = true;

struct multirange_access {
    template <class T> static std::vector<range<T>>& ranges(multirange<T>& m) { return m.ranges_; }
};

/// The built-in multirange type over that type, or none.
MATVIEW_EXPORT pg_type natural_multirange(const pg_type& subtype);
MATVIEW_EXPORT bool is_multirange_type(oid type, const type_registry& types);
MATVIEW_EXPORT std::vector<decode_step> multirange_parts(const value_ops& range_ops, oid type,
                                                         const type_registry& types);
MATVIEW_EXPORT void read_multirange(cell value, void* ranges, void* (*resize)(void* ranges, std::size_t count),
                                    std::size_t stride, const decode_step& step);
MATVIEW_EXPORT encoded write_multirange(const void* first, std::size_t count, std::size_t stride,
                                        const value_ops& range_ops, oid type, byte_writer& out,
                                        const type_registry& types);

template <class T> struct multirange_codec {
    static void read(cell value, multirange<T>& field, const decode_step& step) {
        const auto resize = [](void* ranges, std::size_t count) -> void* {
            auto& to = *static_cast<std::vector<range<T>>*>(ranges);
            to.resize(count);
            return to.data();
        };
        read_multirange(value, &multirange_access::ranges(field), resize, sizeof(range<T>), step);
    }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        return is_multirange_type(type, types) ? decode_composed_by<multirange<T>, &read>(optional) : nullptr;
    }
    static std::vector<decode_step> parts(oid type, const type_registry& types) {
        return multirange_parts(ops_of<range<T>>(), type, types);
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        const auto& ranges = static_cast<const multirange<T>*>(value)->ranges();
        return write_multirange(ranges.data(), ranges.size(), sizeof(range<T>), ops_of<range<T>>(), type, out, types);
    }
    static void print(const void* value, std::string& out) {
        out += static_cast<const multirange<T>*>(value)->to_string();
    }
};

}  // namespace detail

/// Reads and writes every multirange type whose ranges range<T> reads and writes, also those of users.
template <detail::has_codec T> struct codec<multirange<T>> {
    static const detail::value_ops& ops() {
        using own = detail::multirange_codec<T>;
        const detail::value_ops& bound = detail::ops_of<T>();
        static const std::string name = detail::composed_name("matview::multirange<", bound.cpp_name, false, ">");
        static const detail::value_ops made{
            name,       detail::natural_multirange(bound.natural), &own::decoder, &own::encode, &own::print, nullptr,
            &own::parts};
        return made;
    }
};

}  // namespace matview::inline v0
