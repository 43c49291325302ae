#include "manage/outcomes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <matview/error.hpp>

#include "manage/console.hpp"

namespace matview::inline v0::managing {

void outcomes::add(const std::string& view, std::string_view outcome, std::string_view words) {
    entries_.push_back({view, std::string(outcome), {}});
    if (!json_) print(fmt::format("{}: {}\n", view, words));
}

bool outcomes::attempt(const std::string& view, const std::function<void()>& run, std::string_view outcome,
                       std::string_view words) {
    try {
        run();
    } catch (const error& failure) {
        complain(failure.what());
        status_ = graver(status_, status_of(failure));
        entries_.push_back({view, "failed", failure.message()});
        return false;
    }
    add(view, outcome, words);
    return true;
}

exit_status outcomes::finish() const {
    using json = nlohmann::ordered_json;
    if (!json_) return status_;
    json list = json::array();
    for (const entry& one : entries_) {
        json& made = list.emplace_back(json{{"name", one.view}, {"outcome", one.outcome}});
        if (!one.message.empty()) made["message"] = one.message;
    }
    print(list.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    return status_;
}

}  // namespace matview::inline v0::managing
