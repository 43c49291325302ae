// expect: matview: every failure is told by an exception: compile without -fno-exceptions
// variants: 1
// flags: -fno-exceptions
#include <matview/matview.hpp>

const matview::error failure("a failure");
