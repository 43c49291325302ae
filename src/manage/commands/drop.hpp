// drop: views of the service.
#pragma once

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class drop_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> models_;
    bool if_exists_ = false;
};

}  // namespace matview::inline v0::managing
