#include "chaos_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>
#include <utility>

namespace matview_test {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

file_descriptor listen_on_loopback(int& port) {
    file_descriptor listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (bind(listener.get(), reinterpret_cast<sockaddr*>(&at), size) != 0 || listen(listener.get(), 16) != 0 ||
        getsockname(listener.get(), reinterpret_cast<sockaddr*>(&at), &size) != 0)
        fail("a listener on 127.0.0.1");
    port = ntohs(at.sin_port);
    return listener;
}

file_descriptor connect_to(const std::string& path) {
    file_descriptor server{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    if (path.size() >= sizeof at.sun_path) throw std::length_error(path);
    std::memcpy(at.sun_path, path.data(), path.size());
    if (connect(server.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) return {};
    return server;
}

bool send_all(int to, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t done = send(to, bytes, size, MSG_NOSIGNAL);
        if (done <= 0) return false;
        bytes += done;
        size -= static_cast<std::size_t>(done);
    }
    return true;
}

// Closing with this set sends RST.
void reset_when_closed(int client) {
    const linger at_once{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

chaos_proxy::chaos_proxy(std::string socket, fault_plan plan)
    : socket_(std::move(socket)), listener_(listen_on_loopback(port_)), stop_(open_pipe()) {
    set_plan(plan);
    thread_ = std::thread([this] { run(); });
}

chaos_proxy::~chaos_proxy() {
    stop_.writing.close();
    thread_.join();
}

void chaos_proxy::set_plan(const fault_plan& plan) {
    what_ = plan.what;
    way_ = plan.way;
    after_ = plan.after;
}

void chaos_proxy::run() {
    for (;;) {
        std::array<pollfd, 2> watched{{{listener_.get(), POLLIN, 0}, {stop_.reading.get(), POLLIN, 0}}};
        poll(watched.data(), watched.size(), -1);
        if (watched[1].revents != 0) return;
        const file_descriptor client{accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (client.get() >= 0) serve(client);
    }
}

// With the plan's byte reached, a stalled link stays open until the client is gone or another one wants to be served.
void chaos_proxy::serve(const file_descriptor& client) {
    const int now = 1;
    setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    file_descriptor server = connect_to(socket_);
    if (server.get() < 0) return;
    const fault_plan plan{what_, way_, after_};
    std::size_t left = plan.after;
    bool stalled = false;
    std::array<char, 65536> buffer;
    for (;;) {
        const short wish = stalled ? 0 : POLLIN;
        std::array<pollfd, 4> watched{{{client.get(), wish, 0},
                                       {server.get(), wish, 0},
                                       {stop_.reading.get(), POLLIN, 0},
                                       {listener_.get(), static_cast<short>(stalled ? POLLIN : 0), 0}}};
        poll(watched.data(), watched.size(), -1);
        if (watched[2].revents != 0 || watched[3].revents != 0) return;
        if (stalled && watched[0].revents != 0) return;
        for (const direction way : {direction::to_server, direction::to_client}) {
            const bool to_client = way == direction::to_client;
            if (stalled || watched[to_client ? 1 : 0].revents == 0) continue;
            const bool limited = plan.what != fault::none && plan.way == way;
            const ssize_t got = recv(to_client ? server.get() : client.get(), buffer.data(), buffer.size(), 0);
            if (got <= 0) return;
            const std::size_t size =
                limited ? std::min(left, static_cast<std::size_t>(got)) : static_cast<std::size_t>(got);
            // Counted before it is sent: a client that has its answer may read the count at once.
            passed_[to_client ? 1 : 0] += size;
            if (!send_all(to_client ? client.get() : server.get(), buffer.data(), size)) return;
            if (!limited) continue;
            left -= size;
            if (size == static_cast<std::size_t>(got)) continue;
            if (plan.what == fault::reset) reset_when_closed(client.get());
            if (plan.what != fault::stall) return;
            stalled = true;
        }
    }
}

}  // namespace matview_test
