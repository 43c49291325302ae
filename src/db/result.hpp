// Owning handles for libpq's objects, and errors made from its results.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include <matview/error.hpp>

namespace matview::inline v0::detail {

struct result_deleter {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result_ptr = std::unique_ptr<PGresult, result_deleter>;

struct connection_closer {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
using pgconn_ptr = std::unique_ptr<PGconn, connection_closer>;

/// Whether it says that its statement failed, or was passed over since an earlier one of its pipeline had.
inline bool failed(const result_ptr& result) {
    const ExecStatusType status = PQresultStatus(result.get());
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_PIPELINE_ABORTED;
}
/// A field of an error or notice (PG_DIAG_…); empty where the server gave none.
std::string field_of(const PGresult* result, int field);
/// The SQLSTATE of a failed result; empty where the server gave none.
std::string sqlstate_of(const PGresult* result);

/// Throws the subclass of server_error that stands for the context's SQLSTATE.
[[noreturn]] void throw_server_error(error_context context);

/// Throws what a failed result says: connection_error where the link is lost, whatever the SQLSTATE, else a server_error. Without the server's
/// DETAIL and CONTEXT where they are not wanted.
[[noreturn]] void throw_failure(PGconn* connection, const PGresult* result, std::string_view what, std::string_view sql,
                                bool with_detail = true);

/// libpq's message for the connection, without its line ends.
std::string connection_message(const PGconn* connection);
/// A text up to its first line end.
std::string first_line(std::string_view text);

}  // namespace matview::inline v0::detail
