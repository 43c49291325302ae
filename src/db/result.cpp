#include "db/result.hpp"

#include <array>
#include <utility>

namespace matview::inline v0::detail {
namespace {

bool is_retryable(std::string_view sqlstate) {
    constexpr std::array<std::string_view, 4> states{"40001", "40P01", "55P03", "57014"};
    for (const std::string_view state : states)
        if (state == sqlstate) return true;
    return false;
}

template <class E> [[noreturn]] void raise(error_context&& context) { throw E(std::move(context)); }

struct known_state {
    std::string_view sqlstate;
    void (*raise)(error_context&&);
    const char* hint;  // where neither the server nor the verb has a better one
};

// 55000 and 21000 mean more than one thing: whoever ran the statement asks the catalog and tells them apart.
constexpr std::array<known_state, 12> known_states{{
    {"55P03", &raise<lock_timeout>,
     "another session holds the lock (pg_locks says which): try again later, or wait longer"},
    {"57014", &raise<query_canceled>,
     "cancelled from outside, or statement_timeout was reached: try again, allow more time, or make it cheaper"},
    {"40001", &raise<transaction_conflict>, "run the transaction again from its start"},
    {"40P01", &raise<transaction_conflict>,
     "run the transaction again from its start; where all take their locks in one order there is no deadlock"},
    {"42501", &raise<insufficient_privilege>, "connect as a user who has that right, or GRANT it"},
    {"25006", &raise<read_only_transaction>,
     "a standby takes no writes and no refresh: connect to the primary (target_session_attrs=read-write); on the "
     "primary, do it in a transaction that is not read-only"},
    {"55006", &raise<object_in_use>, "this session itself still uses it: close its cursors first"},
    {"42P01", &raise<undefined_relation>, "create it, or mend the name, the schema or the search_path"},
    {"42809", &raise<wrong_relation_kind>,
     "materialized views are read and refreshed; rows are written to their tables"},
    {"42P07", &raise<already_exists>, "nothing is replaced: drop it first, or give another name"},
    {"2BP01", &raise<dependents_exist>, "drop what depends on it first"},
    {"25P02", &raise<server_error>,
     "an earlier statement failed: roll back, or put what may fail into a matview::savepoint"},
}};

}  // namespace

std::string field_of(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text ? text : "";
}

std::string sqlstate_of(const PGresult* result) { return field_of(result, PG_DIAG_SQLSTATE); }

std::string connection_message(const PGconn* connection) {
    std::string text = PQerrorMessage(connection);
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text.empty() ? "no message from libpq" : text;
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

void throw_server_error(error_context context) {
    context.retryable = is_retryable(context.sqlstate);
    for (const known_state& known : known_states)
        if (known.sqlstate == context.sqlstate) {
            const bool says_where_only = known.sqlstate == "40P01";  // "See server log for query details."
            if (context.hint.empty() || says_where_only) context.hint = known.hint;
            known.raise(std::move(context));
        }
    throw server_error(std::move(context));
}

void throw_failure(PGconn* connection, const PGresult* result, std::string_view what, std::string_view sql,
                   bool with_detail) {
    const bool lost = PQstatus(connection) != CONNECTION_OK;
    error_context context{.sqlstate = sqlstate_of(result), .query = std::string(sql)};
    std::string said = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
    if (said.empty()) said = first_line(connection_message(connection));
    context.message = std::string(what).append(": ").append(lost ? "the connection is lost: " : "").append(said);
    context.detail = field_of(result, PG_DIAG_MESSAGE_DETAIL);
    const std::string within = field_of(result, PG_DIAG_CONTEXT);
    if (!within.empty()) context.detail.append(context.detail.empty() ? "" : "\n    ").append(within);
    if (!with_detail) context.detail.clear();
    context.hint = field_of(result, PG_DIAG_MESSAGE_HINT);
    if (!lost) throw_server_error(std::move(context));
    context.retryable = true;
    context.connection_usable = false;
    if (context.hint.empty()) context.hint = "make a new connection; whether a write took effect is not known";
    throw connection_lost(std::move(context));
}

}  // namespace matview::inline v0::detail
