// matview verify: what is wrong with views, or differs from the structs of a service.
#pragma once

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class verify_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    std::vector<std::string> views_;
    std::string purpose_ = "all";
};

}  // namespace matview::inline v0::managing
