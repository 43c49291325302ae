// matview lint: what is wrong with views, and what of their definitions could be better.

#include "manage/commands/commands.hpp"
#include "manage/lint/differences.hpp"
#include "manage/lint/rules.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class lint_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> views_;
};

using rule = std::vector<finding> (*)(const subject&);
constexpr rule rules[] = {unique_index, null_keys, changing_output, time_zone, unqualified_names, owner_rights};

}  // namespace

arguments lint_command::add_to(CLI::App& app) {
    arguments own(app, "lint", "Find what is wrong with views, and what could be better");
    own.words("VIEW", views_, "Without any: all materialized views, or all models of the service");
    own.footer(
        "Exit status 1 where there is a problem; notes alone leave it 0. It finds what verify finds, and of the\n"
        "definition: no usable unique index, NULLs in its columns, now() in the output, functions whose names\n"
        "depend on the search_path, what depends on the time zone, and rights that the owner lacks.");
    return own;
}

exit_status lint_command::run() {
    connection db = with_.open();
    const std::vector<target> targets = find_targets(with_, db, views_);
    std::vector<relation_findings> all;
    for (const target& one : targets) {
        relation_findings& of = all.emplace_back(relation_findings{one.shown, {}});
        for (finding& found : differences(db, one, "all"))
            if (found.rule != "no-usable-unique-index")
                of.found.push_back(std::move(found));  // told below, with the index that would do
    }
    catalog from(db);
    definitions known(from);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto& view = targets[i].found;
        if (!view || view->kind != 'm') continue;
        for (const rule look : rules)
            for (finding& found : look({from, known, *view})) all[i].found.push_back(std::move(found));
    }
    return report(all, with_.json);
}

std::unique_ptr<command> make_lint(const setting& with) { return std::make_unique<lint_command>(with); }

}  // namespace matview::inline v0::managing
