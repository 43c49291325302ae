// expect: matview: this compiler spells enumerators in an unknown way
#include <string_view>

#include <boost/pfr/core.hpp>

#include <matview/reflect/names.hpp>
#ifdef WRONG
#define __PRETTY_FUNCTION__ "a compiler to come: V = {one, two, three}"
#endif
#include <matview/reflect/enumerators.hpp>
