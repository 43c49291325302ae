#include "db/gathering.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

using matview::detail::gathering;

namespace {

class socket_pair {
public:
    socket_pair() { REQUIRE_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
    socket_pair(const socket_pair&) = delete;
    ~socket_pair() {
        close_writer();
        close(ends_[0]);
    }
    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void close_writer() {
        if (ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

// As long as a byte is there, no wait is long.
void bring_into_flow(gathering& waits, const socket_pair& link) {
    REQUIRE_EQ(write(link.writer(), "x", 1), 1);
    pollfd watched{link.reader(), POLLIN, 0};
    for (int i = 0; i < 1000 && !waits.in_full_flow(); ++i) REQUIRE_EQ(waits.wait_for(watched, 1000), 1);
    REQUIRE(waits.in_full_flow());
    char taken = 0;
    REQUIRE_EQ(read(link.reader(), &taken, 1), 1);
}

}  // namespace

TEST_CASE("a wait that ends by its timeout ends the flow") {
    const socket_pair link;
    gathering waits;
    bring_into_flow(waits, link);
    pollfd watched{link.reader(), POLLIN, 0};
    const auto begun = std::chrono::steady_clock::now();
    CHECK_EQ(waits.wait_for(watched, 30), 0);
    CHECK_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(30));
    CHECK_FALSE(waits.in_full_flow());
}

TEST_CASE("each exchange begins outside of the flow") {
    const socket_pair link;
    gathering waits;
    bring_into_flow(waits, link);
    waits.begin();
    CHECK_FALSE(waits.in_full_flow());
}

TEST_CASE("in full flow the socket's end is told as poll tells it") {
    socket_pair link;
    gathering waits;
    bring_into_flow(waits, link);
    link.close_writer();
    pollfd watched{link.reader(), POLLIN, 0};
    CHECK_EQ(waits.wait_for(watched, -1), 1);
    CHECK_NE(watched.revents & POLLHUP, 0);
}

TEST_CASE("in full flow a socket that can be written to is told of, too") {
    const socket_pair link;
    gathering waits;
    bring_into_flow(waits, link);
    pollfd watched{link.reader(), POLLIN | POLLOUT, 0};
    CHECK_EQ(waits.wait_for(watched, -1), 1);
    CHECK_EQ(watched.revents, POLLOUT);
}

TEST_CASE("a reader that waits so gets every byte") {
    socket_pair link;
    const std::string piece(1000, 'r');
    constexpr int pieces = 20000;
    std::thread writer([&] {
        for (int i = 0; i < pieces; ++i)
            static_cast<void>(send(link.writer(), piece.data(), piece.size(), MSG_NOSIGNAL));
        link.close_writer();
    });
    gathering waits;
    std::size_t bytes = 0;
    std::string room(1 << 20, '\0');
    for (;;) {
        pollfd watched{link.reader(), POLLIN, 0};
        if (waits.wait_for(watched, -1) != 1) break;
        const ssize_t came = read(link.reader(), room.data(), room.size());
        if (came <= 0) break;
        bytes += static_cast<std::size_t>(came);
    }
    writer.join();
    CHECK_EQ(bytes, piece.size() * pieces);
}
