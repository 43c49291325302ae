// asc<&T::m> and desc<&T::m>: a direction with a column, for order_by and for indexes alike; inner<&T::m> for select_related.
#pragma once

namespace matview::inline v0 {

enum class direction { ascending, descending };
/// Where NULLs go. PostgreSQL's own choice is last for ascending, first for descending.
enum class nulls { by_direction, first, last };

/// A column, or one across relations (`desc<&Board::user, &User::username>`), with its direction. Empty, so it can be a template argument.
template <direction Direction, nulls Nulls, auto... Path> struct order_t {
    constexpr order_t<Direction, nulls::first, Path...> nulls_first() const noexcept { return {}; }
    constexpr order_t<Direction, nulls::last, Path...> nulls_last() const noexcept { return {}; }
};

template <auto... Path> inline constexpr order_t<direction::ascending, nulls::by_direction, Path...> asc{};
template <auto... Path> inline constexpr order_t<direction::descending, nulls::by_direction, Path...> desc{};

/// A relation whose row must be there: select_related<inner<&Board::user>>(). Empty, so it can be a template argument.
template <auto... Path> struct inner_t {};
template <auto... Path> inline constexpr inner_t<Path...> inner{};

}  // namespace matview::inline v0
