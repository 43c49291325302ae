// exchange: what is sent to the server and awaited, with bounds, seen by the observer, cancelled from other threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

#include <matview/db/connection.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {

/// What an exchange is about.
struct sent {
    std::string_view text;
    std::string_view what;  // was tried, for errors
    std::size_t parameters = 0;
    statement_event::kind kind = statement_event::kind::run;
};

/// Called while an answer is awaited; says how long to wait before the next call, negative for until the answer is there.
using meanwhile = std::function<std::chrono::milliseconds()>;

class exchange {
public:
    exchange(const connection_options& options, pgconn_ptr connection);
    ~exchange();
    exchange(const exchange&) = delete;

    PGconn* raw() const noexcept { return connection_.get(); }

    /// To be called before a PQsend… function; its result then goes to `finish` or `next_pipelined`.
    void begin();
    /// To be called before a verb's own statement is sent: throws query_canceled where the verb was cancelled during what prepared for it.
    void stop_if_canceled(const sent& about);
    /// Awaits the answer: the first failure of it, else its last result. Throws only where the server stays silent for too long.
    result_ptr finish(int was_sent, const sent& about);
    result_ptr finish(int was_sent, const sent& about, const meanwhile& call,
                      std::optional<std::chrono::milliseconds> silence);
    /// The next result of a pipeline, which is null behind each of its parts.
    result_ptr next_pipelined(const sent& about);
    void end(const sent& about, const PGresult* result);

    /// Sends bytes of a COPY; false where that failed.
    bool put_copy(const char* bytes, std::size_t size, const sent& about);
    bool end_copy(const char* why_not, const sent& about);

    bool cancel() noexcept;
    /// How the last statement that the server stopped came to its end.
    struct stop {
        bool asked_for = false;  // by `cancel`
        std::chrono::steady_clock::duration after{};
    };
    const stop& last_stop() const noexcept { return stopped_; }

    /// While it lives the exchanges that are made belong together, so that a cancel finds the verb under way between them too.
    class whole_verb {
    public:
        explicit whole_verb(exchange& on) noexcept : on_(on) { on_.begin_verb(); }
        ~whole_verb() { on_.end_verb(); }
        whole_verb(const whole_verb&) = delete;

    private:
        exchange& on_;
    };

private:
    using clock = std::chrono::steady_clock;

    void await(const sent& about, const meanwhile& call, std::optional<std::chrono::milliseconds> silence);
    [[noreturn]] void give_up(const sent& about, std::chrono::milliseconds silence);
    void begin_verb() noexcept;
    void end_verb() noexcept;
    bool land(bool failed) noexcept;  // whether `cancel` had asked it to stop
    void tell(const sent& about, const PGresult* result) const;

    pgconn_ptr connection_;
    std::shared_ptr<observer> observer_;
    std::optional<std::chrono::milliseconds> silence_;
    clock::time_point begun_{};

    struct cancel_deleter {
        void operator()(PGcancel* handle) const noexcept { PQfreeCancel(handle); }
    };
    // While it is held no statement ends, so that a request meets none but the one that is under way.
    std::mutex flight_;
    bool in_flight_ = false;
    bool asked_to_stop_ = false;
    stop stopped_;
    int verbs_ = 0;          // whole verbs, one within the other
    bool canceled_ = false;  // the verb is to be stopped
    std::unique_ptr<PGcancel, cancel_deleter> canceller_;
};

}  // namespace matview::inline v0::detail
