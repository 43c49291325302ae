// libpq by hand, many look-ups in one round trip; https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
#include <memory>

#include "binary.hpp"
#include "side.hpp"

namespace matview_bench {
namespace {

void send(PGconn* on, bool done) {
    if (!done) throw std::runtime_error(PQerrorMessage(on));
}

std::vector<user> look_up(PGconn* on, const std::vector<std::int64_t>& ids) {
    send(on, PQenterPipelineMode(on) == 1);
    for (const std::int64_t id : ids) {
        const std::uint64_t bytes = htobe64(static_cast<std::uint64_t>(id));
        const char* const value = reinterpret_cast<const char*>(&bytes);
        const int length = sizeof bytes;
        const int binary = 1;
        send(on, PQsendQueryPrepared(on, "look_up", 1, &value, &length, &binary, 1) == 1);
    }
    send(on, PQpipelineSync(on) == 1);
    std::vector<user> rows;
    rows.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const binary_result found(PQgetResult(on));
        found.expect({int8_type, text_type});
        if (found.rows() != 1) throw std::runtime_error("not one user");
        user& row = rows.emplace_back();
        row.id = found.integer(0, 0);
        found.text(0, 1, row.username);
        if (PQgetResult(on)) throw std::runtime_error("more results than one");
    }
    result{PQgetResult(on)};  // of the sync
    send(on, PQexitPipelineMode(on) == 1);
    return rows;
}

}  // namespace

// The connection blocks, which is safe here: 100 look-ups fit into the socket's buffers both ways.
side side_by_hand_pipeline(const place& at) {
    const std::shared_ptr<PGconn> on = connected(at.conninfo);
    prepare(on.get(), "look_up", look_up_sql, 1, &int8_type);
    return {.name = "libpq by hand, pipeline",
            .look_ups = [on](digest* into) { note(into, look_up(on.get(), keys())); }};
}

}  // namespace matview_bench
