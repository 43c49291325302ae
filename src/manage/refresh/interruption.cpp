#include "manage/refresh/interruption.hpp"

#include <ctime>

namespace matview::inline v0::managing {
namespace {

sigset_t awaited() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
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

interruption::interruption(connection& of) : of_(of) {
    const sigset_t set = awaited();
    pthread_sigmask(SIG_BLOCK, &set, &before_);
    watcher_ = std::thread([this] { watch(); });
}

interruption::~interruption() {
    over_ = true;
    watcher_.join();
    if (signal_ != 0) die_of(signal_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

// Whether a statement is under way is not known here, so it is told to stop until nothing is left to be stopped.
void interruption::watch() {
    constexpr timespec a_while{0, 50'000'000};
    const sigset_t set = awaited();
    while (!over_) {
        const int came = sigtimedwait(&set, nullptr, &a_while);
        if (came > 0) signal_ = came;
        if (signal_ != 0) static_cast<void>(of_.cancel());
    }
}

}  // namespace matview::inline v0::managing
