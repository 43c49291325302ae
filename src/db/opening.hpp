// Which way the rows of a read come: chosen here, by what is known before it begins.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "db/link.hpp"
#include "db/result.hpp"

namespace matview::inline v0::detail {

struct asked_rows {
    bool streaming = false;  // one after the other, in bounded memory, and perhaps not to the end
    bool copyable = false;   // the statement is a SELECT
    std::optional<std::int64_t> at_most = {};
    columns_check check = {};  // called where the catalog cannot be asked any more once the rows are open
    meanwhile call = {};       // called while all rows are awaited
};

/// Rows that nobody has checked yet: a result that holds them all, or what they arrive by, whose `start` is to be called once they are checked.
struct opened_rows {
    result_ptr all;
    std::unique_ptr<row_source> arriving;
};

/// Opens what the read needs around it too.
opened_rows open_rows(const lease& on, const statement& sql, unheld rule, std::string_view what,
                      const asked_rows& asked);

}  // namespace matview::inline v0::detail
