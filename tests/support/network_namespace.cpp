#include "network_namespace.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

#include "file_descriptor.hpp"

namespace matview_test {

namespace {

bool run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

void must_run(const std::string& command) {
    if (!run(command)) throw std::runtime_error("failed: " + command);
}

}  // namespace

bool network_namespace::is_permitted() {
    const std::string name = "mv-try-" + std::to_string(getpid());
    const bool made = geteuid() == 0 && run("ip netns add " + name);
    const bool linked = made && run("ip link add " + name + " type veth peer name " + name + "b netns " + name);
    if (linked) run("ip link del " + name);
    if (made) run("ip netns del " + name);
    return linked;
}

// An interface's name has at most 15 characters. The address is one that the process's number chooses among those for private use.
network_namespace::network_namespace()
    : name_("mv" + std::to_string(getpid())),
      outer_(name_ + "o"),
      inner_(name_ + "i"),
      address_("10.213." + std::to_string(getpid() / 64 % 256) + "." + std::to_string(getpid() % 64 * 4 + 1)) {
    const std::string other = address_.substr(0, address_.rfind('.') + 1) + std::to_string(getpid() % 64 * 4 + 2);
    must_run("ip netns add " + name_);
    try {
        must_run("ip link add " + outer_ + " type veth peer name " + inner_ + " netns " + name_);
        must_run("ip addr add " + address_ + "/30 dev " + outer_);
        must_run("ip link set " + outer_ + " up");
        must_run("ip -n " + name_ + " addr add " + other + "/30 dev " + inner_);
        must_run("ip -n " + name_ + " link set " + inner_ + " up");
    } catch (...) {
        run("ip netns del " + name_);
        throw;
    }
}

network_namespace::~network_namespace() {
    run("ip link del " + outer_);
    run("ip netns del " + name_);
}

void network_namespace::run_inside(const std::function<void()>& work) const {
    std::exception_ptr failure;
    std::thread([&] {
        try {
            const file_descriptor network = open_file("/run/netns/" + name_, O_RDONLY);
            if (setns(network.get(), CLONE_NEWNET) != 0) throw std::runtime_error("setns");
            work();
        } catch (...) {
            failure = std::current_exception();
        }
    }).join();
    if (failure) std::rethrow_exception(failure);
}

// The other side's end, so that this works from either side.
void network_namespace::cut() { must_run("ip -n " + name_ + " link set " + inner_ + " down"); }

}  // namespace matview_test
