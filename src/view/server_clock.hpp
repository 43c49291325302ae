// The time by the server's clock.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "db/link.hpp"

namespace matview::inline v0::detail {

using server_time = std::chrono::sys_time<std::chrono::microseconds>;

struct server_moment {
    server_time at;
    std::string pid;  // of the server process that said so, also behind a pooler
};
server_moment now_on_server(link& on, std::string_view what);

}  // namespace matview::inline v0::detail
