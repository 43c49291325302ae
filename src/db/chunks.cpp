#include "db/chunks.hpp"

#include <dlfcn.h>

namespace matview::inline v0::detail {
namespace {

using set_mode = int (*)(PGconn*, int);

// Looked up where it is used, so that one build runs with every libpq.
set_mode chunked_rows_mode() noexcept {
    static const auto found = reinterpret_cast<set_mode>(dlsym(RTLD_DEFAULT, "PQsetChunkedRowsMode"));
    return found;
}

#ifdef LIBPQ_HAS_CHUNK_MODE
constexpr int tuples_chunk = PGRES_TUPLES_CHUNK;
#else
constexpr int tuples_chunk = 12;  // PGRES_TUPLES_CHUNK of libpq 17
#endif

}  // namespace

bool has_chunked_rows() noexcept { return chunked_rows_mode() != nullptr; }

// Where libpq refuses, since something else is under way, the rows come all at once, and are read all the same.
void read_in_chunks(PGconn* connection, int rows) noexcept {
    const set_mode chunked = chunked_rows_mode();
    if (chunked && rows > 1)
        static_cast<void>(chunked(connection, rows));
    else
        static_cast<void>(PQsetSingleRowMode(connection));
}

bool is_chunk(const PGresult* result) noexcept {
    const int status = static_cast<int>(PQresultStatus(result));
    return status == PGRES_SINGLE_TUPLE || status == tuples_chunk;
}

}  // namespace matview::inline v0::detail
