// expect: matview: this compiler spells members' names in an unknown way
#include <string_view>

#include <boost/pfr/core.hpp>

#define MATVIEW_PFR_NAMES 0
#ifdef WRONG
#define __PRETTY_FUNCTION__ \
    (std::is_member_pointer_v<decltype(Value)> ? "a compiler to come" : "T = X, Value = first_field]")
#endif
#include <matview/reflect/names.hpp>
