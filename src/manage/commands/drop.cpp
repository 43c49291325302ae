// drop: views of the service.
#include <algorithm>

#include <matview/view/create.hpp>

#include "manage/commands/commands.hpp"
#include "manage/outcomes.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class drop_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> models_;
    bool if_exists_ = false;
};

}  // namespace

arguments drop_command::add_to(CLI::App& app) {
    arguments own(app, "drop", "Drop views of the service");
    own.words("MODEL", models_, "Models with a definition, or their views", arguments::count::at_least_one);
    own.flag("--if-exists", if_exists_, "No error where there is none");
    own.footer(
        "They are dropped one after the other, the last first; the first that fails ends it. What stands on a view\nis "
        "never dropped along.");
    return own;
}

exit_status drop_command::run() {
    auto models = find_defined(with_, models_);
    std::reverse(models.begin(), models.end());
    connection db = with_.open();
    outcomes told(with_.json);
    for (const detail::model_info* const model : models) {
        if (if_exists_ && !catalog(db).find(name_of(*model))) {
            told.add(shown(*model), "absent", "not there");
            continue;
        }
        if (!told.attempt(
                shown(*model), [&] { detail::drop(db, *model, {.if_exists = if_exists_}); }, "dropped", "dropped"))
            break;
    }
    return told.finish();
}

std::unique_ptr<command> make_drop(const setting& with) { return std::make_unique<drop_command>(with); }

}  // namespace matview::inline v0::managing
