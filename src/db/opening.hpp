// Which way the rows of a read come: chosen here, by what is known before it begins.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "db/link.hpp"

namespace matview::inline v0::detail {

struct asked_rows {
    bool streaming = false;  // one after the other, in bounded memory, and perhaps not to the end
    bool copyable = false;   // the statement is a SELECT
    std::optional<std::int64_t> at_most = {};
    columns_check check = {};  // called where the catalog cannot be asked any more once the rows are open
};

/// The rows, checked by nobody yet: `start` is to be called once they are. What the read needs around it is opened too.
std::unique_ptr<row_source> open_rows(const lease& on, const statement& sql, unheld rule, std::string_view what,
                                      const asked_rows& asked);

}  // namespace matview::inline v0::detail
