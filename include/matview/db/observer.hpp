// observer: sees each statement and each refresh of the connections that it is given to.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include <matview/export.hpp>

namespace matview::inline v0 {

/// One exchange with the server. Its texts are valid during the call only.
struct statement_event {
    enum class kind {
        run,     ///< it was run
        prepare  ///< it was parsed and described, to be run afterwards
    };
    kind what = kind::run;
    /// How rows came; see docs/reading.md.
    enum class source {
        result,      ///< all at once, and whatever gives no rows
        copy,        ///< by COPY … TO STDOUT in binary, while the server was making them
        chunked,     ///< some hundred at a time, which needs libpq 17
        single_row,  ///< one at a time
    };
    source by = source::result;
    /// As it was sent: with $1, $2 in place of parameters, which are never shown. Literals behind the word PASSWORD, and passwords in URIs,
    /// are masked.
    std::string_view text = {};
    std::size_t parameters = 0;
    std::uint64_t rows = 0;   ///< read or written; at the end of a COPY those that it loaded
    std::uint64_t bytes = 0;  ///< of memory that the result takes; of a COPY those that went over the link
    std::chrono::nanoseconds
        duration{};  ///< from sending it until the last row was here; a stream's rows are worked on meanwhile
    bool failed = false;
    std::string_view sqlstate = {};  ///< of a failure; empty where the server gave none, as when the link is lost
    int backend_pid = 0;
};

struct refresh_event {
    std::string_view view;  ///< as refresh_result has it
    bool concurrently = false;
    int backend_pid = 0;
    // Known at the end:
    std::chrono::nanoseconds duration{};
    std::chrono::microseconds waited{};  ///< for the lock
    bool failed = false;
    std::string_view sqlstate = {};
};

/// Given to connections by connection_options::observer. Called in the thread that uses the connection, before the verb returns: be quick,
/// and do not use the connection. One that is given to connections of several threads is called by all of them at once.
class MATVIEW_EXPORT observer {
public:
    observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;
    virtual ~observer();

    /// Every exchange, also the library's own: catalog queries, BEGIN, COPY, preparing. Failures too.
    virtual void on_statement(const statement_event&) noexcept {}
    virtual void on_refresh_begin(const refresh_event&) noexcept {}
    virtual void on_refresh_end(const refresh_event&) noexcept {}
};

/// Writes a line for each statement and each refresh. Threads may share it.
class MATVIEW_EXPORT line_observer final : public observer {
public:
    explicit line_observer(std::FILE* to = stderr);
    /// Gives each line, without its end, to `to`. What that throws is dropped, and the line with it.
    explicit line_observer(std::function<void(std::string_view)> to);

    void on_statement(const statement_event& event) noexcept override;
    void on_refresh_begin(const refresh_event& event) noexcept override;
    void on_refresh_end(const refresh_event& event) noexcept override;

private:
    std::mutex mutex_;
    std::function<void(std::string_view)> to_;
};

}  // namespace matview::inline v0
