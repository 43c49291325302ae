// What all commands have in common.
#pragma once

#include <string>
#include <vector>

#include <matview/db/connection.hpp>
#include <matview/model/description.hpp>

#include "manage/commands/arguments.hpp"
#include "manage/exit_status.hpp"

namespace matview::inline v0::managing {

/// What stands on the command line beside a command's own options, and what the program brought with it.
struct setting {
    connection_options connect;
    bool json = false;
    std::vector<const detail::model_info*> models;  // of the service; none in the program `matview`

    /// Throws what connection throws.
    connection open() const { return connection(connect); }
};

/// A command adds itself to the command line, and then runs if it was chosen.
class command {
public:
    explicit command(const setting& with) : with_(with) {}
    command(const command&) = delete;
    virtual ~command() = default;

    virtual arguments add_to(CLI::App& app) = 0;
    virtual exit_status run() = 0;

protected:
    const setting& with_;
};

}  // namespace matview::inline v0::managing
