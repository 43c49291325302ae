#include "db/trace.hpp"

#include <algorithm>
#include <array>

namespace matview::inline v0::detail {
namespace {

bool mentions(std::string_view text, std::string_view lower) {
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
}

}  // namespace

trace trace_of(const PGresult* result) {
    // Without rows a SELECT is a CREATE TABLE … AS, of a temporary table perhaps.
    constexpr std::array<std::string_view, 24> lasting_nowhere{
        "INSERT",   "UPDATE",    "DELETE",  "MERGE",   "COPY",    "BEGIN",    "START",   "COMMIT",
        "ROLLBACK", "SAVEPOINT", "RELEASE", "REFRESH", "ANALYZE", "VACUUM",   "REINDEX", "CLUSTER",
        "LOCK",     "NOTIFY",    "GRANT",   "REVOKE",  "COMMENT", "TRUNCATE", "ALTER",   "DROP"};
    const ExecStatusType status = PQresultStatus(result);
    const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
    const std::string_view word = tag.substr(0, tag.find(' '));
    if (status == PGRES_TUPLES_OK) return word == "CALL" ? trace::changed : trace::ran;
    if (status != PGRES_COMMAND_OK) return trace::ran;
    if (word == "PREPARE") return trace::prepared;
    const bool known = std::find(lasting_nowhere.begin(), lasting_nowhere.end(), word) != lasting_nowhere.end();
    return known ? trace::ran : trace::changed;
}

// pg_advisory_xact_lock is not meant: it ends with the transaction.
trace trace_of(std::string_view text) {
    return mentions(text, "advisory_lock") || mentions(text, "set_config") ? trace::changed : trace::ran;
}

}  // namespace matview::inline v0::detail
