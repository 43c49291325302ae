// What docs/sessions.md says that threads may do, done; to be run under ThreadSanitizer (preset sanitize-threads).
#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../integration/quiz_database.hpp"

using namespace std::chrono_literals;
using matview::asc;
using matview::col;
using matview::from;
using quiz::Leaderboard;
using quiz::User;

namespace {

constexpr int thread_count = 6;

/// Runs it in several threads that begin at once. What fails is said afterwards, in the thread of the test.
template <class Work> void in_threads(const Work& work) {
    std::barrier start(thread_count);
    std::vector<std::string> failures(thread_count);
    std::vector<std::thread> threads;
    for (int i = 0; i < thread_count; ++i)
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            try {
                work(i);
            } catch (const std::exception& e) {
                failures[static_cast<std::size_t>(i)] = e.what();
            }
        });
    for (std::thread& one : threads) one.join();
    for (const std::string& failure : failures) CHECK_EQ(failure, "");
}

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

class counting_observer final : public matview::observer {
public:
    void on_statement(const matview::statement_event&) noexcept override { ++statements; }
    void on_refresh_end(const matview::refresh_event&) noexcept override { ++refreshes; }
    std::atomic<int> statements{0}, refreshes{0};
};

struct Roll {
    std::int64_t id;
    std::string username;
    struct Meta {
        static constexpr auto relation = matview::view("roll");
    };
};

auto board() {
    return from<Leaderboard>()
        .select_related<&Leaderboard::user>()
        .filter(col<&Leaderboard::quizzes_played> > 1)
        .order_by(asc<&Leaderboard::user>);
}

}  // namespace

TEST_CASE("threads: a shared query is rendered first by several at once") {
    const std::string expected = board().sql().text;
    for (int round = 0; round < 50; ++round) {
        const auto shared = board();
        std::vector<const matview::statement*> seen(thread_count);
        in_threads([&](int i) {
            seen[static_cast<std::size_t>(i)] = &shared.sql();
            require(shared.sql().text == expected, "another text");
            require(shared.limit(3).sql().text != expected, "a query made from it is another");
            const auto copy = shared;
            require(copy.sql().text == expected, "a copy has another text");
        });
        for (const matview::statement* one : seen) CHECK_EQ(one, seen.front());
    }
}

TEST_CASE("threads: conditions, rows and errors are shared") {
    matview_test::quiz_database quiz;
    const matview::condition<User> active = col<&User::active> == true;
    const auto rows = quiz.db.fetch(board());
    const auto failure = [&]() -> matview::server_error {
        try {
            quiz.db.execute("SELECT 1/0");
        } catch (const matview::server_error& e) {
            return e;
        }
        throw std::logic_error("1/0 is a number");
    }();
    in_threads([&](int i) {
        for (int round = 0; round < 50; ++round) {
            const matview::condition<User> both = active && col<&User::id> > i;
            require(from<User>().filter(both).sql().parameters.size() == 2, "a condition");
            auto copies = rows;
            require(copies.size() == rows.size(), "rows");
            for (const auto& row : copies) require(!row.user.exists() || !row.user->username.empty(), "a related row");
            const matview::server_error copy = failure;
            require(copy.sqlstate() == "22012" && std::string(copy.what()) == failure.what(), "an error");
        }
    });
}

TEST_CASE("threads: the related rows of one fetch end in several") {
    matview_test::quiz_database quiz;
    for (int round = 0; round < 50; ++round) {
        auto rows = quiz.db.fetch(board().limit(thread_count));
        in_threads([&](int i) {
            if (static_cast<std::size_t>(i) >= rows.size()) return;
            const auto own = std::move(rows[static_cast<std::size_t>(i)].user);
            require(!own.exists() || !own->username.empty(), "a related row");
        });
    }
}

TEST_CASE("threads: a session each, with one query and one observer") {
    matview_test::quiz_database quiz;
    const auto counts = std::make_shared<counting_observer>();
    std::atomic<int> lines{0};
    const auto writer = std::make_shared<matview::line_observer>([&](std::string_view) { ++lines; });
    const auto shared = board();
    const std::size_t expected = quiz.db.fetch(shared).size();
    in_threads([&](int i) {
        matview::connection db({.conninfo = quiz.database.conninfo(),
                                .observer = i % 2 == 0 ? std::shared_ptr<matview::observer>(counts) : writer});
        for (int round = 0; round < 20; ++round) {
            require(db.fetch(shared).size() == expected, "rows of the shared query");
            require(db.within({.lock_timeout = 1min}).count(shared) == static_cast<std::int64_t>(expected), "a count");
            matview::transaction tx(db);
            require(tx.exists(shared), "rows in a transaction");
            tx.commit();
        }
        if (i == 0) db.refresh_concurrently<Leaderboard>();
        try {
            db.execute("SELECT nothing_of_that_name");
        } catch (const matview::server_error&) {
            return;
        }
        throw std::runtime_error("no error");
    });
    CHECK_EQ(counts->refreshes, 1);
    CHECK_GE(counts->statements, 3 * 20 * 5);
    CHECK_GE(lines, 3 * 20 * 5);
}

