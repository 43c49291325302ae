#pragma once

#include <vector>

#include "file_descriptor.hpp"

namespace matview_test {

/// A port of 127.0.0.1 at which nobody answers.
class deaf_listener {
public:
    enum class kind {
        says_nothing,  ///< the kernel takes connections, and then there is silence
        drops_all      ///< not even that: what asks to be connected gets no answer, as behind a firewall
    };
    explicit deaf_listener(kind how);

    int port() const { return port_; }

private:
    int port_ = 0;
    file_descriptor listener_;
    std::vector<file_descriptor> in_the_queue_;
};

}  // namespace matview_test
