#include "db/overtaken.hpp"

#include <fmt/format.h>

#include <utility>

namespace matview::inline v0::detail {

// What a statement that was right when it was prepared can fail with since its relations changed: another result, or no operator for the
// type that a parameter was inferred to have.
bool tells_of_change(std::string_view sqlstate) {
    return sqlstate == "0A000" || sqlstate == "42883" || sqlstate == "42804";
}
// A type that was dropped, perhaps to be made again, leaves kept statements with an OID that the server no longer knows: its only word for
// that is its word for everything that should not happen.
bool tells_of_lost_type(std::string_view sqlstate) { return sqlstate == "XX000"; }

// Text that is no number, or no JSON, is refused with the same SQLSTATE; a label in binary, by this routine alone.
bool tells_of_lost_label(const PGresult* result) {
    return sqlstate_of(result) == "22P02" && field_of(result, PG_DIAG_SOURCE_FUNCTION) == "enum_recv";
}

bool gives_columns(const PGresult* result, const std::vector<column_shape>& columns) {
    bool same = PQnfields(result) == static_cast<int>(columns.size());
    for (std::size_t i = 0; same && i < columns.size(); ++i)
        same = PQftype(result, static_cast<int>(i)) == columns[i].type;
    return same;
}

// Whether a plan was overtaken by a change of shape. In the library's own queries nothing else is refused in this way; in SQL of the user's
// own anything may be, and the server names the routine that refused, in no language.
bool is_overtaken(const PGresult* result, unheld rule) {
    const std::string state = sqlstate_of(result);
    if (rule == unheld::matches_nothing) return tells_of_change(state);
    return state == "0A000" && field_of(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

void throw_gone(const PGresult* failed, std::string_view what, const std::string& sql) {
    throw server_error({.message = fmt::format("{}: the session's prepared statements are gone: {}", what,
                                               field_of(failed, PG_DIAG_MESSAGE_PRIMARY)),
                        .sqlstate = sqlstate_of(failed),
                        .query = sql,
                        .hint = run_again,
                        .retryable = true});
}

void throw_changed(std::string_view said, std::string sqlstate, std::string_view what, const std::string& sql,
                   const char* hint) {
    const bool absent = sqlstate == "42703";
    throw mapping_error(
        {.message = fmt::format("{}: what it reads changed its shape since the statement was prepared: {}", what, said),
         .sqlstate = std::move(sqlstate),
         .query = sql,
         .hint = absent ? "name the columns that are there now" : hint,
         .retryable = !absent});
}

}  // namespace matview::inline v0::detail
