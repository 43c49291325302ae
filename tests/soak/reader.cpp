#include "reader.hpp"

#include <chrono>
#include <iterator>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace soak {
namespace {

using namespace std::chrono_literals;

constexpr const char* names[] = {"fetch",        "fetch joined", "fetch filtered", "count", "count filtered",
                                 "first",        "get",          "transaction",    "SQL",   "bound",
                                 "session reset"};
constexpr unsigned kinds = std::size(names);
// Far beyond every bound that is set, on a busy machine too.
constexpr auto longest_read = 60s;

const auto by_account = matview::from<Balance>().order_by(matview::asc<&Balance::account>);

}  // namespace

reader::reader(std::string conninfo, bool pooled, std::uint64_t seed, tally& to)
    : conninfo_(std::move(conninfo)), pooled_(pooled), random_(seed), to_(to) {}

void reader::connect() {
    auto made = std::make_unique<matview::connection>(matview::connection_options{.conninfo = conninfo_,
                                                                                  .application_name = "soak reader",
                                                                                  .connect_timeout = 5s,
                                                                                  .response_timeout = 20s,
                                                                                  .statement_timeout = 10s,
                                                                                  .pooled = pooled_});
    const std::lock_guard lock(mutex_);
    db_ = std::move(made);
}

void reader::disconnect() {
    const std::lock_guard lock(mutex_);
    db_.reset();
}

bool reader::cancel() {
    const std::lock_guard lock(mutex_);
    return db_ && db_->cancel();
}

void reader::run(const std::atomic<bool>& stop) {
    while (!stop) {
        const auto begun = std::chrono::steady_clock::now();
        try {
            if (!db_) connect();
            read(static_cast<unsigned>(random_() % kinds));
        } catch (const matview::error& e) {
            to_.error(e);
            if (db_ && e.connection_usable() && !db_->usable())
                to_.unexplained(std::string("a lost connection is said to be usable: ") + e.what());
            if (!e.connection_usable()) {
                disconnect();
                std::this_thread::sleep_for(20ms);
            }
        }
        if (std::chrono::steady_clock::now() - begun > longest_read) to_.unexplained("a read without end");
    }
    disconnect();
}

void reader::read_all() {
    connect();
    for (unsigned kind = 0; kind < kinds; ++kind) {
        try {
            read(kind);
        } catch (const matview::error& e) {
            to_.unexplained(std::string("a read on a server left alone: ") + names[kind] + ": " + e.what());
        }
    }
    disconnect();
}

void reader::in_transaction() {
    matview::transaction in(*db_);
    check_number(in.count<Balance>(), accounts, "the count in a transaction", to_);
    check_rows(in.fetch(by_account), 1, accounts, false, to_);
    in.commit();
}

void reader::read(unsigned kind) {
    using matview::col;
    const auto some = static_cast<std::int64_t>(random_() % accounts) + 1;
    matview::connection& db = *db_;
    switch (kind) {
        case 0:
            check_rows(db.fetch(by_account), 1, accounts, false, to_);
            break;
        case 1:
            check_rows(db.fetch(by_account.select_related<&Balance::account>()), 1, accounts, true, to_);
            break;
        case 2:
            check_rows(db.fetch(by_account.filter(col<&Balance::account> <= some)), 1, some, false, to_);
            break;
        case 3:
            check_number(db.count<Balance>(), accounts, "the count", to_);
            break;
        case 4:
            check_number(db.count(by_account.filter(col<&Balance::account> > some)), accounts - some, "a count", to_);
            break;
        case 5:
            if (const auto row = db.first(matview::from<Balance>()
                                              .order_by(matview::desc<&Balance::amount>)
                                              .select_related<&Balance::account>()))
                check_row(*row, true, to_);
            else
                to_.wrong("no first row");
            break;
        case 6: {
            const auto row = db.get<Balance>(some);
            check_row(row, false, to_);
            check_number(row.account.key(), some, "the key of a row by its key", to_);
            break;
        }
        case 7:
            in_transaction();
            break;
        case 8:
            check_rows(db.query<Balance>("SELECT * FROM balance WHERE account_id = $1", some), some, some, false, to_);
            break;
        case 9:
            check_rows(db.within({.statement_timeout = 5s, .lock_timeout = 1s}).fetch(by_account), 1, accounts, false,
                       to_);
            break;
        default:
            // It takes the prepared statements away, and the settings; a pooler's client has neither.
            if (!pooled_) db.execute("DISCARD ALL");
            check_rows(db.fetch(by_account), 1, accounts, false, to_);
    }
    to_.count("reads", names[kind]);
    if (kind == kinds - 1 && !pooled_) to_.count("faults", "DISCARD ALL");
}

}  // namespace soak
