#include "program.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "scratch.hpp"

namespace command_line {
namespace {

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

finished run(const std::vector<std::string>& words) {
    const scratch directory;
    std::string line;
    for (const std::string& word : words) line += quoted(word) + " ";
    line += "</dev/null >" + quoted(directory.path() / "out") + " 2>" + quoted(directory.path() / "err");
    const int ended = std::system(line.c_str());
    if (ended == -1) throw std::runtime_error("no shell could be started");
    const int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    return {status, contents(directory.path() / "out"), contents(directory.path() / "err")};
}

finished tool(const std::string& database, const std::vector<std::string>& words) {
    std::vector<std::string> all{MATVIEW_PROGRAM, "--database", database};
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
}

}  // namespace command_line
