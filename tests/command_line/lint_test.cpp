// `matview verify` and `matview lint`: each rule on a view that breaks it, and on one that does not.
#include <doctest/doctest.h>

#include <set>

#include <nlohmann/json.hpp>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <support/test_role.hpp>

#include "program.hpp"

namespace {

using command_line::finished, command_line::tool;
using matview_test::raw_connection, matview_test::test_database, matview_test::test_role;
using nlohmann::json;

struct made {
    test_database database;
    raw_connection on{database.conninfo()};

    explicit made(const std::string& sql) {
        on.exec(
            "CREATE TABLE result (user_id bigint NOT NULL, team int, at timestamptz NOT NULL);"
            "INSERT INTO result VALUES (1, 1, '2024-01-01'), (2, NULL, '2024-01-02')");
        on.exec(sql.c_str());
    }
    finished call(const std::string& command) const { return tool(database.conninfo(), {command, "v"}); }
    /// "problem rule" or "note rule" of what was found.
    std::set<std::string> found(const std::string& command = "lint") const {
        const auto list = json::parse(tool(database.conninfo(), {"--json", command, "v"}).out);
        std::set<std::string> all;
        for (const auto& one : list.at(0).at("findings"))
            all.insert(one.at("severity").get<std::string>() + " " + one.at("rule").get<std::string>());
        return all;
    }
};

using rules = std::set<std::string>;

std::string view_of(const std::string& column) {
    return "CREATE MATERIALIZED VIEW v AS SELECT user_id, " + column +
           " AS x FROM result; CREATE UNIQUE INDEX ON v (user_id)";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("lint: nothing to say of a good view") {
    const made good(
        "CREATE MATERIALIZED VIEW v AS SELECT user_id, count(*) AS n FROM result GROUP BY user_id; CREATE UNIQUE INDEX "
        "ON v (user_id)");
    const finished said = good.call("lint");
    CHECK_EQ(said.status, 0);
    CHECK_EQ(said.out, "v: nothing found\n");
    CHECK_EQ(good.call("verify").status, 0);
}

TEST_CASE("lint: no usable unique index, and which one would do") {
    const made by(
        "CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, team, user_id FROM result GROUP BY user_id, team;"
        "CREATE UNIQUE INDEX ON v (user_id) WHERE n > 0; CREATE UNIQUE INDEX ON v ((user_id + 1))");
    const finished said = by.call("lint");
    CHECK_EQ(said.status, 1);
    CHECK(has(said.out, "CREATE UNIQUE INDEX ON v (user_id, team)"));
    CHECK_EQ(by.found("verify"), rules{"problem no-usable-unique-index"});
    CHECK_EQ(by.call("verify").status, 1);
    CHECK_EQ(tool(by.database.conninfo(), {"verify", "v", "--for", "refresh"}).status, 0);
}

TEST_CASE("lint: NULLs in the columns of the unique index") {
    made nulls(
        "CREATE MATERIALIZED VIEW v AS SELECT team, count(*) AS n FROM result GROUP BY team; CREATE UNIQUE INDEX ON v "
        "(team)");
    CHECK_EQ(nulls.found(), rules{"problem null-keys"});
    nulls.on.exec("DELETE FROM result WHERE team IS NULL; REFRESH MATERIALIZED VIEW v");
    CHECK_EQ(nulls.found(), rules{});
}

TEST_CASE("lint: what each refresh makes anew") {
    for (const char* const column : {"now()", "now() - at", "current_timestamp", "clock_timestamp()::text", "random()",
                                     "gen_random_uuid()", "(SELECT now())", "coalesce(NULL, localtimestamp(0))"}) {
        CAPTURE(column);
        CHECK(made(view_of(column)).found().contains("problem changing-output"));
    }
    CHECK(made("CREATE MATERIALIZED VIEW v AS WITH t AS (SELECT user_id, now() AS y FROM result) SELECT t.user_id, "
               "max(j.y) AS x FROM t "
               "JOIN (SELECT user_id, y FROM t UNION ALL SELECT user_id, at FROM result) AS j USING (user_id) GROUP BY "
               "t.user_id")
              .found()
              .contains("problem changing-output"));
    CHECK(made("CREATE VIEW base AS SELECT user_id, now() AS y FROM result; CREATE MATERIALIZED VIEW v AS SELECT * "
               "FROM base")
              .found()
              .contains("problem changing-output"));
}

TEST_CASE("lint: the time may choose rows") {
    CHECK_EQ(made("CREATE MATERIALIZED VIEW v AS SELECT user_id, count(*) FILTER (WHERE at > now() - interval '1 day') "
                  "AS n FROM result "
                  "WHERE at < now() GROUP BY user_id; CREATE UNIQUE INDEX ON v (user_id)")
                 .found(),
             rules{});
    CHECK_EQ(made("CREATE VIEW base AS SELECT user_id, now() AS y FROM result; CREATE MATERIALIZED VIEW v AS SELECT "
                  "user_id FROM base;"
                  "CREATE UNIQUE INDEX ON v (user_id)")
                 .found(),
             rules{});
}

TEST_CASE("lint: what follows the day and the time zone") {
    CHECK_EQ(made(view_of("current_date")).found(), rules{"note changing-output", "note time-zone"});
    CHECK_EQ(made(view_of("date_trunc('day', now())")).found(), rules{"note changing-output", "note time-zone"});
    CHECK_EQ(made(view_of("at::date")).found(), rules{"note time-zone"});
    CHECK_EQ(made(view_of("(at AT TIME ZONE 'UTC')::date")).found(), rules{});
    const made by_day(
        "CREATE MATERIALIZED VIEW v AS SELECT user_id, count(*) FROM result WHERE at >= current_date - 1 GROUP BY "
        "user_id;"
        "CREATE UNIQUE INDEX ON v (user_id)");
    CHECK_EQ(by_day.found(), rules{"note time-zone"});
    CHECK_EQ(by_day.call("lint").status, 0);
}

TEST_CASE("lint: functions that leave schemas to the search_path") {
    constexpr const char* bad =
        "CREATE FUNCTION first() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT min(user_id) FROM result';";
    made one(bad + view_of("first()"));
    const finished said = one.call("lint");
    CHECK(has(said.out, "[unqualified-names]"));
    CHECK(has(said.out, "public.first()"));
    const bool fails = std::stoi(one.on.rows("SHOW server_version_num").at(0).at(0).value()) >= 170000;
    CHECK_EQ(said.status, fails ? 1 : 0);
    const std::string word = fails ? "problem" : "note";

    CHECK_EQ(made("CREATE FUNCTION first() RETURNS bigint LANGUAGE plpgsql STABLE AS "
                  "'BEGIN RETURN (SELECT min(user_id) FROM /* all */ Result); END';" +
                  view_of("first()"))
                 .found(),
             rules{word + " unqualified-names"});
    for (const char* const good : {"LANGUAGE sql STABLE AS 'SELECT min(user_id) FROM public.result'",
                                   "LANGUAGE sql STABLE SET search_path = public AS 'SELECT min(user_id) FROM result'",
                                   "LANGUAGE sql STABLE BEGIN ATOMIC SELECT min(user_id) FROM result; END",
                                   "LANGUAGE plpgsql STABLE AS '-- of the result\nBEGIN RETURN (SELECT min(r.user_id) "
                                   "FROM public.result AS r); END'"}) {
        CAPTURE(good);
        CHECK_EQ(made("CREATE FUNCTION first() RETURNS bigint " + std::string(good) + ";" + view_of("first()")).found(),
                 rules{});
    }
}

TEST_CASE("lint: what the owner may not do") {
    made of("CREATE MATERIALIZED VIEW v AS SELECT user_id, team FROM result; CREATE UNIQUE INDEX ON v (user_id)");
    const test_role owner(of.database);
    of.on.exec("GRANT SELECT ON result TO " + owner.name() + "; ALTER MATERIALIZED VIEW v OWNER TO " + owner.name());
    CHECK_EQ(of.found(), rules{});
    of.on.exec("REVOKE ALL ON result FROM " + owner.name());
    CHECK_EQ(of.found(), rules{"problem missing-right"});
    CHECK(has(of.call("lint").out, "GRANT SELECT ON public.result TO " + owner.name()));
    of.on.exec("GRANT SELECT ON result TO " + owner.name() + "; REVOKE TEMP ON DATABASE " +
               of.on.rows("SELECT current_database()").at(0).at(0).value() + " FROM PUBLIC");
    CHECK_EQ(of.found(), rules{"problem missing-right"});
    CHECK_EQ(of.found("verify"), rules{"problem missing-right"});
}

TEST_CASE("lint: what another than the owner may not do") {
    made of("CREATE MATERIALIZED VIEW v AS SELECT user_id FROM result; CREATE UNIQUE INDEX ON v (user_id)");
    const test_role reader(of.database);
    of.on.exec("GRANT SELECT ON v TO " + reader.name());
    const finished said = tool(of.database.conninfo(reader), {"verify", "v"});
    CHECK_EQ(said.status, 1);
    CHECK(has(said.out, "may not refresh"));
    CHECK_EQ(tool(of.database.conninfo(reader), {"verify", "v", "--for", "read"}).status, 0);
}

TEST_CASE("verify: not populated, and what is never refreshed") {
    const made empty(
        "CREATE MATERIALIZED VIEW v AS SELECT user_id FROM result WITH NO DATA; CREATE UNIQUE INDEX ON v (user_id)");
    CHECK_EQ(empty.found("verify"), rules{"problem not-populated"});
    CHECK_EQ(empty.found("lint"), rules{"problem not-populated"});
    CHECK(has(empty.call("verify").out, "mend: REFRESH MATERIALIZED VIEW"));
    const made plain("CREATE VIEW v AS SELECT user_id FROM result");
    CHECK_EQ(plain.call("verify").status, 0);
    CHECK_EQ(tool(plain.database.conninfo(), {"verify", "v", "--for", "refresh"}).status, 1);
    CHECK_EQ(tool(plain.database.conninfo(), {"verify", "v", "--for", "sleep"}).status, 2);
}
