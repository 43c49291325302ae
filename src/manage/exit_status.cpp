#include "manage/exit_status.hpp"

#include <algorithm>
#include <array>

#include <matview/error.hpp>

namespace matview::inline v0::managing {

exit_status graver(exit_status a, exit_status b) {
    using enum exit_status;
    constexpr std::array by_weight{done, skipped, lock_not_had, no_right, failed, no_connection, usage};
    return *std::max(std::find(by_weight.begin(), by_weight.end(), a),
                     std::find(by_weight.begin(), by_weight.end(), b));
}

exit_status status_of(const std::exception& failure) {
    if (dynamic_cast<const connection_error*>(&failure)) return exit_status::no_connection;
    if (dynamic_cast<const lock_timeout*>(&failure)) return exit_status::lock_not_had;
    if (dynamic_cast<const insufficient_privilege*>(&failure)) return exit_status::no_right;
    if (dynamic_cast<const refresh_running*>(&failure)) return exit_status::skipped;
    return exit_status::failed;
}

}  // namespace matview::inline v0::managing
