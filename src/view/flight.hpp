// Single flight: of all the processes that ask for a refresh of one view, one does it.
#pragma once

#include <optional>
#include <string>

#include <matview/view/refresh.hpp>
#include "db/catalog.hpp"
#include "db/link.hpp"
#include "view/flight_record.hpp"

namespace matview::inline v0::detail {

class flight {
public:
    static bool is_asked_for(const refresh_options& options) {
        return options.if_running != single_flight::off || options.min_interval;
    }

    /// Finds the view, and where starts are compared the table of starts, which is made where there is none. Called before the transaction of
    /// the refresh begins, unless it is the caller's. Throws query_error where that one keeps one snapshot, which would be too old.
    flight(session& on, const model_info& model, const refresh_options& options, std::string_view what);

    /// Asks for the right to refresh, and waits for it where that was asked for; it is had until the transaction ends. `refreshed` means that the
    /// caller is to refresh. Throws refresh_running.
    refresh_outcome enter(link& on, std::optional<std::chrono::milliseconds> silence);
    /// Writes down when the refresh that has succeeded had started.
    void record(link& on, server_time started);

    /// With its schema, so that it stays the one that was found.
    relation view() const { return {model_.relation.kind, model_.relation.name, facts_.schema}; }
    oid id() const noexcept { return facts_.id; }
    /// When the refresh started that was joined, or that is young enough.
    server_time started() const noexcept { return started_; }

private:
    relation_facts find(link& on, const relation& wanted) const;
    bool lock(link& on, std::optional<std::chrono::milliseconds> silence);
    bool is_young(const std::optional<flight_record::last_refresh>& last);

    const model_info& model_;
    single_flight how_;
    std::optional<std::chrono::milliseconds> min_interval_;
    std::string what_;
    server_time asked_;
    relation_facts facts_;
    flight_record record_;
    bool compares_, records_ = false;
    server_time started_{};
};

}  // namespace matview::inline v0::detail
