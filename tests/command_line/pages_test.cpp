// The man page, the page in docs/ and the completion know what the program knows.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "program.hpp"

namespace {

const std::filesystem::path project = std::filesystem::path(MATVIEW_EXAMPLES).parent_path();

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> found(const std::string& text, const std::string& pattern) {
    const std::regex wanted(pattern);
    std::set<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) all.insert(at->str());
    return all;
}

std::string help(std::vector<std::string> words) {
    words.insert(words.begin(), MATVIEW_PROGRAM);
    words.push_back("--help");
    const auto printed = command_line::run(words);
    REQUIRE_EQ(printed.status, 0);
    return printed.out;
}

const std::vector<std::string> commands{"inspect", "status", "refresh", "verify", "lint"};

/// All that any --help tells of.
std::set<std::string> options() {
    std::string text = help({});
    for (const std::string& one : commands) text += help({one});
    return found(text, "--[a-z][a-z-]+");
}

void has_all(const std::string& text, const std::set<std::string>& words) {
    for (const std::string& word : words) {
        CAPTURE(word);
        CHECK_NE(text.find(word), text.npos);
    }
}

/// What the completion offers for words whose last is being typed.
std::string completed(const std::string& words, int last) {
    const std::string programs = std::filesystem::path(MATVIEW_PROGRAM).parent_path().string();
    const auto done = command_line::run(
        {"bash", "-c",
         "PATH=" + programs + ":$PATH; source " + (project / "tools/matview/matview.bash").string() + "; COMP_WORDS=(" +
             words + "); COMP_CWORD=" + std::to_string(last) + "; _matview; echo \"${COMPREPLY[@]}\""});
    CHECK_EQ(done.err, "");
    return done.out;
}

}  // namespace

TEST_CASE("pages: the man page and the completion have every option") {
    const auto all = options();
    REQUIRE_GT(all.size(), 15);
    std::string page = contents(project / "tools/matview/matview.1");
    page.erase(std::remove(page.begin(), page.end(), '\\'), page.end());
    has_all(page, all);
    has_all(contents(project / "tools/matview/matview.bash"), all);
    // And none that is not there.
    for (const std::string& one : found(page, "--[a-z][a-z-]+")) CHECK_MESSAGE(all.contains(one), one);
}

TEST_CASE("pages: docs/command_line.md has every option of refresh and every exit status") {
    const std::string page = contents(project / "docs/command_line.md");
    has_all(page, found(help({"refresh"}), "--[a-z][a-z-]+"));
    for (int status = 0; status <= 6; ++status) has_all(page, {"| " + std::to_string(status) + " |"});
}

TEST_CASE("pages: completion of options, words and views") {
    CHECK_EQ(completed("matview in", 1), "inspect\n");
    CHECK_EQ(completed("matview refresh --lock", 2), "--lock-timeout --lock-deadline\n");
    CHECK_EQ(completed("matview verify --for refresh-", 3), "refresh-concurrently\n");
    CHECK_EQ(completed("matview --json lint --", 3), "--help --database --pooled --json\n");
    const matview_test::test_database database;
    matview_test::raw_connection(database.conninfo())
        .exec("CREATE MATERIALIZED VIEW board AS SELECT 1 AS x; CREATE MATERIALIZED VIEW other AS SELECT 1 AS x");
    CHECK_EQ(completed("matview --database \"" + database.conninfo() + "\" refresh bo", 4), "board\n");
}
