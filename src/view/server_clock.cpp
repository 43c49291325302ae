#include "view/server_clock.hpp"

#include <cstdlib>

namespace matview::inline v0::detail {

server_moment now_on_server(link& on, std::string_view what) {
    const result_ptr result = on.ask(
        "SELECT (EXTRACT(epoch FROM pg_catalog.clock_timestamp()) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8, "
        "pg_catalog.pg_backend_pid()",
        {}, what);
    return {server_time(std::chrono::microseconds(std::strtoll(PQgetvalue(result.get(), 0, 0), nullptr, 10))),
            PQgetvalue(result.get(), 0, 1)};
}

}  // namespace matview::inline v0::detail
