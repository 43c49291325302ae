#include "db/gathering.hpp"

#include <algorithm>
#include <thread>

namespace matview::inline v0::detail {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;
constexpr auto moment = 50us;  // the kernel takes about as long again to wake a sleeper
constexpr auto soon = 200us;

}  // namespace

int gathering::wait_timed(pollfd& watched, int timeout) {
    if (in_full_flow() && watched.events == POLLIN) {
        if (const int ready = poll(&watched, 1, 0); ready != 0) return ready;
        std::this_thread::sleep_for(moment);
    }
    const auto begun = clock::now();
    const int ready = poll(&watched, 1, timeout);
    short_waits_ = clock::now() - begun < soon ? std::min(short_waits_ + 1, enough) : 0;
    return ready;
}

}  // namespace matview::inline v0::detail
