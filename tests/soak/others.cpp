#include "others.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include <fmt/format.h>

#include <support/raw_connection.hpp>

namespace soak {
namespace {

using namespace std::chrono_literals;
using matview_test::raw_connection;

/// A connection by plain libpq that is made again when it fails.
class stubborn_connection {
public:
    stubborn_connection(const std::string& conninfo, const char* name)
        : conninfo_(conninfo + " application_name='" + name + "'") {}

    /// False where it failed, as it may when sessions are ended and the server crashes.
    bool exec(const std::string& sql) {
        return attempt([&](raw_connection& on) { on.exec(sql); });
    }
    bool attempt(const std::function<void(raw_connection&)>& what) {
        try {
            if (!made_) made_.emplace(conninfo_);
            what(*made_);
            return true;
        } catch (const matview_test::server_error&) {
            made_.reset();  // a transaction that was left open ends with it
            std::this_thread::sleep_for(20ms);
            return false;
        }
    }

private:
    std::string conninfo_;
    std::optional<raw_connection> made_;
};

void pause(std::mt19937_64& random, unsigned most) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % most));
}

/// Keeps trying for a while: so that the view is whole again before the next fault.
void insist(stubborn_connection& on, const std::string& sql, tally& to) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!on.exec(sql))
        if (std::chrono::steady_clock::now() > deadline) return to.unexplained("not done within a minute: " + sql);
}

class faults {
public:
    faults(const std::string& conninfo, std::uint64_t seed, const std::vector<reader*>& readers, tally& to)
        : on_(conninfo, "soak faults"), random_(seed), readers_(readers), to_(to) {}

    void end_session() {
        note("session ended",
             on_.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE "
                      "'soak reader' OR application_name LIKE 'soak refresh%' ORDER BY random() LIMIT 1"));
    }
    /// Of a statement under way, which may take a few tries to meet.
    void cancel() {
        bool met = false;
        for (int tries = 0; tries < 1000 && !met; ++tries) {
            met = readers_[random_() % readers_.size()]->cancel();
            if (!met) std::this_thread::sleep_for(1ms);
        }
        note("cancel", met);
    }
    void hold_view() { hold("view held", "BEGIN; SELECT count(*) FROM balance"); }
    void hold_table() { hold("table held", "BEGIN; LOCK TABLE account, entry"); }
    void take_index() {
        if (!note("index dropped", on_.exec(drop_index_sql))) return;
        pause(random_, 300);
        insist(on_, "DROP INDEX IF EXISTS balance_key; " + std::string(create_index_sql), to_);
    }
    void change_shape() {
        if (!note("shape changed", on_.exec(replace_view_sql(shape::other_type)))) return;
        pause(random_, 300);
        insist(on_, replace_view_sql(random_() % 2 == 0 ? shape::usual : shape::other_order), to_);
    }

private:
    bool note(const char* what, bool done) {
        if (done) to_.count("faults", what);
        return done;
    }
    void hold(const char* what, const char* sql) {
        note(what, on_.exec(sql));
        pause(random_, 600);
        on_.exec("ROLLBACK");
    }

    stubborn_connection on_;
    std::mt19937_64 random_;
    const std::vector<reader*>& readers_;
    tally& to_;
};

}  // namespace

void write(const std::string& conninfo, std::uint64_t seed, const std::atomic<bool>& stop, tally& to) {
    std::mt19937_64 random(seed);
    stubborn_connection on(conninfo, "soak writer");
    const auto account = [&] { return static_cast<std::int64_t>(random() % accounts) + 1; };
    while (!stop) {
        const auto amount = random() % 1'000'000;
        // The oldest transfers go, as whole ones, or the view would get ever dearer.
        const bool written = on.exec(
            fmt::format("BEGIN; SELECT nextval('transfers'); "
                        "INSERT INTO entry (account_id, amount, transfer) VALUES ({}, {}, currval('transfers')), "
                        "({}, -{}, currval('transfers')); "
                        "DELETE FROM entry WHERE transfer < currval('transfers') - 2000; COMMIT",
                        account(), amount, account(), amount));
        if (written) to.count("writes", "transactions");
        pause(random, 5);
    }
}

void refresh(const std::string& conninfo, bool concurrently, const std::atomic<bool>& stop, tally& to) {
    std::unique_ptr<matview::connection> db;
    while (!stop) {
        try {
            if (!db)
                db = std::make_unique<matview::connection>(matview::connection_options{
                    .conninfo = conninfo, .application_name = "soak refresh", .connect_timeout = 5s});
            if (concurrently)
                db->refresh_concurrently<Balance>({.statement_timeout = 10s});
            else
                db->refresh<Balance>({.lock_timeout = 100ms, .statement_timeout = 10s});
            to.count("refreshes", concurrently ? "concurrent" : "plain");
        } catch (const matview::error& e) {
            to.error(e);
            if (!e.connection_usable()) db.reset();
        }
        std::this_thread::sleep_for(concurrently ? 20ms : 50ms);
    }
}

void disturb(const std::string& conninfo, std::uint64_t seed, const std::vector<reader*>& readers,
             const std::atomic<bool>& stop, tally& to) {
    std::mt19937_64 random(seed);
    faults now(conninfo, random(), readers, to);
    void (faults::*const all[])() = {&faults::end_session, &faults::cancel,     &faults::hold_view,
                                     &faults::hold_table,  &faults::take_index, &faults::change_shape};
    for (std::size_t i = 0; !stop; ++i) {
        (now.*all[i % std::size(all)])();
        pause(random, 200);
    }
}

}  // namespace soak
