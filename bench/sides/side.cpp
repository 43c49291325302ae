#include "side.hpp"

namespace matview_bench {

void keep(std::size_t value) {
    [[maybe_unused]] static volatile std::size_t kept;
    kept = value;
}

// In no order, as keys come; each once.
const std::vector<std::int64_t>& keys() {
    static const std::vector<std::int64_t> all = [] {
        std::vector<std::int64_t> made;
        for (std::int64_t i = 1; i <= 100; ++i) made.push_back(i * 7919 % 10'000 + 1);
        return made;
    }();
    return all;
}

}  // namespace matview_bench
