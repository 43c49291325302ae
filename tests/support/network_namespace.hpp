#pragma once

#include <functional>
#include <string>

namespace matview_test {

/// A network of its own that is joined to this one by a single link, which can be cut. Needs root, and iproute2's `ip`.
class network_namespace {
public:
    /// Whether such a thing can be made here.
    static bool is_permitted();

    /// Throws std::runtime_error.
    network_namespace();
    ~network_namespace();

    network_namespace(const network_namespace&) = delete;
    network_namespace& operator=(const network_namespace&) = delete;

    /// The address of this side, to which programs on the other side connect.
    const std::string& address() const { return address_; }

    /// Runs it in a thread that has the network of the other side.
    void run_inside(const std::function<void()>& work) const;
    /// From now on nothing goes through, and nobody is told.
    void cut();

private:
    std::string name_, outer_, inner_, address_;
};

}  // namespace matview_test
