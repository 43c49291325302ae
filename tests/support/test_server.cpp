#include "test_server.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "private_server.hpp"

namespace matview_test {

namespace {

const char* foreign_server() {
    const char* text = std::getenv("MATVIEW_TEST_DATABASE");
    return text != nullptr && *text != '\0' ? text : nullptr;
}

struct server {
    std::optional<private_server> own;
    conninfo_keywords keywords;
    std::string failure;

    server() {
        try {
            if (const char* text = foreign_server()) {
                keywords = parse_conninfo(text);
            } else {
                own.emplace();
                keywords = parse_conninfo(own->conninfo("postgres"));
            }
        } catch (const std::exception& error) {
            // Kept: a hundred test cases need not wait for the same failure each.
            failure = error.what();
        }
    }
};

}  // namespace

const conninfo_keywords& shared_server() {
    // The kernel would end a private server together with the thread that started it.
    static std::atomic<bool> started{false};
    if (!started && !shared_server_is_foreign() && syscall(SYS_gettid) != getpid()) {
        throw std::logic_error("make the first test_database on the main thread");
    }
    // Stopped by the static object's destructor: at exit(), also when tests failed.
    static const server the_server;
    started = true;
    if (!the_server.failure.empty()) throw std::runtime_error(the_server.failure);
    return the_server.keywords;
}

bool shared_server_is_foreign() { return foreign_server() != nullptr; }

raw_connection connect_to_shared_server() { return raw_connection{to_string(shared_server())}; }

std::string create_with_unique_name(std::string_view prefix,
                                    const std::function<void(const std::string& name)>& create) {
    static std::atomic<int> counter{0};
    for (;;) {
        std::string name{prefix};
        name += '_' + std::to_string(getpid()) + '_' + std::to_string(++counter);
        try {
            create(name);
            return name;
        } catch (const server_error& error) {
            // duplicate_database, duplicate_object: a killed run, or a run with the same
            // pid on another machine, has that name on a server that both use.
            if (error.sqlstate() != "42P04" && error.sqlstate() != "42710") throw;
        }
    }
}

void report_left_behind(const std::string& what, const std::exception& why) noexcept {
    std::fprintf(stderr, "matview_test: could not drop %s: %s\n", what.c_str(), why.what());
}

}  // namespace matview_test
