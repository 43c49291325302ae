// matview inspect: from relations to structs.
#pragma once

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class inspect_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> relations_, names_;
    bool related_ = false, definition_ = false;
};

}  // namespace matview::inline v0::managing
