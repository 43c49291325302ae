// create: views of the service, from the definitions of its models.

#include <matview/view/create.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"
#include "manage/outcomes.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class create_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> models_;
    bool no_data_ = false, if_not_exists_ = false;
};

}  // namespace

arguments create_command::add_to(CLI::App& app) {
    arguments own(app, "create", "Create views from the definitions of the service's models");
    own.words("MODEL", models_,
              "Models or their views; without any, all that have a definition, in the service's order");
    own.flag("--no-data", no_data_, "Leave them unpopulated until they are refreshed");
    own.flag("--if-not-exists", if_not_exists_, "Pass over those that are there; verify tells whether they fit");
    own.footer(
        "Each is created with its indexes, or not at all; the first that fails ends it. Nothing that is there is\n"
        "replaced. What would be run is printed by sql.");
    return own;
}

exit_status create_command::run() {
    const auto models = find_defined(with_, models_);
    connection db = with_.open();
    outcomes told(with_.json);
    for (const detail::model_info* const model : models) {
        if (if_not_exists_ && catalog(db).find(name_of(*model))) {
            told.add(shown(*model), "exists", "there already");
            continue;
        }
        if (!told.attempt(
                shown(*model), [&] { detail::create(db, *model, {.with_data = !no_data_}); }, "created", "created"))
            break;
    }
    return told.finish();
}

std::unique_ptr<command> make_create(const setting& with) { return std::make_unique<create_command>(with); }

}  // namespace matview::inline v0::managing
