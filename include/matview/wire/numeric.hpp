// numeric: exact decimal numbers, https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {
namespace detail {

struct numeric_access;

#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 int128;  // the compilers' own, and no part of C++
__extension__ typedef unsigned __int128 widest_unsigned;
template <class I>
concept wide_integer = std::same_as<std::remove_cv_t<I>, int128> || std::same_as<std::remove_cv_t<I>, widest_unsigned>;
#else
using widest_unsigned = std::uint64_t;
template <class I>
concept wide_integer = false;
#endif

/// Integers that count, __int128 among them: bool and characters are none.
template <class I>
concept counting_integer = wide_integer<I> ||
    (std::integral<I> && sizeof(I) <= sizeof(std::uint64_t) && !std::same_as<std::remove_cv_t<I>, bool> &&
     !std::same_as<std::remove_cv_t<I>, char> && !std::same_as<std::remove_cv_t<I>, wchar_t> &&
     !std::same_as<std::remove_cv_t<I>, char8_t> && !std::same_as<std::remove_cv_t<I>, char16_t> &&
     !std::same_as<std::remove_cv_t<I>, char32_t>);

}  // namespace detail

/// A value of PostgreSQL's type numeric, exact: up to 131072 digits before the point and 16383 behind it, NaN and the infinities.
/// `sum` and `avg` of integers are numeric. It carries, prints and compares; arithmetic is done by the server.
///
/// A value remembers how many digits it shows behind the point (12.340 shows three), which makes no difference to `==`.
class MATVIEW_EXPORT numeric {
public:
    /// 0
    numeric() noexcept = default;
    /// Any integer, exactly; __int128 too.
    template <detail::counting_integer I>
    numeric(I value)
        : numeric(value < 0, value < 0 ? 0 - static_cast<detail::widest_unsigned>(value)
                                       : static_cast<detail::widest_unsigned>(value)) {}
    /// A decimal is not made from a double unasked, since 0.1 is none: write numeric("0.1"), or numeric::from_double(x).
    template <std::floating_point F> numeric(F) = delete;
    /// From "12.340", "-.5", "1e-7", "NaN", "Infinity", "-Infinity", as the server reads them, but without blanks around.
    /// Throws value_error, which quotes the text.
    explicit numeric(std::string_view text);

    /// The decimal with the fewest digits that reads back as the same double: 0.1 gives 0.1.
    static numeric from_double(double value);

    /// All digits, "12.340", never an exponent; "NaN", "Infinity", "-Infinity".
    std::string to_string() const;
    /// The same number as an I, for example `to_integer<std::int64_t>()`, or `__int128`. Throws value_error where it has a fraction, is out of I's
    /// range, or is not finite.
    template <detail::counting_integer I> I to_integer() const {
        // Without std::numeric_limits, which has no __int128 in strict C++.
        constexpr bool is_signed = static_cast<I>(-1) < 0;
        constexpr detail::widest_unsigned highest =
            (~detail::widest_unsigned{0} >> 8 * (sizeof(detail::widest_unsigned) - sizeof(I))) >> (is_signed ? 1 : 0);
        constexpr detail::widest_unsigned most_below_zero = is_signed ? highest + 1 : 0;
        detail::widest_unsigned magnitude = 0;
        if (!integer_within(most_below_zero, highest, magnitude)) fail_integer(most_below_zero, highest);
        return static_cast<I>(negative_ ? 0 - magnitude : magnitude);
    }
    /// The nearest double; NaN and infinities as such. Throws value_error where the number is beyond the largest double.
    double to_double() const;

    /// "NaN", not a number
    bool is_nan() const noexcept { return kind_ == kind::nan; }
    /// "Infinity" or "-Infinity"
    bool is_infinite() const noexcept { return kind_ == kind::infinity; }
    /// A number, neither of these.
    bool is_finite() const noexcept { return kind_ == kind::finite; }
    /// Digits shown behind the point, 0 to 16383.
    int scale() const noexcept { return scale_; }

    /// By value, as PostgreSQL compares: 1.0 equals 1.00; NaN equals NaN and is greater than all else.
    friend bool operator==(const numeric& left, const numeric& right) noexcept { return compare(left, right) == 0; }
    friend std::weak_ordering operator<=>(const numeric& left, const numeric& right) noexcept {
        return compare(left, right);
    }

private:
    friend struct detail::numeric_access;
    enum class kind : std::uint8_t { finite, infinity, nan };

    numeric(bool negative, detail::widest_unsigned magnitude);

    static std::weak_ordering compare(const numeric& left, const numeric& right) noexcept;
    bool integer_within(detail::widest_unsigned most_below_zero, detail::widest_unsigned highest,
                        detail::widest_unsigned& magnitude) const noexcept;
    [[noreturn]] void fail_integer(detail::widest_unsigned most_below_zero, detail::widest_unsigned highest) const;
    bool has_fraction() const noexcept;
    char16_t digit_at(std::int32_t power) const noexcept;

    // Digits of base 10000, the highest first, neither first nor last one zero; none for zero. The highest counts 10000^weight_.
    // In a string because that keeps up to 28 decimal digits without an allocation.
    std::u16string digits_;
    std::int32_t weight_ = 0;
    std::uint16_t scale_ = 0;
    kind kind_ = kind::finite;
    bool negative_ = false;  // never for zero or NaN
};

/// Reads numeric, int2, int4, int8 and xid8; writes them, where it is an integer in their range.
template <> struct MATVIEW_EXPORT codec<numeric> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
