// A link that is cut at any byte of a conversation ends in an error within bounds, or the conversation is whole: never in a wrong or missing row.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include <support/chaos_proxy.hpp>
#include <support/private_server.hpp>

#include "../models.hpp"

using namespace std::chrono_literals;
using matview::from;
using matview_test::direction;
using matview_test::fault;
using quiz::Leaderboard;

namespace {

constexpr std::int64_t players = 20;

/// A server of its own, since a proxy wants the path of its socket.
class quiz_server {
public:
    quiz_server() : proxy(server.directory().string() + "/.s.PGSQL.5432") {
        matview::connection db(server.conninfo());
        db.execute(R"sql(
            CREATE TABLE team (id int PRIMARY KEY, name varchar(30) NOT NULL);
            CREATE TABLE auth_user (id bigint PRIMARY KEY, username varchar(150) NOT NULL, active bool NOT NULL, team_id int);
            CREATE TABLE quiz_quizresult (user_id bigint NOT NULL, score int);
            INSERT INTO auth_user SELECT n, 'player ' || n, true, NULL FROM generate_series(1, 20) AS n;
            INSERT INTO quiz_quizresult SELECT u, n FROM generate_series(1, 20) AS u, generate_series(1, u) AS n)sql");
        db.create<Leaderboard>();
    }

    matview::connection_options through_proxy() const {
        return {.conninfo = "host=127.0.0.1 user=postgres dbname=postgres sslmode=disable gssencmode=disable port=" +
                            std::to_string(proxy.port()),
                .connect_timeout = 300ms,
                .response_timeout = 300ms};
    }

    matview_test::private_server server;
    matview_test::chaos_proxy proxy;
};

/// What a program does on one connection. Throws what fails; whatever it reads is right, or the test fails.
void converse(const matview::connection_options& options) {
    const auto board = from<Leaderboard>()
                           .select_related<&Leaderboard::user>()
                           .filter(matview::col<&Leaderboard::quizzes_played> > 0)
                           .order_by(matview::asc<&Leaderboard::user>);
    matview::connection db(options);
    const auto rows = db.fetch(board);
    REQUIRE_EQ(rows.size(), players);
    for (std::int64_t i = 0; i < players; ++i) {
        const Leaderboard& row = rows[static_cast<std::size_t>(i)];
        REQUIRE_EQ(row.user.key(), i + 1);
        REQUIRE_EQ(row.quizzes_played, i + 1);
        REQUIRE_EQ(row.best_score, static_cast<std::int32_t>(i + 1));
        REQUIRE_EQ(row.user->username, "player " + std::to_string(i + 1));
    }
    const std::int64_t counted = db.count(board);  // not within REQUIRE, which keeps what is thrown
    REQUIRE_EQ(counted, players);
    db.refresh<Leaderboard>({.lock_timeout = 5s, .statement_timeout = 5s});
    matview::transaction tx(db);
    tx.execute("CREATE TEMP TABLE loaded (n int) ON COMMIT DROP");
    matview::copy_in load(tx, "COPY loaded FROM STDIN");
    load.row({"1"});
    const std::uint64_t loaded = load.finish();
    REQUIRE_EQ(loaded, 1);
    tx.commit();
}

struct outcomes {
    int whole = 0, cut = 0;
};

void try_each_byte(quiz_server& quiz, fault what, direction way, std::size_t size, std::size_t step, outcomes& count) {
    for (std::size_t after = 0; after < size; after += step) {
        CAPTURE(static_cast<int>(what));
        CAPTURE(way == direction::to_client);
        CAPTURE(after);
        quiz.proxy.set_plan({what, way, after});
        const auto begun = std::chrono::steady_clock::now();
        try {
            converse(quiz.through_proxy());
            ++count.whole;  // what was cut off was no part of it: the farewell
        } catch (const matview::connection_error& e) {
            CHECK_FALSE(e.connection_usable());
            ++count.cut;
        }
        CHECK_LT(std::chrono::steady_clock::now() - begun, 30s);
    }
}

}  // namespace

TEST_CASE("a link cut at any byte, in either direction, in each way") {
    quiz_server quiz;
    converse(quiz.through_proxy());
    const std::size_t to_server = quiz.proxy.passed(direction::to_server);
    const std::size_t to_client = quiz.proxy.passed(direction::to_client);
    REQUIRE_GT(to_server, 500);
    REQUIRE_GT(to_client, 1000);

    // A stall takes as long as the bound that ends it, so by default not each byte is tried.
    const bool every_byte = std::getenv("MATVIEW_TEST_EVERY_BYTE") != nullptr;
    outcomes count;
    for (const fault what : {fault::close, fault::reset, fault::stall}) {
        const std::size_t step = every_byte ? 1 : what == fault::stall ? 101 : 7;
        try_each_byte(quiz, what, direction::to_server, to_server, step, count);
        try_each_byte(quiz, what, direction::to_client, to_client, step, count);
    }
    MESSAGE(count.cut << " links cut, " << count.whole << " conversations whole; " << to_server
                      << " bytes to the server, " << to_client << " to the client");
    CHECK_GT(count.cut, 100 * count.whole);

    quiz.proxy.set_plan({});
    converse(quiz.through_proxy());  // nothing was harmed
}
