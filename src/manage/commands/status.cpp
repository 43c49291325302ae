// matview status: what there is, and how it is.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"
#include "manage/status/read_status.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class status_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> views_;
};

using json = nlohmann::ordered_json;

template <class V> json or_null(const std::optional<V>& value) { return value ? json(*value) : json(nullptr); }

std::string in_utc(std::chrono::sys_time<std::chrono::microseconds> at) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<std::chrono::seconds>(at));
}

json in_json(const target& one) {
    if (!one.found) return {{"name", one.shown}, {"kind", nullptr}};
    return {{"name", one.shown}, {"schema", one.found->schema}};
}

json in_json(const target& one, const relation_status& status) {
    json made = in_json(one);
    made["kind"] = status.kind;
    made["rows"] = or_null(status.rows);
    made["bytes"] = status.bytes;
    made["populated"] = status.populated;
    made["unique_index"] = or_null(status.unique_index);
    made["last_refresh"] = status.refreshed ? json(in_utc(*status.refreshed)) : json(nullptr);
    made["last_refresh_by"] = status.refreshed ? json(status.refreshed_by) : json(nullptr);
    made["dead_rows"] = or_null(status.dead_rows);
    made["bloated"] = status.is_bloated();
    made["owner"] = status.owner;
    made["may_refresh"] = status.refreshers;
    made["user_may_refresh"] = status.user_may_refresh;
    return made;
}

std::string refreshers(const relation_status& status) {
    if (status.kind != "materialized view") return "";
    std::string text = status.owner;
    for (const std::string& one : status.refreshers) text += ", " + one;
    return status.user_may_refresh ? text : text + " (not you)";
}

std::vector<std::string> cells(const target& one, const relation_status& status) {
    const bool is_view = status.kind == "view";
    const bool materialized = status.kind == "materialized view";
    return {one.shown,
            status.kind,
            status.rows ? fmt::format("{}", *status.rows) : "",
            is_view ? "" : in_bytes(status.bytes),
            materialized ? (status.populated ? "yes" : "no") : "",
            is_view ? "" : status.unique_index.value_or("none"),
            status.age                         ? in_seconds(*status.age) + " ago"
            : materialized && status.populated ? "not known"
            : materialized                     ? "never"
                                               : "",
            status.is_bloated() ? fmt::format("{} dead rows: VACUUM", *status.dead_rows) : "",
            refreshers(status)};
}

}  // namespace

arguments status_command::add_to(CLI::App& app) {
    arguments own(app, "status", "Show kind, rows, size, last refresh and more of views");
    own.words("VIEW", views_, "Without any: all materialized views, or all models of the service");
    own.footer(
        "Rows are the server's estimate. The last refresh is known where it was made with --wait or --min-interval,\n"
        "or where the server tracks commit timestamps.");
    return own;
}

exit_status status_command::run() {
    connection db = with_.open();
    catalog from(db);
    table shown({"view", "kind", "rows", "size", "populated", "unique index", "last refresh", "bloat", "may refresh"},
                {2, 3});
    json list = json::array();
    for (const target& one : find_targets(with_, from, views_)) {
        if (!one.found) {
            shown.add({one.shown, "not there", "", "", "", "", "", "", ""});
            list.push_back(in_json(one));
            continue;
        }
        const relation_status status = read_status(from, *one.found);
        shown.add(cells(one, status));
        list.push_back(in_json(one, status));
    }
    if (with_.json)
        print(list.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    else if (list.empty())
        print("There is no materialized view.\n");
    else
        print(shown.text());
    return exit_status::done;
}

std::unique_ptr<command> make_status(const setting& with) { return std::make_unique<status_command>(with); }

}  // namespace matview::inline v0::managing
