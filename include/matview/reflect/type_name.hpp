// A struct's own name, for messages.
#pragma once

#include <string_view>

#include <matview/reflect/names.hpp>

namespace matview::inline v0::detail {

template <class T> consteval auto type_signature() { return std::string_view(__PRETTY_FUNCTION__); }

/// "DailyLeaderboard" for ns::DailyLeaderboard; of a template's instance only its last name.
template <class T> consteval std::string_view type_name() { return last_identifier(type_signature<T>()); }

}  // namespace matview::inline v0::detail
