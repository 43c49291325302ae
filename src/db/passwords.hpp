// Passwords in SQL text, made unreadable.
#pragma once

#include <string>
#include <string_view>

namespace matview::inline v0::detail {

/// The text with its passwords masked: string literals behind the word PASSWORD, also within other literals; what follows `password=` in
/// connection strings; what stands between : and @ in URIs. `kept` holds it where it had to be changed. Rather too much is masked than too
/// little.
std::string_view without_passwords(std::string_view text, std::string& kept);

}  // namespace matview::inline v0::detail
