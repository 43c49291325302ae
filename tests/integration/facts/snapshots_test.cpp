// What transactions of higher isolation see of a refresh, and what becomes of a refresh in one.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>

#include "../quiz_database.hpp"

using matview::isolation_level;
using quiz::Leaderboard;

namespace {
struct Results {
    std::int64_t played;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("results");
        static constexpr auto definition = "SELECT count(*) AS played FROM quiz_quizresult";
    };
};
}  // namespace

TEST_CASE("facts: a snapshot sees through a concurrent refresh, and not through a plain one") {
    matview_test::quiz_database quiz;
    matview::connection reader(quiz.database.conninfo());
    for (const bool concurrently : {true, false}) {
        CAPTURE(concurrently);
        const std::int64_t before = reader.count<Leaderboard>();
        matview::transaction tx(reader, {.isolation = isolation_level::repeatable_read});
        tx.count<quiz::User>();  // takes the snapshot, and no lock on the view
        quiz.other.exec("INSERT INTO quiz_quizresult (user_id) SELECT max(user_id) + 1 FROM quiz_quizresult");
        if (concurrently)
            quiz.db.refresh_concurrently<Leaderboard>();
        else
            quiz.db.refresh<Leaderboard>();
        CHECK_EQ(tx.count<Leaderboard>(), before + (concurrently ? 0 : 1));
    }
}

TEST_CASE("facts: views refreshed in one REPEATABLE READ transaction agree with each other") {
    matview_test::quiz_database quiz;
    quiz.db.create<Results>();
    matview::transaction tx(quiz.db, {.isolation = isolation_level::repeatable_read});
    tx.refresh<Leaderboard>();
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)");
    tx.refresh<Results>();
    tx.commit();
    CHECK_EQ(quiz.db.fetch<Results>().at(0).played, 12);
    CHECK_EQ(quiz.db.query<std::int64_t>("SELECT sum(quizzes_played)::bigint FROM leaderboard").at(0), 12);
}

TEST_CASE("facts: such a transaction can fail after another session's refresh, and succeeds when it is run again") {
    matview_test::quiz_database quiz;
    struct {
        const char* change;
    } const changes[]{{"INSERT INTO quiz_quizresult (user_id) SELECT max(user_id) + 1 FROM quiz_quizresult"},
                      {"UPDATE quiz_quizresult SET score = coalesce(score, 0) + 1"}};
    for (const auto& one : changes) {
        const char* const change = one.change;
        CAPTURE(std::string(change));
        const auto refresh = [&](const char* meanwhile) {
            matview::transaction tx(quiz.db, {.isolation = isolation_level::repeatable_read});
            tx.count<quiz::User>();
            if (meanwhile) quiz.other.exec(meanwhile);
            if (meanwhile) quiz.other.exec("REFRESH MATERIALIZED VIEW CONCURRENTLY leaderboard");
            tx.refresh_concurrently<Leaderboard>();
            tx.commit();
        };
        quiz.other.exec(change);  // so that there is something for it to write
        try {
            refresh(change);
            FAIL("nothing failed");
        } catch (const matview::server_error& e) {
            INFO(std::string(e.what()));
            CHECK((e.sqlstate() == "23505" || e.sqlstate() == "40001"));
            CHECK(e.retryable());
            CHECK(e.connection_usable());
            CHECK(e.hint().find("from its start") != std::string::npos);
        }
        refresh(nullptr);
    }
}
