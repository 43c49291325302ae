// Names in the database, and what C++ can call the same.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace matview::inline v0::managing {

/// A column's or label's name as a member's: itself where it can be, else in snake_case, with an underscore behind a keyword. `otherwise` where
/// nothing is left of it.
std::string member_name(std::string_view name, std::string_view otherwise);
/// A relation's or type's name as a struct's, in PascalCase.
std::string struct_name(std::string_view name);
/// A string literal.
std::string literal(std::string_view text);
/// A raw string literal, R"sql(…)sql", with another delimiter where the text needs it.
std::string raw_literal(std::string_view text);

/// Names of one scope, each given once.
class names {
public:
    /// The name, with a number behind it where it was given already.
    std::string take(const std::string& wanted);
    bool has(const std::string& name) const { return taken_.contains(name); }

private:
    std::set<std::string> taken_;
};

}  // namespace matview::inline v0::managing
