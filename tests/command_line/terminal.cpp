#include "terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace command_line {
namespace {

[[noreturn]] void become(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    for (const std::string& one : environment) putenv(const_cast<char*>(one.c_str()));
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    _exit(127);
}

}  // namespace

finished in_terminal(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                     const std::function<void(const std::string& so_far)>& meanwhile) {
    int terminal = -1;
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 200;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
    if (child == -1) throw std::runtime_error("no terminal could be made");
    if (child == 0) become(words, environment);
    std::string out;
    for (;;) {
        pollfd waited{terminal, POLLIN, 0};
        poll(&waited, 1, 50);
        if (meanwhile) meanwhile(out);
        if (waited.revents == 0) continue;
        char buffer[4096];
        const ssize_t count = read(terminal, buffer, sizeof buffer);  // an error says that the other side is closed
        if (count <= 0) break;
        out.append(buffer, static_cast<std::size_t>(count));
    }
    close(terminal);
    int ended = 0;
    waitpid(child, &ended, 0);
    return {WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended), out, {}};
}

}  // namespace command_line
