// matview refresh: one view after the other, as cron or systemd want it.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <matview/error.hpp>
#include <matview/view/refresh.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"
#include "manage/refresh/duration.hpp"
#include "manage/refresh/interruption.hpp"
#include "manage/refresh/progress.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class refresh_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    refresh_options options() const;
    detail::refresh_way way() const;

    std::vector<std::string> views_;
    bool concurrently_ = false, automatic_ = false, wait_ = false, skip_ = false;
    std::string lock_timeout_, statement_timeout_, lock_deadline_, min_interval_, time_zone_;
};

using json = nlohmann::ordered_json;

std::string check_duration(const std::string& text) {
    return duration_in(text) ? "" : text + " is no duration: write it as 500ms, 30s, 5min or 2h";
}

double seconds(std::chrono::microseconds time) { return std::chrono::duration<double>(time).count(); }

std::string told(const std::string& view, const refresh_result& result) {
    switch (result.outcome) {
        case refresh_outcome::joined:
            return fmt::format("{}: another process has refreshed it, waited {}\n", view,
                               in_seconds(seconds(result.waited)));
        case refresh_outcome::skipped:
            return fmt::format("{}: skipped: {}\n", view,
                               result.started.time_since_epoch().count() == 0
                                   ? "another process is refreshing it"
                                   : "the last refresh is younger than that");
        case refresh_outcome::refreshed:
            break;
    }
    std::string text = fmt::format("{}: refreshed{} in {}", view, result.concurrently ? " concurrently" : "",
                                   in_seconds(seconds(result.worked)));
    if (result.waited.count() > 0) text += fmt::format(", waited {}", in_seconds(seconds(result.waited)));
    return text + "\n";
}

json in_json(const std::string& view, const refresh_result& result) {
    const bool known = result.started.time_since_epoch().count() != 0;
    return {{"name", view},
            {"outcome", result.outcome == refresh_outcome::refreshed ? "refreshed"
                        : result.outcome == refresh_outcome::joined  ? "joined"
                                                                     : "skipped"},
            {"concurrently", result.concurrently},
            {"started", known ? json(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                                                 std::chrono::floor<std::chrono::seconds>(result.started)))
                              : json(nullptr)},
            {"waited_seconds", seconds(result.waited)},
            {"worked_seconds", seconds(result.worked)},
            {"attempts", result.attempts}};
}

json in_json(const std::string& view, const error& failure) {
    return {{"name", view},
            {"outcome", "failed"},
            {"message", failure.message()},
            {"sqlstate", failure.sqlstate()},
            {"hint", failure.hint()}};
}

}  // namespace

arguments refresh_command::add_to(CLI::App& app) {
    arguments own(app, "refresh", "Refresh materialized views, one after the other");
    own.words("VIEW", views_, "Materialized views, or models of the service", arguments::count::at_least_one);
    own.flag("--concurrently", concurrently_, "Readers go on meanwhile; needs a usable unique index");
    own.flag("--auto", automatic_, "Concurrently where the view can be");
    own.exclude("--auto", "--concurrently");
    const auto duration = [&own](const char* name, std::string& into, const char* about) {
        own.value(name, into, about, "DURATION", check_duration);
    };
    duration("--lock-timeout", lock_timeout_, "How long to wait for the view's lock: 500ms, 30s, 5min, 2h");
    duration("--lock-deadline", lock_deadline_,
             "Try again for the lock, up to this long in all, in attempts of\n--lock-timeout each: readers never queue "
             "for longer");
    own.need("--lock-deadline", "--lock-timeout");
    duration("--statement-timeout", statement_timeout_, "How long a refresh may take");
    own.value("--time-zone", time_zone_, "In which current_date and the like are meant: Europe/Berlin");
    own.flag("--wait", wait_,
             "Of many processes one refreshes; the others wait for a\nrefresh that has started after they came");
    own.flag("--skip-if-running", skip_, "Do nothing where another process refreshes the view");
    own.exclude("--skip-if-running", "--wait");
    duration("--min-interval", min_interval_, "Do nothing where the last refresh started less than this ago");
    own.footer(
        "On a terminal it shows what it waits for and what it has written; elsewhere it prints a line for each view.\n"
        "SIGINT, SIGTERM and SIGHUP cancel the statement on the server. --wait and --skip-if-running see refreshes\n"
        "made with one of these, --wait and --min-interval keep a table matview_refreshes in the view's schema.\n\n"
        "  matview refresh daily_leaderboard --auto --lock-timeout 5s --skip-if-running");
    return own;
}

refresh_options refresh_command::options() const {
    refresh_options made{.statement_timeout = duration_in(statement_timeout_),
                         .time_zone = time_zone_,
                         .min_interval = duration_in(min_interval_)};
    if (wait_) made.if_running = single_flight::wait;
    if (skip_) made.if_running = single_flight::skip_if_running;
    const auto lock = duration_in(lock_timeout_), deadline = duration_in(lock_deadline_);
    if (lock && deadline)
        made.lock_budget = lock_budget{*lock, *deadline};
    else
        made.lock_timeout = lock;
    return made;
}

detail::refresh_way refresh_command::way() const {
    return concurrently_ ? detail::refresh_way::concurrently
           : automatic_  ? detail::refresh_way::automatic
                         : detail::refresh_way::plain;
}

exit_status refresh_command::run() {
    const connection_options& connect = with_.connect;
    connection db = with_.open();
    const std::vector<target> targets = find_targets(with_, db, views_);
    // Where this process is killed, the server is not left at work for long.
    if (!connect.pooled) db.execute("SET client_connection_check_interval = '1s'");
    exit_status status = exit_status::done;
    json list = json::array();
    {
        const interruption signals(db);
        for (const target& one : targets) {
            if (signals.has_come()) break;
            try {
                const refresh_result result = [&] {
                    const progress shown(connect, connect.pooled ? 0 : db.backend_pid(), one.shown);
                    return detail::refresh(db, one.model(), way(), options());
                }();
                if (result.outcome == refresh_outcome::skipped) status = graver(status, exit_status::skipped);
                if (with_.json)
                    list.push_back(in_json(one.shown, result));
                else
                    print(told(one.shown, result));
            } catch (const error& failure) {
                status = graver(status, status_of(failure));
                complain(failure.what());
                list.push_back(in_json(one.shown, failure));
                if (!db.usable()) break;
            }
        }
        if (with_.json) print(list.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    }
    return status;
}

std::unique_ptr<command> make_refresh(const setting& with) { return std::make_unique<refresh_command>(with); }

}  // namespace matview::inline v0::managing
