// verb_mark: whether the verb under way is to be stopped. A verb is one thread's; a mark may come from any.
#pragma once

#include <atomic>
#include <cstdint>

namespace matview::inline v0::detail {

class verb_mark {
public:
    /// A verb begins, perhaps within another one.
    void begin() noexcept {
        if (word_.load(std::memory_order_relaxed) == 0)
            word_.store(1, std::memory_order_release);  // between verbs no other thread changes it
        else
            word_.fetch_add(1);
    }
    /// With the outermost verb the mark ends.
    void end() noexcept {
        if ((word_.load(std::memory_order_relaxed) & ~mark) == 1)
            word_.store(0, std::memory_order_release);
        else
            word_.fetch_sub(1);
    }

    /// Marks the verb under way; false where there is none.
    bool set() noexcept {
        std::uint32_t now = word_.load();
        while ((now & ~mark) != 0)
            if (word_.compare_exchange_weak(now, now | mark)) return true;
        return false;
    }
    void clear() noexcept { word_.fetch_and(~mark); }
    bool is_set() const noexcept { return (word_.load() & mark) != 0; }

private:
    static constexpr std::uint32_t mark = 1U << 31U;

    std::atomic<std::uint32_t> word_ = 0;  // the mark, and below it how many verbs, one within the other
};

}  // namespace matview::inline v0::detail
