// matview status: what there is, and how it is.
#pragma once

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class status_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> views_;
};

}  // namespace matview::inline v0::managing
