// One of many processes that ask for the same at once: `refresher CONNINFO GO-FILE VERB`. It connects, says that it is ready, waits for a
// lock of the file, does what it was told, and prints what became of it.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include <matview/matview.hpp>

#include "board.hpp"

using namespace std::chrono_literals;
using processes::Board;

namespace {

// Asleep: a hundred that looked for it again and again would leave no processor to those that have yet to connect.
void wait_for(const std::filesystem::path& go) {
    const int file = open(go.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || flock(file, LOCK_SH) != 0) throw std::system_error(errno, std::generic_category(), go.string());
    close(file);
}

const char* text(matview::refresh_outcome outcome) {
    switch (outcome) {
        case matview::refresh_outcome::refreshed:
            return "refreshed";
        case matview::refresh_outcome::joined:
            return "joined";
        case matview::refresh_outcome::skipped:
            return "skipped";
    }
    return "?";
}

matview::refresh_options options_of(const std::string& verb) {
    if (verb == "wait") return {.if_running = matview::single_flight::wait};
    if (verb == "skip") return {.if_running = matview::single_flight::skip_if_running};
    if (verb == "fail") return {.if_running = matview::single_flight::fail_if_running};
    if (verb == "hourly") return {.min_interval = 1h};
    if (verb == "budget") return {.lock_budget = matview::lock_budget{.lock_timeout = 100ms, .deadline = 60s}};
    if (verb == "patient") return {};
    throw std::runtime_error("no such verb: " + verb);
}

// What became of it, whether the rows are as of a moment behind the call, and in how many attempts.
void refresh(matview::connection& db, const std::string& verb) {
    const auto options = options_of(verb);
    const auto called =
        db.query<std::chrono::sys_time<std::chrono::microseconds>>("SELECT pg_catalog.clock_timestamp()").at(0);
    try {
        const auto done = db.refresh<Board>(options);
        std::printf("%s %s %d\n", text(done.outcome), done.started > called ? "later" : "earlier", done.attempts);
    } catch (const matview::refresh_running&) {
        std::printf("running\n");
    }
}

// Until the file is gone again: "read COUNT LONGEST-MICROSECONDS"
void read(matview::connection& db, const std::filesystem::path& go) {
    using clock = std::chrono::steady_clock;
    long count = 0;
    clock::duration longest{};
    for (; std::filesystem::exists(go); ++count) {
        const auto begun = clock::now();
        if (db.fetch<Board>().size() != 1) throw std::runtime_error("another number of rows");
        longest = std::max(longest, clock::now() - begun);
        std::this_thread::sleep_for(2ms);
    }
    std::printf("read %ld %lld\n", count,
                static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(longest).count()));
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 4) throw std::runtime_error("refresher CONNINFO GO-FILE VERB");
    std::string verb = argv[3];
    const std::size_t dash = verb.find("-pooled");
    // A hundred that start at once on a busy machine take their time.
    matview::connection db({.conninfo = argv[1], .connect_timeout = 120s, .pooled = dash != verb.npos});
    verb.resize(std::min(dash, verb.size()));
    std::printf("ready\n");
    std::fflush(stdout);
    wait_for(argv[2]);
    if (verb == "read")
        read(db, argv[2]);
    else
        refresh(db, verb);
    return 0;
} catch (const std::exception& failure) {
    std::printf("failed: %s\n", failure.what());
    return 1;
}
