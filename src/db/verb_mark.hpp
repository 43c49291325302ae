// verb_mark: whether the verb under way is to be stopped. A verb is one thread's; a mark may come from any.
#pragma once

#include <atomic>
#include <cstdint>

namespace matview::inline v0::detail {

class verb_mark {
public:
    /// A verb begins, perhaps within another one.
    void begin() noexcept { word_.fetch_add(1); }
    /// With the outermost verb the mark ends.
    void end() noexcept {
        // Behind the count nobody marks any more.
        if ((word_.fetch_sub(1) & ~marks) == 1) word_.store(0);
    }

    /// Marks the verb under way; false where there is none.
    bool set() noexcept {
        std::uint32_t now = word_.load();
        while ((now & ~marks) != 0)
            if (word_.compare_exchange_weak(now, now | marks)) return true;
        return false;
    }
    void clear() noexcept { word_.fetch_and(~marks); }
    /// Whether there is a mark that was not taken yet: said once.
    bool take() noexcept { return (word_.load() & untaken) != 0 && (word_.fetch_and(~untaken) & untaken) != 0; }
    /// Whether the verb was marked, taken or not.
    bool is_set() const noexcept { return (word_.load() & was_set) != 0; }

private:
    static constexpr std::uint32_t untaken = 1U << 30U, was_set = 1U << 31U, marks = untaken | was_set;

    std::atomic<std::uint32_t> word_ = 0;  // the marks, and below them how many verbs, one within the other
};

}  // namespace matview::inline v0::detail
