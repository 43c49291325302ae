// The same models where GCC is stricter: not in the main file but in an included one, as in a header.
#include <set>
#include <vector>

#include <matview/matview.hpp>

namespace first {
#include "anonymous_namespaces.cpp"
}
namespace second {
#include "references.cpp"
}
namespace third {
#include "composite_keys.cpp"
}
namespace fourth {
#include "expressions.cpp"
}
namespace fifth {
#include "type_filters.cpp"
}
