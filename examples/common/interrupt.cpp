#include "common/interrupt.hpp"

#include <pthread.h>

#include <chrono>
#include <utility>

namespace demo {
namespace {

// Sent by the guard to its own watcher, and by nobody else.
constexpr int end_of_watch = SIGUSR1;

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, end_of_watch}) sigaddset(&set, signal);
    return set;
}

void die_of(int signal) {
    std::signal(signal, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    std::raise(signal);
}

}  // namespace

// A signal handler may do next to nothing, and surely no SQL. So the signals are blocked, and one thread waits for them.
interrupt_guard::interrupt_guard(std::function<void()> clean_up) : clean_up_(std::move(clean_up)) {
    const sigset_t set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, &before_);
    watcher_ = std::thread([this] { watch(); });
}

interrupt_guard::~interrupt_guard() {
    pthread_kill(watcher_.native_handle(), end_of_watch);
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void interrupt_guard::watch() {
    const sigset_t set = watched_signals();
    int signal = 0;
    sigwait(&set, &signal);
    if (signal == end_of_watch) return;
    interrupted_ = true;
    clean_up_();
    die_of(signal);
}

void interrupt_guard::checkpoint() const {
    while (interrupted_) std::this_thread::sleep_for(std::chrono::hours(1));  // until the watcher ends the process
}

}  // namespace demo
