#include "database.hpp"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <vector>

#include <matview/testing/private_server.hpp>
#include "support/account.hpp"
#include "support/conninfo.hpp"
#include "support/raw_connection.hpp"
#include "support/server_directory.hpp"

namespace matview_bench {
namespace {

// Text of 8 to 24 characters, 16 on average, is partly within std::string and partly on the heap. A quarter of the notes is NULL.
std::string readings_sql(std::int64_t count) {
    return "CREATE UNLOGGED TABLE reading AS SELECT i AS id, i * 7919 % 1000 AS device, "
           "substr(md5(i::text), 1, (8 + i % 17)::int) AS label, i * 0.37::float8 AS value, i % 3 = 0 AS valid, "
           "timestamptz '2024-01-01 00:00:00+00' + i * interval '1 s' AS at, "
           "CASE WHEN i % 4 <> 0 THEN substr(md5((-i)::text), 1, (8 + i % 17)::int) END AS note "
           "FROM generate_series(1::int8, " +
           std::to_string(count) + ") AS i";
}

// Every count of quizzes is there once: the top ten are the same ten at each run.
constexpr const char* leaderboard_sql =
    "CREATE UNLOGGED TABLE auth_user (id int8 PRIMARY KEY, username text NOT NULL);"
    "INSERT INTO auth_user SELECT i, 'user' || i FROM generate_series(1, 10000) AS i;"
    "CREATE MATERIALIZED VIEW daily_leaderboard AS SELECT id AS user_id, id * 7919 % 100003 AS quizzes_played FROM "
    "auth_user;"
    "CREATE UNIQUE INDEX ON daily_leaderboard (user_id);"
    "CREATE INDEX ON daily_leaderboard (quizzes_played DESC)";

}  // namespace

/// A private server that speaks TLS on an address of its own, where openssl can make its certificate.
struct database::server {
    server() : has_tls(make_certificate()), own(settings()) {}

    // All of 127.0.0.0/8 is this computer's.
    const std::string address =
        "127.77." + std::to_string(getpid() / 250 % 250) + "." + std::to_string(1 + getpid() % 250);
    const matview_test::server_directory made{matview_test::server_account()};
    const bool has_tls;
    const matview::testing::private_server own;

private:
    std::string path(const char* name) const { return made.path() / name; }

    bool make_certificate() const {
        const std::string command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout '" +
                                    path("server.key") + "' -out '" + path("server.pem") + "' 2>'" +
                                    path("openssl.log") + "'";
        if (std::system(command.c_str()) != 0) return false;
        const auto owner = matview_test::server_account();
        return !owner || chown(path("server.key").c_str(), owner->uid, owner->gid) == 0;
    }

    std::vector<std::string> settings() const {
        // All in memory, and nothing at work that nobody asked for.
        std::vector<std::string> all{"shared_buffers=512MB", "autovacuum=off", "max_wal_size=4GB"};
        if (has_tls)
            all.insert(all.end(), {"listen_addresses=" + address, "ssl=on", "ssl_cert_file=" + path("server.pem"),
                                   "ssl_key_file=" + path("server.key")});
        return all;
    }
};

database::database(const std::string& conninfo, std::int64_t readings)
    : server_(conninfo.empty() ? std::make_unique<server>() : nullptr),
      schema_("matview_bench_" + std::to_string(getpid())) {
    auto keywords = matview_test::parse_conninfo(server_ ? server_->own.conninfo("postgres") : conninfo);
    matview_test::set_keyword(keywords, "options", "-c search_path=" + schema_ + " -c timezone=UTC");
    conninfo_ = matview_test::to_string(keywords);
    if (server_ && server_->has_tls) {
        matview_test::set_keyword(keywords, "host", server_->address);
        matview_test::set_keyword(keywords, "sslmode", "require");
        conninfo_by_tls_ = matview_test::to_string(keywords);
    }
    matview_test::raw_connection maker(conninfo_);
    maker.exec("CREATE SCHEMA " + schema_);
    maker.exec(readings_sql(readings));
    maker.exec(leaderboard_sql);
    for (const char* relation : {"reading", "auth_user", "daily_leaderboard"})
        maker.exec(std::string("VACUUM ANALYZE ") + relation);
}

database::~database() {
    if (server_) return;
    try {
        matview_test::exec(conninfo_, "DROP SCHEMA " + schema_ + " CASCADE");
    } catch (const std::exception& failure) {
        std::cerr << "schema " << schema_ << " is left: " << failure.what() << '\n';
    }
}

}  // namespace matview_bench
