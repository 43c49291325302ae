#include "deaf_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>
#include <system_error>
#include <utility>

namespace matview_test {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    return at;
}

bool connects(int port, std::vector<file_descriptor>& keep) {
    file_descriptor client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_in at = loopback(port);
    connect(client.get(), reinterpret_cast<sockaddr*>(&at), sizeof at);
    pollfd watched{client.get(), POLLOUT, 0};
    const bool connected = poll(&watched, 1, 200) == 1;
    keep.push_back(std::move(client));
    return connected;
}

}  // namespace

// With the queue of those that nobody accepts full, the kernel drops what comes beyond it.
deaf_listener::deaf_listener(kind how) : listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    if (bind(listener_.get(), reinterpret_cast<sockaddr*>(&at), size) != 0 ||
        listen(listener_.get(), how == kind::drops_all ? 0 : 128) != 0 ||
        getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&at), &size) != 0)
        throw std::system_error(errno, std::generic_category(), "a listener on 127.0.0.1");
    port_ = ntohs(at.sin_port);
    if (how != kind::drops_all) return;
    for (int i = 0; i < 16; ++i)
        if (!connects(port_, in_the_queue_)) return;
    throw std::runtime_error("the kernel takes every connection");
}

}  // namespace matview_test
