// SQL text and the values that go with it, apart: a value never enters the text.
#pragma once

#include <string>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::inline v0 {

/// What is sent: text with $1, $2, …, and their values in that order.
struct statement {
    std::string text;
    std::vector<parameter> parameters;
};

/// The text and, on a second line, the parameters, for people to read.
MATVIEW_EXPORT std::string to_string(const statement& statement);

}  // namespace matview::inline v0
