// Ranges, https://www.postgresql.org/docs/current/rangetypes.html
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/composed.hpp>
#include <matview/wire/scalars.hpp>

namespace matview::inline v0 {

/// Which bounds belong to a range: [lower, upper], [lower, upper), (lower, upper], (lower, upper).
enum class bounds { closed, half_open, upper, open };

namespace detail {

struct range_flags {
    bool empty = true, lower_inclusive = false, upper_inclusive = false;
    friend bool operator==(const range_flags&, const range_flags&) = default;
};
struct range_access;

template <class T> bool same_bound(const T& a, const T& b) {
    if constexpr (std::is_floating_point_v<T>)
        return a == b || (a != a && b != b);  // NaN equals NaN
    else if constexpr (std::equality_comparable<T>)
        return a == b;
    else
        return false;
}
template <class T> bool above_bound(const T& a, const T& b) {
    if constexpr (std::is_floating_point_v<T>)
        return a > b || (a != a && b == b);  // NaN is above all else
    else if constexpr (ordered_as_server<T>)
        return a > b;
    else
        return false;
}
/// Makes it the next value of a type whose values can be counted; false where there is none.
template <class T> bool step_up(T& value) {
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        if (value == std::numeric_limits<T>::max()) return false;
        ++value;
        return true;
    } else if constexpr (std::is_same_v<T, std::chrono::year_month_day>) {
        if (!value.ok() || value == std::chrono::year::max() / 12 / 31) return false;
        value = std::chrono::sys_days(value) + std::chrono::days(1);
        return true;
    } else {
        return false;
    }
}

[[noreturn]] MATVIEW_EXPORT void fail_bounds(const value_ops& ops, const void* lower, const void* upper);
/// As the server prints it; a bound that is not there is null.
MATVIEW_EXPORT std::string range_text(const range_flags& flags, const void* lower, const void* upper,
                                      void (*print)(const void* value, std::string& out));
/// Text without the quotes that it has in messages.
template <class T> void print_bound(const void* value, std::string& out) {
    if constexpr (std::is_same_v<T, std::string>)
        out += *static_cast<const std::string*>(value);
    else
        ops_of<T>().print(value, out);
}

}  // namespace detail

/// All values between two bounds; a bound that is not there is no limit. A bound that is infinity (of numbers) is a bound all the same.
template <class T> class range {
public:
    using value_type = T;

    /// Empty: no value is in it.
    range() = default;
    /// [lower, upper) unless said otherwise, which is PostgreSQL's way; std::nullopt is no bound. Throws value_error where lower is above
    /// upper (of text, enums and types of your own, which the database may order in its own way, the server tells that). Equal bounds that do not both
    /// belong to it make it empty.
    range(std::optional<T> lower, std::optional<T> upper, bounds which = bounds::half_open)
        : lower_(std::move(lower)),
          upper_(std::move(upper)),
          flags_{false, lower_ && (which == bounds::closed || which == bounds::half_open),
                 upper_ && (which == bounds::closed || which == bounds::upper)} {
        if (!lower_ || !upper_) return;
        if (detail::above_bound(*lower_, *upper_)) detail::fail_bounds(detail::ops_of<T>(), &*lower_, &*upper_);
        if (which != bounds::closed && detail::same_bound(*lower_, *upper_)) *this = range();
    }
    /// [lower, upper]
    static range closed(T lower, T upper) { return range(std::move(lower), std::move(upper), bounds::closed); }
    /// (lower, upper)
    static range open(T lower, T upper) { return range(std::move(lower), std::move(upper), bounds::open); }
    /// [lower,)
    static range from(T lower) { return range(std::move(lower), std::nullopt); }
    /// (,upper)
    static range until(T upper) { return range(std::nullopt, std::move(upper)); }
    /// (,)
    static range all() { return range(std::nullopt, std::nullopt); }

    bool empty() const noexcept { return flags_.empty; }
    /// The bounds; none where there is no limit, and of an empty range.
    const std::optional<T>& lower() const noexcept { return lower_; }
    const std::optional<T>& upper() const noexcept { return upper_; }
    /// Whether the bound itself belongs to the range; false where there is none.
    bool lower_inclusive() const noexcept { return flags_.lower_inclusive; }
    bool upper_inclusive() const noexcept { return flags_.upper_inclusive; }

    /// As the server prints it: "[1,5)", "(,\"2024-01-01 00:00:00\"]", "empty". Points in time in UTC.
    std::string to_string() const {
        return detail::range_text(flags_, lower_ ? &*lower_ : nullptr, upper_ ? &*upper_ : nullptr,
                                  &detail::print_bound<T>);
    }

    /// Whether the same values are in both. Integers and dates are counted: [1,5] equals [1,6), which is what the server makes of it.
    friend bool operator==(const range& a, const range& b) {
        const range left = a.counted(), right = b.counted();
        return left.flags_ == right.flags_ && same(left.lower_, right.lower_) && same(left.upper_, right.upper_);
    }

private:
    friend struct detail::range_access;

    static bool same(const std::optional<T>& a, const std::optional<T>& b) {
        return a && b ? detail::same_bound(*a, *b) : !a && !b;
    }
    // Of values that can be counted: as [lower, upper).
    range counted() const {
        range made = *this;
        if (made.lower_ && !made.flags_.lower_inclusive) made.flags_.lower_inclusive = detail::step_up(*made.lower_);
        if (made.upper_ && made.flags_.upper_inclusive) made.flags_.upper_inclusive = !detail::step_up(*made.upper_);
        if (made.lower_ && made.upper_ && !made.flags_.upper_inclusive &&
            detail::same_bound(*made.lower_, *made.upper_))
            return range();
        return made;
    }

    std::optional<T> lower_, upper_;
    detail::range_flags flags_;
};

