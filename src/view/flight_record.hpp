// The table in which refreshes with single flight write down when they started.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "db/link.hpp"
#include "view/server_clock.hpp"

namespace matview::inline v0::detail {

/// `matview_refreshes` in a view's schema. A row holds for the state of the view that its refresh left: any other refresh, and whatever else writes
/// the view's row of pg_class, makes it void. So a REFRESH from elsewhere is not mistaken for one of ours, nor a view for a former one of its name.
class flight_record {
public:
    explicit flight_record(std::string schema);

    /// Whether the table is there and may be read and written.
    bool is_usable(link& on) const;
    /// Makes the table where there is none. Throws insufficient_privilege, whose hint is what its owner, or the schema's, is to run.
    void make_usable(session& on, std::string_view what) const;

    struct last_refresh {
        server_time started;
        std::chrono::microseconds age;
    };
    /// None where the view has changed since.
    std::optional<last_refresh> read(link& on, oid view, std::string_view what) const;
    /// To be called in the transaction of a refresh, behind it.
    void write(link& on, oid view, server_time started, std::string_view what) const;

private:
    std::string grant_sql(link& on) const;

    std::string schema_, table_;
};

}  // namespace matview::inline v0::detail
