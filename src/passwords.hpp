// Passwords in SQL text, made unreadable: for errors, and for what an observer sees.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matview::inline v0::detail {

/// The SQLSTATE of SQL that the server could not parse.
inline constexpr std::string_view syntax_error = "42601";

/// SQL with its passwords masked: string literals behind the word PASSWORD, also within other literals; what follows `password=` in connection
/// strings; what stands between : and @ in URIs. Rather too much is masked than too little.
class masked_text {
public:
    /// `malformed` is SQL that could not be parsed: nobody knows where a password ends there, so all behind the word goes.
    explicit masked_text(std::string_view text, bool malformed = false);

    /// Valid as long as this object and the text that it was made from.
    std::string_view text() const noexcept { return kept_.empty() ? original_ : std::string_view(kept_); }
    /// What is said about this text, without the passwords that are masked in it; where it is malformed, without all that is quoted.
    std::string cleaned(const std::string& about) const;

private:
    void keep_secret(std::string_view literal);

    std::string_view original_;
    std::string kept_;  // where it had to be changed
    bool cut_ = false;
    std::vector<std::string> secrets_;
};

/// Whether the word PASSWORD stands in it.
bool speaks_of_password(std::string_view sql);

}  // namespace matview::inline v0::detail