namespace detail {

template <class T> inline constexpr bool is_composed<range<T>> = true;

struct range_access {
    template <class T> static range_flags& flags(range<T>& r) { return r.flags_; }
    template <class T> static const range_flags& flags(const range<T>& r) { return r.flags_; }
    template <class T> static std::optional<T>& lower(range<T>& r) { return r.lower_; }
    template <class T> static std::optional<T>& upper(range<T>& r) { return r.upper_; }
    template <class T> static range<T> counted(const range<T>& r) { return r.counted(); }
};

/// The built-in range type over that type, or none.
MATVIEW_EXPORT pg_type natural_range(const pg_type& subtype);
MATVIEW_EXPORT bool is_range_type(oid type, const type_registry& types);
MATVIEW_EXPORT std::vector<decode_step> range_parts(const value_ops& ops, oid type, const type_registry& types);
/// `lower` and `upper` are std::optional values, which the step's part reads.
MATVIEW_EXPORT void read_range(cell value, range_flags& flags, void* lower, void* upper, const decode_step& step);
MATVIEW_EXPORT encoded write_range(const range_flags& flags, const void* lower, const void* upper, const value_ops& ops,
                                   oid type, byte_writer& out, const type_registry& types);

template <class T> struct range_codec {
    static void read(cell value, range<T>& field, const decode_step& step) {
        read_range(value, range_access::flags(field), &range_access::lower(field), &range_access::upper(field), step);
    }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        return is_range_type(type, types) ? decode_composed_by<range<T>, &read>(optional) : nullptr;
    }
    static std::vector<decode_step> parts(oid type, const type_registry& types) {
        return range_parts(ops_of<T>(), type, types);
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        const auto& r = *static_cast<const range<T>*>(value);
        return write_range(range_access::flags(r), r.lower() ? &*r.lower() : nullptr, r.upper() ? &*r.upper() : nullptr,
                           ops_of<T>(), type, out, types);
    }
    static void print(const void* value, std::string& out) { out += static_cast<const range<T>*>(value)->to_string(); }
};

}  // namespace detail

/// Reads and writes every range type whose subtype T's codec reads and writes, also those of users.
template <detail::has_codec T> struct codec<range<T>> {
    static const detail::value_ops& ops() {
        using own = detail::range_codec<T>;
        const detail::value_ops& bound = detail::ops_of<T>();
        static const std::string name = detail::composed_name("matview::range<", bound.cpp_name, false, ">");
        static const detail::value_ops made{
            name, detail::natural_range(bound.natural), &own::decoder, &own::encode, &own::print, nullptr, &own::parts};
        return made;
    }
};

}  // namespace matview::inline v0
