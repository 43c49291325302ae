#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manage/definition/walk.hpp"
#include "manage/lint/rules.hpp"
#include "manage/lint/time_function.hpp"

namespace matview::inline v0::managing {
namespace {

// A builtin routine that turns timestamptz into something local, or back. Adding an interval is left out: only days and months would matter.
bool is_local(const routine& function) {
    constexpr std::int64_t timestamptz = 1184, interval = 1186;
    const auto& arguments = function.arguments;
    const auto takes = [&](std::int64_t type) {
        return std::find(arguments.begin(), arguments.end(), type) != arguments.end();
    };
    if (!function.builtin || function.volatility != 's' || arguments.empty() || takes(interval)) return false;
    return (takes(timestamptz) || function.result == timestamptz) &&
           !(function.name == "date_trunc" && arguments.size() == 3);
}

}  // namespace

std::vector<finding> time_zone(const subject& of) {
    std::set<std::string> local;
    for_each_node(of.known, of.view.id, [&](const node& e) {
        if (const std::string name = time_function(e); !name.empty()) {
            if (name != "current_timestamp") local.insert(name);
        } else if (e.is("FUNCEXPR")) {
            const routine& function = of.known.function(e["funcid"].number());
            if (is_local(function)) local.insert(function.name);
        } else if (e.is("OPEXPR")) {
            const routine& op = of.known.op(e["opno"].number());
            if (is_local(op)) local.insert("timestamptz " + op.name + " a local time");
        }
    });
    if (local.empty()) return {};
    return {
        {severity::note, "time-zone",
         fmt::format("its rows depend on the time zone of the session that refreshes it: {}", fmt::join(local, ", ")),
         "refresh always with the same one (--time-zone), or write AT TIME ZONE into the definition"}};
}

}  // namespace matview::inline v0::managing
