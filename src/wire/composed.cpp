#include <matview/wire/composed.hpp>

#include <fmt/format.h>

#include "byte_reader.hpp"

namespace matview::inline v0::detail {

std::string composed_name(std::string_view before, std::string_view part, bool optional, std::string_view behind) {
    return optional ? fmt::format("{}std::optional<{}>{}", before, part, behind)
                    : fmt::format("{}{}{}", before, part, behind);
}

void byte_reader::fail(std::string_view why) const { throw value_error(fmt::format("malformed {}: {}", what_, why)); }

}  // namespace matview::inline v0::detail
