// A service with a command line of its own for its views: create, refresh, status, verify and the rest, in one line of main.
#include <exception>

#include <fmt/format.h>
#include <matview/manage.hpp>

#include "04_manage/models.hpp"

namespace {

// What the service is for.
void serve() {
    matview::connection db;
    const auto largest = matview::from<SchemaSize>().order_by(matview::desc<&SchemaSize::bytes>).limit(3);
    for (const auto& row : db.fetch(largest))
        fmt::print("{:<20} {:>6} tables {:>12} bytes\n", row.schema, row.relations, row.bytes);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) return matview::manage<SchemaSize, Total>(argc, argv);
    try {
        serve();
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return 1;
    }
}