TEST_CASE("threads: several cancel one session, which another uses") {
    matview_test::quiz_database quiz;
    std::atomic<bool> done{false};
    std::atomic<int> canceled{0};
    in_threads([&](int i) {
        if (i > 0) {
            while (!done) {
                quiz.db.cancel();
                std::this_thread::sleep_for(1ms);
            }
            return;
        }
        for (int round = 0; round < 50; ++round) {
            try {
                matview::transaction tx(quiz.db);
                tx.execute("SELECT pg_sleep(60)");
            } catch (const matview::query_canceled&) {
                ++canceled;
            }
        }
        done = true;
    });
    CHECK_EQ(canceled, 50);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("threads: connections are made, handed on and closed by different threads") {
    matview_test::quiz_database quiz;
    std::vector<std::unique_ptr<matview::connection>> made(thread_count);
    in_threads([&](int i) {
        made[static_cast<std::size_t>(i)] = std::make_unique<matview::connection>(quiz.database.conninfo());
        require(made[static_cast<std::size_t>(i)]->count<User>() == 5, "rows");
    });
    in_threads([&](int i) {
        auto mine = std::move(made[static_cast<std::size_t>((i + 1) % thread_count)]);
        matview::connection moved = std::move(*mine);
        require(moved.count<User>() == 5, "rows");
        require(moved.get<User>(1).username == "ann", "a row");
    });
}

TEST_CASE("threads: a stream each, one query for all, while others cancel") {
    matview_test::quiz_database quiz;
    quiz.other.exec(
        "CREATE VIEW roll AS SELECT n::bigint AS id, repeat('x', 100) AS username, n > 0 AS active "
        "FROM generate_series(1, 3000) AS n");
    const auto copied = from<Roll>();
    const auto in_parts = from<Roll>().filter(col<&Roll::id> > 0);
    std::vector<std::unique_ptr<matview::connection>> each(thread_count / 2);
    for (auto& one : each) one = std::make_unique<matview::connection>(quiz.database.conninfo());
    std::atomic<int> reading{thread_count / 2}, canceled{0}, whole{0};
    in_threads([&](int i) {
        matview::connection& db = *each[static_cast<std::size_t>(i / 2)];
        if (i % 2 != 0) {
            while (reading > 0) {
                db.cancel();
                std::this_thread::sleep_for(5ms);
            }
            return;
        }
        for (int round = 0; round < 60; ++round) {
            std::int64_t rows = 0;
            try {
                for (const Roll& row : db.stream(round % 2 == 0 ? copied : in_parts)) {
                    require(row.id == ++rows, "another row");
                    if (round % 7 == 0) break;
                }
                require(round % 7 == 0 || rows == 3000, "too few rows");
                ++whole;
            } catch (const matview::query_canceled&) {
                ++canceled;
            }
        }
        --reading;
    });
    CHECK_EQ(canceled + whole, thread_count / 2 * 60);
    CHECK_GT(whole, 0);
}

TEST_CASE("threads: eight on a pool of four connections") {
    matview_test::quiz_database quiz;
    matview::pool db({.conninfo = quiz.database.conninfo()}, {.max_size = 4, .max_age = 200ms, .idle_timeout = 20ms});
    std::atomic<int> out{0}, most{0}, lost{0};
    const auto shared = board();
    const std::size_t expected = db.fetch(shared).size();
    std::vector<std::thread> threads;
    std::vector<std::string> failures(8);
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            try {
                for (int round = 0; round < 100; ++round) {
                    require(db.fetch(shared).size() == expected, "rows of the shared query");
                    if (round % 10 == i) db.execute("SET work_mem = '1MB'");
                    if (round % 10 == 5) {
                        matview::transaction tx(db);
                        const int now = ++out;
                        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) continue;
                        tx.execute("INSERT INTO team VALUES ($1, 'rolled back')", 1000 + i);
                        --out;
                    }
                    if (round % 10 == 7) {
                        auto rows = db.stream(shared);
                        require(rows.begin() != rows.end(), "the first row of a stream");
                    }
                    require(db.idle() <= 4 && db.size() <= 4 && db.waiting() <= 7, "the pool's counts");
                    if (round % 25 != 0) continue;
                    matview::connection one = db.take();
                    try {
                        one.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                    } catch (const matview::connection_lost&) {
                        ++lost;
                    }
                }
            } catch (const std::exception& e) {
                failures[static_cast<std::size_t>(i)] = e.what();
            }
        });
    for (std::thread& one : threads) one.join();
    for (const std::string& failure : failures) CHECK_EQ(failure, "");
    CHECK_EQ(lost, 8 * 4);
    CHECK_LE(most, 4);
    CHECK_EQ(db.in_use(), 0);
    CHECK_EQ(db.waiting(), 0);
    CHECK_EQ(db.size(), db.idle());
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "2");
}

TEST_CASE("threads: waiters of a pool are served and give up at the same moment") {
    matview_test::quiz_database quiz;
    matview::pool db({.conninfo = quiz.database.conninfo()}, {.max_size = 1, .pool_timeout = 5ms});
    std::atomic<int> served{0}, gave_up{0};
    in_threads([&](int i) {
        for (int round = 0; round < 100; ++round) {
            try {
                const matview::connection mine = db.take();
                ++served;
                std::this_thread::sleep_for(std::chrono::microseconds(500 + 400 * i));
            } catch (const matview::pool_timeout&) {
                ++gave_up;
            }
        }
    });
    CHECK_EQ(served + gave_up, thread_count * 100);
    CHECK_GT(served, 0);
    CHECK_GT(gave_up, 0);
    CHECK_EQ(db.idle(), 1);
    CHECK_EQ(db.waiting(), 0);
}
