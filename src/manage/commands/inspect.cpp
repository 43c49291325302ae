// matview inspect: from relations to structs.
#include <fmt/format.h>
#include <matview/error.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"
#include "manage/inspect/header.hpp"
#include "manage/inspect/in_json.hpp"
#include "manage/inspect/write_header.hpp"

namespace matview::inline v0::managing {
namespace {

class inspect_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> relations_, names_;
    bool related_ = false, definition_ = false;
};

bool is_identifier(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    if (name.empty() || !letter(name.front())) return false;
    for (const char c : name)
        if (!letter(c) && !(c >= '0' && c <= '9')) return false;
    return member_name(name, name) == name || (name.front() >= 'A' && name.front() <= 'Z');
}

}  // namespace

arguments inspect_command::add_to(CLI::App& app) {
    arguments own(app, "inspect", "Print a header with the structs of views and tables");
    own.words("VIEW", relations_, "Materialized views, views or tables, as SQL names them",
              arguments::count::at_least_one);
    own.flag("--related", related_, "Also the tables that their foreign keys and joins lead to");
    own.flag("--definition", definition_, "Views carry their definition and indexes, for create");
    own.values("--name", names_, "RELATION=STRUCT: what the struct is called");
    own.footer(
        "Prints to standard output. Fields are std::optional unless the definition proves that\n"
        "the column is never NULL. Foreign keys that are only guessed say so in a comment.\n\n"
        "  matview inspect daily_leaderboard --related > models.hpp\n"
        "  matview inspect 'Sales'.\"By Day\" --name '\"By Day\"=SalesByDay'");
    return own;
}

exit_status inspect_command::run() {
    connection db = with_.open();
    catalog from(db);
    std::vector<found_relation> wanted;
    for (const std::string& text : relations_) wanted.push_back(from.find(text));
    header_options options{.related = related_};
    for (const std::string& text : names_) {
        const std::size_t equals = text.rfind('=');
        const std::string name = equals == text.npos ? "" : text.substr(equals + 1);
        if (!is_identifier(name)) {
            complain(fmt::format("--name {}: give RELATION=STRUCT, with a name that C++ takes", text));
            return exit_status::usage;
        }
        options.names[from.find(text.substr(0, equals)).id] = name;
    }
    const header made = make_header(from, wanted, options);
    const auto database = from.value<std::string>("SELECT current_database()::text");
    const std::string text = write_header(made, database, definition_);
    print(with_.json ? in_json(made, text) : text);
    return exit_status::done;
}

std::unique_ptr<command> make_inspect(const setting& with) { return std::make_unique<inspect_command>(with); }

}  // namespace matview::inline v0::managing
