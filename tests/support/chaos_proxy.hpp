#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>

#include "file_descriptor.hpp"

namespace matview_test {

enum class direction { to_server, to_client };

/// What becomes of a link once a number of bytes went in one direction.
enum class fault {
    none,
    stall,  ///< nothing moves any more, in either direction, and nothing is closed
    reset,  ///< the client's side is reset (RST)
    close   ///< both sides are closed, as by a program that ended
};

struct fault_plan {
    fault what = fault::none;
    direction way = direction::to_client;
    std::size_t after = 0;  ///< bytes that still pass
};

/// A TCP proxy on 127.0.0.1 in front of a server's Unix socket, which passes bytes on until its plan says otherwise. A thread of its own serves
/// one link after the other, each by the same plan; a link that comes while another one is served waits.
class chaos_proxy {
public:
    /// `socket` is the server's, "/tmp/x/.s.PGSQL.5432".
    explicit chaos_proxy(std::string socket, fault_plan plan = {});
    ~chaos_proxy();

    chaos_proxy(const chaos_proxy&) = delete;
    chaos_proxy& operator=(const chaos_proxy&) = delete;

    int port() const { return port_; }
    /// For links that are made from now on. Not while one is served.
    void set_plan(const fault_plan& plan);
    /// Of all links so far.
    std::size_t passed(direction way) const { return passed_[way == direction::to_client ? 1 : 0]; }

private:
    void run();
    void serve(const file_descriptor& client);

    std::string socket_;
    std::atomic<fault> what_{fault::none};
    std::atomic<direction> way_{direction::to_client};
    std::atomic<std::size_t> after_{0};
    std::atomic<std::size_t> passed_[2]{};
    int port_ = 0;
    file_descriptor listener_;
    pipe_ends stop_;
    std::thread thread_;
};

}  // namespace matview_test
