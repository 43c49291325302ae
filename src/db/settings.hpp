// Settings that hold for a statement or a transaction, and never longer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <libpq-fe.h>

#include <matview/db/connection.hpp>

namespace matview::inline v0::detail {

class link;

/// Names of server settings and their values.
using settings = std::vector<std::pair<std::string, std::string>>;

/// Whether the SQL's first word is that, which is given in small letters; a comment before it is not looked through.
bool begins_with_word(std::string_view sql, std::string_view word);
/// Throws query_error for SQL that begins or ends a transaction: it would end, or not begin, the one that it runs in.
void refuse_transaction_control(std::string_view sql, std::string_view where);
/// Throws value_error for a negative bound.
void check_limits(const connection_options& options);
void check_limits(const call_options& options);

/// What the options ask of the server.
settings settings_of(const connection_options& options);
/// The same with a call's limits in the place of the connection's.
settings with_limits(settings of_connection, const call_options& limits);

/// "SET LOCAL a = 'x'; SET LOCAL …", or with SET; empty for none. Values are quoted.
std::string set_sql(PGconn* connection, const char* verb, const settings& wanted);

/// Sets for the open transaction only; gives back what was set before.
settings set_locally(link& on, const settings& wanted, std::string_view what);

/// The link's statements have these limits while it lives.
class limits_scope {
public:
    limits_scope(std::shared_ptr<link> on, const call_options& limits);
    limits_scope(const limits_scope&) = delete;
    ~limits_scope();

private:
    std::shared_ptr<link> on_;
    call_options before_;
};

}  // namespace matview::inline v0::detail
