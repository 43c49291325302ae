// What cannot be done with a materialized view, and how far settings reach.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>

#include "../quiz_database.hpp"

using matview_test::thrown_by;
using quiz::Leaderboard;

namespace {
struct Best {
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("best");
        static constexpr auto definition = "SELECT user_id FROM leaderboard WHERE best_score > 60";
    };
};
}  // namespace

TEST_CASE("facts: a materialized view takes no rows and no row locks") {
    matview_test::quiz_database quiz;
    for (const char* sql : {"INSERT INTO leaderboard VALUES (9, 1, 1)", "UPDATE leaderboard SET best_score = 0",
                            "DELETE FROM leaderboard", "SELECT * FROM leaderboard FOR UPDATE"}) {
        CAPTURE(std::string(sql));
        const auto e = thrown_by<matview::wrong_relation_kind>([&] { quiz.db.execute(sql); });
        CHECK_EQ(e.sqlstate(), "42809");
        CHECK_FALSE(e.retryable());
    }
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("facts: what stands on a view without data cannot be refreshed, and stays readable") {
    matview_test::quiz_database quiz;
    quiz.db.create<Best>();
    quiz.other.exec("REFRESH MATERIALIZED VIEW leaderboard WITH NO DATA");
    const auto e = thrown_by<matview::not_populated>([&] { quiz.db.refresh<Best>(); });
    CHECK(e.hint().find("refresh that one first") != std::string::npos);
    CHECK_EQ(quiz.db.count<Best>(), 2);
    quiz.db.refresh<Leaderboard>();
    quiz.db.refresh<Best>();
}

TEST_CASE("facts: ANALYZE may run in a transaction, VACUUM may not") {
    matview_test::quiz_database quiz;
    {
        matview::transaction tx(quiz.db);
        tx.refresh<Leaderboard>();
        tx.execute("ANALYZE leaderboard");
        CHECK_EQ(thrown_by<matview::server_error>([&] { tx.execute("VACUUM leaderboard"); }).sqlstate(), "25001");
    }
    quiz.db.execute("VACUUM leaderboard");
}

TEST_CASE("facts: SET LOCAL outside a transaction does nothing, and the warning arrives") {
    matview_test::test_database database;
    std::string heard;
    matview::connection db(
        {.conninfo = database.conninfo(), .on_notice = [&](const matview::notice& n) { heard = n.sqlstate; }});
    db.execute("SET LOCAL lock_timeout = '7s'");
    CHECK_EQ(heard, "25P01");
    CHECK_EQ(db.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "0");
}

TEST_CASE("facts: DISTINCT is ordered by what it selects, else the server's refusal is told") {
    matview_test::quiz_database quiz;
    CHECK_EQ(thrown_by<matview::server_error>([&] {
                 quiz.db.query<int>("SELECT DISTINCT id FROM team ORDER BY name");
             }).sqlstate(),
             "42P10");
    CHECK_EQ(quiz.db.fetch(matview::from<quiz::User>().distinct().order_by(matview::desc<&quiz::User::id>)).at(0).id,
             5);
    CHECK_EQ(quiz.db
                 .fetch(matview::from<Leaderboard>().distinct().order_by(
                     matview::asc<&Leaderboard::user, &quiz::User::username>.nulls_last()))
                 .at(0)
                 .user.key(),
             1);
}
