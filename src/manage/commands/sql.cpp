// sql: what create would run, without a connection.
#include <nlohmann/json.hpp>

#include <matview/view/create.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {
namespace {

class sql_command final : public command {
public:
    using command::command;
    arguments add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> models_;
    bool no_data_ = false;
};

}  // namespace

arguments sql_command::add_to(CLI::App& app) {
    arguments own(app, "sql", "Print the SQL that create would run");
    own.words("MODEL", models_,
              "Models or their views; without any, all that have a definition, in the service's order");
    own.flag("--no-data", no_data_, "As create --no-data");
    own.footer("Asks no server. A transaction around it makes it all or nothing, as create is for each view.");
    return own;
}

exit_status sql_command::run() {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    std::string text;
    for (const detail::model_info* const model : find_defined(with_, models_)) {
        const auto statements = detail::create_statements(*model, {.with_data = !no_data_});
        for (const std::string& one : statements)
            text += (one.ends_with('\n') ? one.substr(0, one.size() - 1) : one) + ";\n";
        list.push_back({{"name", shown(*model)}, {"statements", statements}});
    }
    print(with_.json ? list.dump(2) + "\n" : text);
    return exit_status::done;
}

std::unique_ptr<command> make_sql(const setting& with) { return std::make_unique<sql_command>(with); }

}  // namespace matview::inline v0::managing
