// expect: matview: this compiler spells field names in an unknown way
#include <string_view>

#include <boost/pfr/core.hpp>

#define MATVIEW_PFR_NAMES 0
#ifdef WRONG
#define __PRETTY_FUNCTION__ "a compiler to come"
#endif
#include <matview/reflect/names.hpp>
