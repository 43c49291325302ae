#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>
#include <matview/matview.hpp>

std::int64_t first(matview::session& db);
std::int64_t second(matview::session& db);
void first_fails(matview::session& db);
void second_fails(matview::session& db);

int main() {
    const char* const database = std::getenv("DATABASE_URL");
    matview::connection db(std::string(database ? database : ""));
    fmt::print("{} {}\n", first(db), second(db));
    for (const auto fails : {first_fails, second_fails}) {
        try {
            fails(db);
        } catch (const matview::server_error& failure) {
            fmt::print("{}\n", failure.sqlstate());
        }
    }
}
