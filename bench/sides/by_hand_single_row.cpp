// libpq by hand in single-row mode, binary; https://www.postgresql.org/docs/current/libpq-single-row-mode.html
#include <memory>

#include "binary.hpp"
#include "side.hpp"

namespace matview_bench {
namespace {

template <class F> void each_row(PGconn* on, F take) {
    bool first = true;
    reading row;
    while (PGresult* next = PQgetResult(on)) {
        const binary_result one(next);
        if (first) one.expect_readings();
        first = false;
        if (one.status() != PGRES_SINGLE_TUPLE) continue;  // the end, without a row
        one.read(0, row);
        take(row);
    }
}

void send_scan(PGconn* on) {
    if (PQsendQueryPrepared(on, "scan", 0, nullptr, nullptr, nullptr, 1) != 1)
        throw std::runtime_error(PQerrorMessage(on));
}

void send_scan_above(PGconn* on) {
    const std::int64_t least = 0;  // the same bytes in either order
    const char* const value = reinterpret_cast<const char*>(&least);
    const int length = sizeof least;
    const int binary = 1;
    if (PQsendQueryPrepared(on, "scan_above", 1, &value, &length, &binary, 1) != 1)
        throw std::runtime_error(PQerrorMessage(on));
}

void read(PGconn* on, digest* into) {
    if (PQsetSingleRowMode(on) != 1) throw std::runtime_error(PQerrorMessage(on));
    std::size_t letters = 0;
    each_row(on, [&](const reading& row) {
        letters += row.label.size();
        if (into) into->add(row);
    });
    keep(letters);
}

}  // namespace

side side_by_hand_single_row(const place& at) {
    const std::shared_ptr<PGconn> on = connected(at.conninfo);
    prepare(on.get(), "scan", scan_sql(at));
    prepare(on.get(), "scan_above", scan_above_sql(at), 1, &int8_type);
    return {.name = "libpq by hand, single rows",
            .stream =
                [on](digest* into) {
                    send_scan(on.get());
                    read(on.get(), into);
                },
            .stream_above =
                [on](digest* into) {
                    send_scan_above(on.get());
                    read(on.get(), into);
                }};
}

}  // namespace matview_bench
