#include <matview/version.hpp>

namespace matview::inline v0 {

int version() noexcept { return MATVIEW_VERSION; }

}  // namespace matview::inline v0
