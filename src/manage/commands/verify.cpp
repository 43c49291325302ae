// matview verify: what is wrong with views, or differs from the structs of a service.

#include "manage/commands/commands.hpp"
#include "manage/lint/differences.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class verify_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> views_;
    std::string purpose_ = "all";
};

}  // namespace

arguments verify_command::add_to(CLI::App& app) {
    arguments own(app, "verify", "Check that views can be read and refreshed");
    own.words("VIEW", views_, "Without any: all materialized views, or all models of the service");
    own.choice("--for", purpose_, "read, refresh, refresh-concurrently; all where it is not given", "PURPOSE",
               {"read", "refresh", "refresh-concurrently", "all"});
    own.footer(
        "Exit status 1 where something is wrong. A service compares its structs with the database too; without\n"
        "structs it is told what kind of relation it is, whether it is populated, whether there is a unique index\n"
        "for a concurrent refresh, and which rights are missing.");
    return own;
}

exit_status verify_command::run() {
    connection db = with_.open();
    const std::vector<target> targets = find_targets(with_, db, views_);
    std::vector<relation_findings> all;
    for (const target& one : targets) all.push_back({one.shown, differences(db, one, purpose_)});
    return report(all, with_.json);
}

std::unique_ptr<command> make_verify(const setting& with) { return std::make_unique<verify_command>(with); }

}  // namespace matview::inline v0::managing
