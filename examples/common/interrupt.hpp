// Ctrl-C: tidies up before the program ends.
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace demo {

/// While it lives, SIGINT, SIGTERM and SIGHUP call `clean_up`, in a thread of its own; then the process dies of that signal, as
/// its parent expects. Threads started earlier do not take part: make it first.
class interrupt_guard {
public:
    explicit interrupt_guard(std::function<void()> clean_up);
    interrupt_guard(const interrupt_guard&) = delete;
    ~interrupt_guard();

    /// Returns at once, or never: not any more once a signal has come.
    void checkpoint() const;

private:
    void watch();

    std::function<void()> clean_up_;
    std::atomic<bool> interrupted_ = false;
    sigset_t before_{};
    std::thread watcher_;
};

}  // namespace demo
