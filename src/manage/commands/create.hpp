// create: views of the service, from the definitions of its models.
#pragma once

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class create_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> models_;
    bool no_data_ = false, if_not_exists_ = false;
};

}  // namespace matview::inline v0::managing
