#include "01_daily_leaderboard/readers.hpp"

#include <algorithm>

#include "01_daily_leaderboard/models.hpp"

readers::readers(const demo::own_schema& home, std::size_t how_many) : reads_of_(how_many) {
    for (std::size_t self = 0; self < how_many; ++self)
        threads_.emplace_back([this, &home, self](const std::stop_token& stop) { read_on(stop, home, self); });
}

void readers::read_on(const std::stop_token& stop, const demo::own_schema& home, std::size_t self) try {
    static const auto top10 = matview::from<UserLeaderboard>()  // a value, shared by all threads
                                  .select_related<&UserLeaderboard::user>()
                                  .order_by(matview::desc<&UserLeaderboard::points>)
                                  .limit(10);
    matview::connection db = home.connect();
    while (!stop.stop_requested()) {
        const auto asked = std::chrono::steady_clock::now();
        static_cast<void>(db.fetch(top10));
        const auto waited = std::chrono::steady_clock::now() - asked;
        {
            const std::lock_guard lock(mutex_);
            ++reads_of_[self];
            ++seen_.reads;
            seen_.longest_wait = std::max<std::chrono::nanoseconds>(seen_.longest_wait, waited);
        }
        one_read_.notify_one();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));  // leaves the processor to the refresh
    }
} catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    one_read_.notify_one();
}

void readers::await_everyone(std::unique_lock<std::mutex>& lock) {
    const std::vector<std::int64_t> before = reads_of_;
    one_read_.wait(
        lock, [&] { return failure_ || std::equal(before.begin(), before.end(), reads_of_.begin(), std::less<>()); });
    if (failure_) std::rethrow_exception(failure_);
}

void readers::start_watch() {
    std::unique_lock lock(mutex_);
    await_everyone(lock);
    seen_ = {};
}

readers::seen readers::end_watch() {
    std::unique_lock lock(mutex_);
    const std::int64_t reads = seen_.reads;
    await_everyone(lock);
    return {reads, seen_.longest_wait};
}
