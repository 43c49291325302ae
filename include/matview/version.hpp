// Which version of matview this is.
#pragma once

#include <matview/export.hpp>

/// major * 10000 + minor * 100 + patch: 100 is 0.1.0, as `#if MATVIEW_VERSION >= 200` asks for 0.2.0.
#define MATVIEW_VERSION 100
#define MATVIEW_VERSION_STRING "0.1.0"

namespace matview {

/// Every name of the library lives in it, unseen: programs that were linked with two incompatible versions fail to link, and not at run
/// time. Its number changes with each incompatible version.
inline namespace v0 {

/// The version of the compiled library, as MATVIEW_VERSION; a shared library may be newer than the headers.
MATVIEW_EXPORT int version() noexcept;

}  // namespace v0
}  // namespace matview
