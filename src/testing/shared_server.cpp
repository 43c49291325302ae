#include "testing/shared_server.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include <matview/error.hpp>
#include <matview/testing/private_server.hpp>

namespace matview::inline v0::testing::detail {

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
                keywords = parse_conninfo(own->conninfo());
            }
        } catch (const std::exception& why) {
            // Kept: a hundred test cases need not wait for the same failure each.
            failure = why.what();
        }
    }
};

}  // namespace

const conninfo_keywords& shared_server() {
    // The kernel would end a private server together with the thread that started it.
    static std::atomic<bool> started{false};
    if (!started && !shared_server_is_foreign() && syscall(SYS_gettid) != getpid())
        throw std::logic_error("make the program's first test database on the main thread");
    // Stopped by the static object's destructor: at exit(), also when tests failed.
    static const server the_server;
    started = true;
    if (!the_server.failure.empty()) throw error(the_server.failure);
    return the_server.keywords;
}

bool shared_server_is_foreign() { return foreign_server() != nullptr; }

std::string create_with_unique_name(std::string_view prefix,
                                    const std::function<bool(const std::string& name)>& create) {
    static std::atomic<int> counter{0};
    for (;;) {
        // A killed run, or a run with the same pid on another machine, may have that name on a server that both use.
        std::string name{prefix};
        name += '_' + std::to_string(getpid()) + '_' + std::to_string(++counter);
        if (create(name)) return name;
    }
}

void report_left_behind(const std::string& what, const std::exception& why) noexcept {
    std::fprintf(stderr, "matview::testing: could not drop %s: %s\n", what.c_str(), why.what());
}

}  // namespace matview::inline v0::testing::detail
