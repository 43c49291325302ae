// matview refresh: one view after the other, as cron or systemd want it.
#pragma once

#include <matview/view/refresh.hpp>

#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

class refresh_command final : public command {
public:
    using command::command;
    CLI::App* add_to(CLI::App& app) override;
    exit_status run() override;

private:
    refresh_options options() const;
    detail::refresh_way way() const;

    std::vector<std::string> views_;
    bool concurrently_ = false, automatic_ = false, wait_ = false, skip_ = false;
    std::string lock_timeout_, statement_timeout_, lock_deadline_, min_interval_, time_zone_;
};

}  // namespace matview::inline v0::managing
