#include "testing/child_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <thread>

#include "testing/file_descriptor.hpp"

namespace matview::inline v0::testing::detail {

namespace {

// What the child tells its parent when it could not become the program.
struct start_failure {
    const char* step;  // a literal, so the same address in the parent
    int error;
};

// Everything the child needs, made before the fork: afterwards it may only make
// async-signal-safe calls, because another thread can have held malloc's lock.
struct prepared {
    const char* program;
    char* const* argv;
    char* const* envp;
    const char* directory;
    const account* run_as;
    int death_signal;
    pid_t parent;
    int null_in;
    int log_out;
    int failures;  // close-on-exec: the parent reads end-of-file when all went well
};

[[noreturn]] void give_up(const prepared& p, const char* step) {
    const start_failure failure{step, errno};
    // Nothing is left to be done when even this fails.
    [[maybe_unused]] const ssize_t written = write(p.failures, &failure, sizeof failure);
    _exit(127);
}

// A test runner or a shell's `&` can hand down blocked and ignored signals.
void reset_signals() {
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD, SIGALRM, SIGUSR1}) {
        struct sigaction action {};
        action.sa_handler = SIG_DFL;
        sigaction(number, &action, nullptr);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_program(const prepared& p) {
    // Out of the terminal's foreground group: Ctrl-C reaches the test program
    // alone, which then decides how the server ends.
    if (setpgid(0, 0) != 0) give_up(p, "setpgid");
    if (p.run_as != nullptr) {
        if (setgroups(p.run_as->groups.size(), p.run_as->groups.data()) != 0) give_up(p, "setgroups");
        if (setgid(p.run_as->gid) != 0) give_up(p, "setgid");
        if (setuid(p.run_as->uid) != 0) give_up(p, "setuid");
    }
    // After the change of user, which clears it.
    if (prctl(PR_SET_PDEATHSIG, p.death_signal) != 0) give_up(p, "prctl(PR_SET_PDEATHSIG)");
    // A parent that died before the line above sends nothing any more.
    if (getppid() != p.parent) _exit(127);
    if (chdir(p.directory) != 0) give_up(p, "chdir");
    if (dup2(p.null_in, STDIN_FILENO) < 0 || dup2(p.log_out, STDOUT_FILENO) < 0 || dup2(p.log_out, STDERR_FILENO) < 0) {
        give_up(p, "dup2");
    }
    // Last, so that a handler of the test program's cannot run in the child.
    reset_signals();
    execve(p.program, p.argv, p.envp);
    give_up(p, "execve");
}

std::vector<std::string> clean_environment() {
    std::vector<std::string> kept;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text{*variable};
        if (text.starts_with("PG") || text.starts_with("LC_ALL=")) continue;
        kept.emplace_back(text);
    }
    kept.emplace_back("LC_ALL=C");
    return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

child_process::child_process(const command& what) : parent_{getpid()} {
    std::vector<std::string> words{what.program.string()};
    words.insert(words.end(), what.arguments.begin(), what.arguments.end());
    std::vector<std::string> variables = clean_environment();
    const std::vector<char*> argv = pointers(words);
    const std::vector<char*> envp = pointers(variables);

    const file_descriptor null_in = open_file("/dev/null", O_RDONLY);
    const file_descriptor log_out = open_file(what.log, O_WRONLY | O_CREAT | O_APPEND);
    pipe_ends failures = open_pipe();
    const prepared p{what.program.c_str(),
                     argv.data(),
                     envp.data(),
                     what.working_directory.c_str(),
                     what.run_as ? &*what.run_as : nullptr,
                     what.death_signal,
                     parent_,
                     null_in.get(),
                     log_out.get(),
                     failures.writing.get()};

    // No handler of the test program's may run in the child, whose memory is a copy.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_ = fork();
    const int fork_error = errno;
    if (pid_ == 0) become_program(p);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (pid_ < 0) throw std::system_error(fork_error, std::generic_category(), "fork");

    failures.writing.close();
    start_failure failure{};
    ssize_t got = 0;
    do {
        got = read(failures.reading.get(), &failure, sizeof failure);
    } while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof failure)) {
        while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
        throw std::system_error(failure.error, std::generic_category(),
                                what.program.string() + " could not be started: " + failure.step);
    }
}

child_process::~child_process() {
    if (ended_ || !is_ours()) return;
    signal(SIGKILL);
    ended_within(std::chrono::seconds{5});
}

bool child_process::is_ours() const { return getpid() == parent_; }

bool child_process::ended_within(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!ended_) {
        const pid_t got = waitpid(pid_, &status_, WNOHANG);
        // ECHILD: whoever ignores SIGCHLD never hears of the end; it is one all the same.
        ended_ = got == pid_ || (got < 0 && errno == ECHILD);
        if (ended_ || std::chrono::steady_clock::now() >= deadline) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return ended_;
}

std::string child_process::how_it_ended() const {
    if (WIFSIGNALED(status_)) return "signal " + std::to_string(WTERMSIG(status_));
    return "exit code " + std::to_string(WEXITSTATUS(status_));
}

void child_process::signal(int number) const {
    if (!ended_) kill(pid_, number);
}

}  // namespace matview::inline v0::testing::detail
