// Readers, refreshes, a writer and faults at once, for MATVIEW_SOAK_MINUTES (0.2 if not given) with the random numbers of
// MATVIEW_SOAK_SEED: whatever goes wrong, each row that is read is true, and each error is one of matview's that a fault explains.
// See scripts/test --soak.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <support/private_server.hpp>
#include <support/raw_connection.hpp>

#include "others.hpp"
#include "reader.hpp"
#include "world.hpp"

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;
using std::chrono::milliseconds;

double minutes() {
    const char* given = std::getenv("MATVIEW_SOAK_MINUTES");
    return given ? std::strtod(given, nullptr) : 0.2;
}

std::uint64_t seed() {
    const char* given = std::getenv("MATVIEW_SOAK_SEED");
    return given ? std::strtoull(given, nullptr, 10) : 1;
}

/// Threads that end with this object.
class crew {
public:
    explicit crew(soak::tally& to) : to_(to) {}
    ~crew() { dismiss(); }
    crew(const crew&) = delete;
    crew& operator=(const crew&) = delete;

    template <class Work> void add(Work work) {
        threads_.emplace_back([this, work] {
            try {
                work(stop_);
            } catch (const std::exception& e) {
                to_.unexplained(std::string("not an error of matview's: ") + e.what());
            }
        });
    }
    void dismiss() {
        stop_ = true;
        for (std::thread& thread : threads_)
            if (thread.joinable()) thread.join();
    }

private:
    soak::tally& to_;
    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

/// The server is this thread's child, so this thread crashes it, a few times, while the others work.
void crash_now_and_then(matview_test::private_server& server, milliseconds time, soak::tally& to) {
    const auto end = clock_type::now() + time;
    const auto between = std::clamp<milliseconds>(time / 3, 3s, 60s);
    for (auto next = clock_type::now() + between; next + 1s < end; next = clock_type::now() + between) {
        std::this_thread::sleep_until(next);
        server.crash_and_restart();
        to.count("faults", "server crashed");
        fmt::print("soak: {} reads, {} wrong rows so far\n", to.total("reads"), to.wrong_rows());
    }
    std::this_thread::sleep_until(end);
}

/// Quiet again: the view is refreshed, and equals what its query gives.
void check_in_the_end(const std::string& conninfo, soak::tally& to) {
    matview::connection db(conninfo);
    db.refresh_concurrently<soak::Balance>();
    db.refresh<soak::Balance>();
    const auto rows = db.fetch(matview::from<soak::Balance>().order_by(matview::asc<&soak::Balance::account>));
    const auto truth = matview_test::rows(
        conninfo, "SELECT account_id, count(*), sum(amount) FROM entry GROUP BY account_id ORDER BY account_id");
    REQUIRE(rows.size() == truth.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(std::to_string(rows[i].account.key()) == truth[i][0]);
        CHECK(std::to_string(rows[i].entries) == truth[i][1]);
        CHECK(std::to_string(rows[i].amount) == truth[i][2]);
    }
    soak::check_rows(rows, 1, soak::accounts, false, to);
}

}  // namespace

TEST_CASE("soak") {
    const auto time =
        std::chrono::duration_cast<milliseconds>(std::chrono::duration<double, std::ratio<60>>(minutes()));
    REQUIRE(time > 0ms);
    fmt::print("soak: {:.1f} s, seed {}\n", static_cast<double>(time.count()) / 1000, seed());
    matview_test::private_server server;
    const std::string conninfo = server.conninfo("postgres");
    matview_test::exec(conninfo, soak::tables_sql() + soak::view_sql(soak::shape::usual));

    soak::tally tally;
    std::vector<std::unique_ptr<soak::reader>> readers;
    std::vector<soak::reader*> to_cancel;
    for (unsigned i = 0; i < 4; ++i) {
        readers.push_back(std::make_unique<soak::reader>(conninfo, i == 3, seed() + i, tally));
        to_cancel.push_back(readers.back().get());
    }
    {
        crew at_work(tally);
        for (const auto& reader : readers) at_work.add([&reader](const auto& stop) { reader->run(stop); });
        for (const bool concurrently : {false, true})
            at_work.add([&, concurrently](const auto& stop) { soak::refresh(conninfo, concurrently, stop, tally); });
        at_work.add([&](const auto& stop) { soak::write(conninfo, seed() + 100, stop, tally); });
        at_work.add([&](const auto& stop) { soak::disturb(conninfo, seed() + 200, to_cancel, stop, tally); });
        crash_now_and_then(server, time, tally);
    }
    check_in_the_end(conninfo, tally);
    for (const auto& reader : readers) reader->read_all();

    fmt::print("soak: {:.1f} s\n{}", static_cast<double>(time.count()) / 1000, tally.report());
    for (const std::string& complaint : tally.complaints()) MESSAGE(complaint);
    CHECK(tally.wrong_rows() == 0);
    CHECK(tally.total("unexplained") == 0);
    // Of nothing that did not happen anything is shown.
    for (const char* group : {"reads", "rows", "writes"}) CHECK_MESSAGE(tally.total(group) > 0, group);
    for (const char* kind : {"plain", "concurrent"}) CHECK_MESSAGE(tally.of("refreshes", kind) > 0, kind);
    if (time < 10s) return;
    for (const char* kind : {"session ended", "cancel", "view held", "table held", "index dropped", "shape changed",
                             "DISCARD ALL", "server crashed"})
        CHECK_MESSAGE(tally.of("faults", kind) > 0, kind);
}
