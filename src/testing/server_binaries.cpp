#include "testing/server_binaries.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include <matview/error.hpp>

namespace matview::inline v0::testing::detail {

namespace {

namespace fs = std::filesystem;

bool has_server(const fs::path& directory) {
    return !directory.empty() && access((directory / "initdb").c_str(), X_OK) == 0 &&
           access((directory / "postgres").c_str(), X_OK) == 0;
}

// Debian's libpq-dev brings pg_config without a server, so the answer is only a
// place to look.
fs::path from_pg_config() {
    FILE* output = popen("pg_config --bindir 2>/dev/null", "r");
    if (output == nullptr) return {};
    std::string answer;
    std::array<char, 512> piece{};
    while (std::fgets(piece.data(), static_cast<int>(piece.size()), output) != nullptr) {
        answer += piece.data();
    }
    pclose(output);
    while (!answer.empty() && answer.back() == '\n') answer.pop_back();
    return answer;
}

fs::path newest_of_debian() {
    fs::path newest;
    double newest_version = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        const std::string name = entry.path().filename().string();
        double version = 0;  // "9.6" was a version once, and "15" is above it
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), version);
        if (parsed.ec != std::errc{} || version <= newest_version) continue;
        if (!has_server(entry.path() / "bin")) continue;
        newest = entry.path() / "bin";
        newest_version = version;
    }
    return newest;
}

fs::path from_path() {
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable == nullptr ? "" : variable;
    while (!rest.empty()) {
        const auto colon = rest.find(':');
        const fs::path directory{rest.substr(0, colon)};
        if (has_server(directory)) return fs::absolute(directory);
        rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    }
    return {};
}

}  // namespace

fs::path find_server_binaries() {
    const char* chosen = std::getenv("MATVIEW_TEST_PG_BINDIR");
    if (chosen != nullptr && *chosen != '\0') {
        if (has_server(chosen)) return fs::absolute(chosen);
        // Another server than the one that was asked for would prove nothing.
        throw error("MATVIEW_TEST_PG_BINDIR is '" + std::string{chosen} +
                    "', but there are no programs 'initdb' and 'postgres' to run in it");
    }
    if (auto found = from_pg_config(); has_server(found)) return found;
    if (auto found = newest_of_debian(); has_server(found)) return found;
    if (auto found = from_path(); has_server(found)) return found;
    throw error(
        "no PostgreSQL server to test with: neither `pg_config --bindir`, /usr/lib/postgresql/*/bin "
        "nor the PATH has 'initdb' and 'postgres'. Install one (Debian, Ubuntu: apt install "
        "postgresql; Fedora: dnf install postgresql-server; Alpine: apk add postgresql), or set "
        "MATVIEW_TEST_PG_BINDIR to the directory of its programs, or MATVIEW_TEST_DATABASE to the "
        "conninfo of a running server where you may create databases");
}

}  // namespace matview::inline v0::testing::detail
