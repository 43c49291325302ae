#pragma once

#include <stdexcept>

namespace matview_test {

/// What `call` throws, which must be an E.
template <class E, class Call> E thrown_by(Call&& call) {
    try {
        call();
    } catch (const E& e) {
        return e;
    }
    throw std::runtime_error("nothing was thrown");
}

}  // namespace matview_test
