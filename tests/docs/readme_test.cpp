// README's program on a real server, as a reader runs it: it finds the server by the PG* environment and prints what README shows.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include <libpq-fe.h>

#include <support/test_database.hpp>

namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Each keyword of a connection string has its variable.
void export_to_environment(const std::string& conninfo) {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
        PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree);
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option)
        if (option->envvar && option->val) setenv(option->envvar, option->val, 1);
}

std::string output_of(const std::string& program) {
    const std::unique_ptr<FILE, int (*)(FILE*)> out(popen(("'" + program + "' 2>&1").c_str(), "r"), &pclose);
    if (!out) throw std::runtime_error("could not run " + program);
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), out.get()))
        text.append(buffer.data(), size);
    return text;
}

}  // namespace

TEST_CASE("README's program prints what README says") {
    matview_test::test_database database;
    matview_test::raw_connection(database.conninfo()).exec(content_of(README_DIR "/README.sql"));
    export_to_environment(database.conninfo());
    CHECK_EQ(output_of(README_PROGRAM), content_of(README_DIR "/README.text"));
}
