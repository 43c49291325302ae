// The databases and servers that users' tests stand on: there while the object lives, gone with it and with the program.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <matview/matview.hpp>
#include <matview/testing.hpp>

using matview::testing::database;
using matview::testing::private_server;

namespace {

std::int64_t databases_named(matview::session& on, const std::string& name) {
    return on.query<std::int64_t>("SELECT count(*) FROM pg_database WHERE datname = $1", name).front();
}

template <class Condition> bool becomes_true(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

TEST_CASE("a test database is there by its conninfo and its URI, and gone with its object") {
    std::optional<database> made(std::in_place);
    database beside;
    CHECK_NE(made->name(), beside.name());
    matview::connection by_uri(made->uri());
    CHECK_EQ(by_uri.query<std::string>("SELECT current_database()").front(), made->name());
    CHECK_EQ(by_uri.query<std::string>("SHOW server_encoding").front(), "UTF8");
    CHECK_EQ(
        by_uri.query<std::int64_t>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").front(),
        0);

    matview::connection from_beside(beside.conninfo());
    CHECK_EQ(databases_named(from_beside, made->name()), 1);
    const std::string name = made->name();
    made.reset();  // although by_uri is still connected to it
    CHECK_EQ(databases_named(from_beside, name), 0);
    CHECK_THROWS_AS(by_uri.execute("SELECT 1"), matview::error);
}

TEST_CASE("threads make databases at once") {
    const database first;
    std::vector<std::string> names(4);
    std::vector<std::thread> threads;
    for (std::string& name : names)
        threads.emplace_back([&name] {
            const database own;
            name = matview::connection(own.conninfo()).query<std::string>("SELECT current_database()").front();
        });
    for (std::thread& one : threads) one.join();
    std::sort(names.begin(), names.end());
    CHECK_EQ(std::unique(names.begin(), names.end()), names.end());
    CHECK_FALSE(names.front().empty());
}

TEST_CASE("a private server has the settings that it is given, its databases, and no trace when it is gone") {
    std::filesystem::path directory;
    pid_t pid = 0;
    {
        const private_server own({"max_connections=17", "work_mem=123kB"});
        directory = own.directory();
        pid = own.pid();
        matview::connection db(own.uri());
        CHECK_EQ(db.query<std::string>("SHOW max_connections").front(), "17");
        CHECK_EQ(db.query<std::string>("SHOW work_mem").front(), "123kB");
        CHECK_EQ(db.query<std::string>("SELECT current_database() || ' ' || current_user").front(),
                 "postgres postgres");
        const database on_it(own);
        CHECK_EQ(matview::connection(on_it.conninfo()).query<std::string>("SHOW work_mem").front(), "123kB");
        CHECK_EQ(databases_named(db, on_it.name()), 1);
        CHECK(std::filesystem::exists(directory / "data"));
    }
    CHECK_FALSE(std::filesystem::exists(directory));
    CHECK_EQ(kill(pid, 0), -1);
}

TEST_CASE("a server that crashed has lost its sessions and kept what was written, and its settings") {
    matview::testing::private_server server({"max_connections=17"});
    matview::connection before(server.conninfo());
    before.execute("SET synchronous_commit = on; CREATE TABLE kept AS SELECT 1 AS one");
    const auto pid = server.pid();
    server.crash_and_restart();
    CHECK(server.pid() != pid);
    CHECK_THROWS_AS(before.query<int>("SELECT 1"), matview::connection_error);
    matview::connection after(server.conninfo());
    CHECK_EQ(after.query<int>("SELECT one FROM kept").at(0), 1);
    CHECK_EQ(after.query<std::string>("SHOW max_connections").at(0), "17");
}

TEST_CASE("a setting that the server refuses is told with the end of its log, and what is no setting at once") {
    std::string text;
    try {
        const private_server own({"work_mem=a lot"});
    } catch (const matview::error& failure) {
        text = failure.what();
    }
    CHECK_NE(text.find("work_mem"), std::string::npos);
    CHECK_THROWS_AS(private_server({"work_mem"}), std::invalid_argument);
}

TEST_CASE("the server goes with the program, also when that is killed") {
    const std::filesystem::path note =
        std::filesystem::temp_directory_path() / ("matview-server-of-" + std::to_string(getpid()));
    const pid_t program = fork();
    REQUIRE_GE(program, 0);
    if (program == 0) {
        try {
            const private_server own;
            const std::filesystem::path made = note.native() + ".made";
            std::ofstream(made) << own.pid() << ' ' << own.directory().native();
            std::filesystem::rename(made, note);
            for (;;) pause();
        } catch (...) {
            _exit(1);
        }
    }
    int status = 0;
    CHECK(becomes_true([&] { return std::filesystem::exists(note) || waitpid(program, &status, WNOHANG) != 0; }));
    REQUIRE(std::filesystem::exists(note));
    pid_t server = 0;
    std::string directory;
    std::ifstream(note) >> server >> directory;
    std::filesystem::remove(note);
    REQUIRE_GT(server, 0);
    CHECK_EQ(kill(server, 0), 0);
    kill(program, SIGKILL);
    waitpid(program, &status, 0);
    // Whoever adopts it may take its time to reap it: a zombie is gone too.
    CHECK(becomes_true([&] {
        std::ifstream state("/proc/" + std::to_string(server) + "/stat");
        const std::string text(std::istreambuf_iterator<char>(state), {});
        const auto behind_name = text.rfind(')');
        return behind_name == std::string::npos || text.compare(behind_name + 2, 1, "Z") == 0;
    }));
    // Nobody was left to remove its directory: the next server does.
    CHECK(std::filesystem::exists(directory));
    const private_server next;
    CHECK_FALSE(std::filesystem::exists(directory));
}
