// Results that come in parts: libpq's chunked rows where the library at hand has them, else its single-row mode.
#pragma once

#include <libpq-fe.h>

namespace matview::inline v0::detail {

/// Whether the libpq that this program runs with gives several rows at a time (17 and later), whichever it was compiled with.
/// https://www.postgresql.org/docs/current/libpq-single-row-mode.html
bool has_chunked_rows() noexcept;

/// To be called behind a PQsend… function: at most so many rows a result, as far as libpq can.
void read_in_chunks(PGconn* connection, int rows) noexcept;

/// Whether the result is such a part; behind the last one comes a result without rows.
bool is_chunk(const PGresult* result) noexcept;

}  // namespace matview::inline v0::detail
