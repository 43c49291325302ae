// Compiled, linked and run against the package; it needs no server.
#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <matview/matview.hpp>

struct Board {
    std::int64_t user_id;
    std::int64_t points;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

int main() {
    const auto top = matview::from<Board>().order_by(matview::desc<&Board::points>).limit(10);
    fmt::print("{}\n", matview::to_string(top.sql()));
    try {
        matview::connection db("host=/nowhere");
    } catch (const matview::connection_error&) {
        return 0;
    }
    return 1;
}
