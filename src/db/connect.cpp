#include "db/connect.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "db/conninfo.hpp"
#include "db/refusal.hpp"
#include "db/settings.hpp"

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

constexpr milliseconds default_tcp_timeout{30'000};

class parameters {
public:
    void add(const char* key, std::string value) {
        keys_.push_back(key);
        values_.push_back(std::move(value));
    }
    const char* const* keys() {
        keys_.push_back(nullptr);
        return keys_.data();
    }
    const char* const* values() {
        for (const std::string& value : values_) pointers_.push_back(value.c_str());
        pointers_.push_back(nullptr);
        return pointers_.data();
    }

private:
    std::vector<const char*> keys_;
    std::vector<std::string> values_;
    std::vector<const char*> pointers_;
};

std::string in_seconds(milliseconds value) {
    return std::to_string(std::max<milliseconds::rep>(1, (value.count() + 999) / 1000));
}

// Zero is the system's own for tcp_user_timeout; libpq's keepalives have no word for that, and Linux refuses their zero.
std::vector<std::pair<const char*, std::string>> link_bounds(milliseconds bound) {
    if (bound.count() == 0) return {{"tcp_user_timeout", "0"}};
    return {{"tcp_user_timeout", std::to_string(bound.count())},
            {"keepalives_idle", in_seconds(bound)},
            {"keepalives_interval", in_seconds(bound / 3)},
            {"keepalives_count", "3"}};
}

// Later ones win over earlier ones, and an expanded dbname over what stands before it.
parameters parameters_of(const connection_options& options, const keywords& given) {
    parameters made;
    if (!options.conninfo.empty()) made.add("dbname", options.conninfo);
    made.add("fallback_application_name", options.application_name);
    made.add("client_encoding", "UTF8");  // not for the environment to choose
    for (const auto& [name, value] : link_bounds(options.tcp_user_timeout.value_or(default_tcp_timeout)))
        if (options.tcp_user_timeout || !given.contains(name)) made.add(name, value);
    if (options.password) {
        std::string password = options.password();
        if (password.find('\0') != password.npos)
            throw value_error(
                "connecting to PostgreSQL: the password that connection_options::password gave holds a NUL");
        made.add("password", std::move(password));
    }
    return made;
}

struct attempt {
    pgconn_ptr made;
    ConnStatusType reached = CONNECTION_STARTED;  // the last step that was begun
    bool in_time = true;
};

// libpq divides its time among several hosts only where it does the waiting.
attempt connect_by_libpq(parameters& with, milliseconds bound, std::size_t hosts) {
    const auto each = bound / static_cast<milliseconds::rep>(hosts);
    if (bound.count() > 0)
        with.add("connect_timeout", std::to_string(std::max<milliseconds::rep>(2, each.count() / 1000)));
    return {pgconn_ptr(PQconnectdbParams(with.keys(), with.values(), 1))};
}

attempt connect_by_polling(parameters& with, milliseconds bound) {
    attempt on{pgconn_ptr(PQconnectStartParams(with.keys(), with.values(), 1))};
    PGconn* c = on.made.get();
    PQsetErrorVerbosity(c, PQERRORS_VERBOSE);  // while no connection is made, there is no result to hold the SQLSTATE
    const auto deadline = clock::now() + bound;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (c && PQstatus(c) != CONNECTION_BAD && next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
        int wait = -1;
        if (bound.count() > 0) {
            const auto left = std::chrono::ceil<milliseconds>(deadline - clock::now()).count();
            if (left <= 0) {
                on.in_time = false;
                return on;
            }
            wait = static_cast<int>(std::min<milliseconds::rep>(left, 1 << 30));
        }
        pollfd watched{PQsocket(c), static_cast<short>(next == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (poll(&watched, 1, wait) <= 0) continue;
        on.reached = PQstatus(c);
        next = PQconnectPoll(c);
    }
    return on;
}

std::string place_of(const PGconn* c) {
    const char* host = PQhost(c);
    const char* port = PQport(c);
    return fmt::format("host \"{}\", port {}", host ? host : "", port ? port : "");
}

std::string value_of(PGconn* c, std::string_view keyword) {
    std::string value;
    PQconninfoOption* const all = PQconninfo(c);
    for (const PQconninfoOption* o = all; o && o->keyword; ++o)
        if (o->keyword == keyword && o->val) value = o->val;
    PQconninfoFree(all);
    return value;
}

std::string hint_for(const attempt& failed, const refusal& said) {
    if (const std::string_view hint = hint_for_refusal(said.sqlstate); !hint.empty()) return std::string(hint);
    const std::string mode = value_of(failed.made.get(), "sslmode");
    if (mode.starts_with("verify-") && failed.reached == CONNECTION_SSL_STARTUP)
        return fmt::format(
            "sslmode={}: the server's certificate must be signed by a certificate in sslrootcert{}", mode,
            mode == "verify-full"
                ? ", and made out to the name in host: connect by that name, or give the right sslrootcert"
                : ": give the right one");
    return "check host, port, database and user: in the connection string, or in the PG* environment";
}

// What they set is a session's, and a pooler hands the session on to others; most refuse them.
void refuse_options_of_session(PGconn* c) {
    if (value_of(c, "options").empty()) return;
    throw connection_error({.message = "connecting to PostgreSQL: pooled connections take no options=, as given by the "
                                       "connection string, a service or PGOPTIONS",
                            .hint =
                                "set statement_timeout, lock_timeout and time_zone by connection_options; for others "
                                "use ALTER ROLE ... SET or ALTER DATABASE ... SET",
                            .connection_usable = false});
}

[[noreturn]] void fail(const attempt& failed, bool with_detail) {
    refusal said = parse_refusal(connection_message(failed.made.get()), with_detail);
    throw connection_refused({.message = "connecting to PostgreSQL: " + said.text,
                              .sqlstate = said.sqlstate,
                              .hint = hint_for(failed, said),
                              .retryable = may_pass(said.sqlstate),
                              .connection_usable = false});
}

}  // namespace

connected connect(const connection_options& options) {
    check_limits(options);
    const auto begun = clock::now();
    const keywords given = given_by(options.conninfo);
    parameters with = parameters_of(options, given);
    const milliseconds bound = connect_bound(options, given);
    const bool several = names_several_hosts(given);
    attempt on;
    if (several) {
        const auto host = given.find(given.contains("hostaddr") ? "hostaddr" : "host");
        const auto commas = host == given.end() ? 0 : std::count(host->second.begin(), host->second.end(), ',');
        on = connect_by_libpq(with, bound, static_cast<std::size_t>(commas) + 1);
    } else {
        on = connect_by_polling(with, bound);
    }
    if (!on.made) throw connection_error("connecting to PostgreSQL: out of memory");
    if (options.pooled) refuse_options_of_session(on.made.get());
    if (!on.in_time)
        throw connect_timeout({.message = fmt::format("connecting to PostgreSQL: {} did not answer within {} ms",
                                                      place_of(on.made.get()), bound.count()),
                               .hint = "check host and port, and whether a firewall drops what is sent there; "
                                       "connect_timeout is the bound",
                               .retryable = true,
                               .connection_usable = false});
    if (PQstatus(on.made.get()) != CONNECTION_OK) fail(on, options.server_detail);
    PQsetErrorVerbosity(on.made.get(), PQERRORS_DEFAULT);
    // Where libpq did the waiting, a part of the bound is spent for another host.
    const auto took = several ? milliseconds(0) : std::chrono::duration_cast<milliseconds>(clock::now() - begun);
    const milliseconds left = bound.count() == 0 ? bound : std::max(bound - took, milliseconds(1));
    return {std::move(on.made), bound, left};
}

}  // namespace matview::inline v0::detail
