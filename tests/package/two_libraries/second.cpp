#include <cstdint>

#include <matview/matview.hpp>

namespace {
struct Number {
    std::int64_t value;
};
}  // namespace

/// A row read in this library, whose model has the name of one in the other.
__attribute__((visibility("default"))) std::int64_t second(matview::session& db) {
    return db.query<Number>("SELECT 2::bigint AS value").at(0).value;
}

/// Throws what the program catches.
__attribute__((visibility("default"))) void second_fails(matview::session& db) { db.execute("SELECT 1 / 0"); }
