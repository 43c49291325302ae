// exchange: what is sent to the server and awaited, with bounds, seen by the observer, cancelled from other threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <matview/db/connection.hpp>

#include "db/canceller.hpp"
#include "db/function_ref.hpp"
#include "db/gathering.hpp"
#include "db/result.hpp"
#include "db/trace.hpp"
#include "db/verb_mark.hpp"

namespace matview::inline v0::detail {

/// What an exchange is about.
struct sent {
    std::string_view text;
    std::string_view what;  // was tried, for errors
    std::size_t parameters = 0;
    statement_event::kind kind = statement_event::kind::run;
    statement_event::source by = statement_event::source::result;
    bool own = false;  // SQL of the user's own, which may change the session
};

/// Rows that are read while they arrive. Until they are all read or given up, the connection can do nothing else.
class arriving_rows {
public:
    arriving_rows() = default;
    arriving_rows(const arriving_rows&) = delete;
    virtual ~arriving_rows() = default;
    /// Stops the statement, takes what still comes, and undoes what was begun for it.
    virtual void give_up() noexcept = 0;
};

/// Called while an answer is awaited; says how long to wait before the next call, negative for until the answer is there.
using meanwhile = function_ref<std::chrono::milliseconds()>;

enum class cancellable {
    no,
    yes,
    own  // a verb's own statement: neither sent where the verb was cancelled before
};

class exchange {
public:
    /// `cancel_bound` is the longest that a cancel request may take; zero for without end.
    exchange(const connection_options& options, pgconn_ptr connection, std::chrono::milliseconds cancel_bound);
    exchange(const exchange&) = delete;

    PGconn* raw() const noexcept { return connection_.get(); }

    /// To be called before a PQsend… function; its result then goes to `finish`, or to `next` and `end`. Throws query_canceled for a verb's own
    /// statement where the verb was cancelled during what prepared for it, and query_error while rows are being read.
    void begin(const sent& about, cancellable can = cancellable::yes);
    /// Awaits the answer: the first failure of it, else its last result. Throws only where the server stays silent for too long. A COPY … FROM
    /// STDIN goes on behind it, until `end_copy`.
    result_ptr finish(int was_sent, const sent& about, meanwhile call,
                      std::optional<std::chrono::milliseconds> silence);
    result_ptr finish(int was_sent, const sent& about, meanwhile call = {}) {
        return finish(was_sent, about, call, silence_);
    }
    /// The next result of several, null behind the last one; of a pipeline also behind each of its parts.
    result_ptr next(const sent& about);
    /// The next bytes of a COPY … TO STDOUT, to be freed by PQfreemem; null where there are no more, and `next` says why.
    std::span<char> next_copied(const sent& about);
    void end(const sent& about, const PGresult* result);
    /// Of one statement of several that are under way together: it came to that.
    void end_one(const sent& about, const PGresult* result);
    /// As `end`, of statements that were told of one by one; `failed` is the first that did, or null.
    void end_pipeline(const PGresult* failed);

    /// From here until `end` rows are read while they arrive.
    void reads(arriving_rows& rows) noexcept { reading_ = &rows; }
    /// Throws query_error where there are such rows.
    void refuse_while_reading(const sent& about) const;
    /// What is being read, if anything, is given up.
    void stop_reading() noexcept;
    /// Takes all that still comes, and ends. `asked`: the server is asked to stop, so that it is little.
    void pass_over(const sent& about, bool asked);
    void count(std::uint64_t rows, std::uint64_t bytes) noexcept {
        rows_ += rows;
        bytes_ += bytes;
    }

    /// Sends bytes of a COPY; false where that failed.
    bool put_copy(const char* bytes, std::size_t size, const sent& about);
    /// Ends it, as failed where a reason is given; what it came to.
    result_ptr end_copy(const char* why_not, const sent& about);

    /// Closes the link, where no more can be made of what the server sends.
    void close() noexcept;

    bool cancel() noexcept;
    /// How the last statement that the server stopped came to its end.
    struct stop {
        bool asked_for = false;  // by `cancel`
        std::chrono::steady_clock::duration after{};
    };
    const stop& last_stop() const noexcept { return stopped_; }

    /// Since it was last forgotten.
    trace traced() const noexcept { return traced_; }
    void forget_trace() noexcept { traced_ = trace::none; }

    /// Whether the verb under way was asked to stop by `cancel`, also where what was under way had failed by itself before that came.
    bool verb_is_cancelled() const noexcept { return verb_.is_set(); }
    /// Throws query_canceled if so.
    void refuse_if_cancelled(const sent& about);

    /// While it lives the exchanges that are made belong together, so that a cancel finds the verb under way between them too.
    class whole_verb {
    public:
        explicit whole_verb(exchange& on) noexcept : mark_(on.verb_) { mark_.begin(); }
        ~whole_verb() { mark_.end(); }
        whole_verb(const whole_verb&) = delete;

    private:
        verb_mark& mark_;
    };

private:
    using clock = std::chrono::steady_clock;

    void await(const sent& about, meanwhile call, std::optional<std::chrono::milliseconds> silence);
    int await_sign(pollfd& watched, std::chrono::milliseconds wait, const sent& about,
                   std::chrono::milliseconds silence, clock::time_point heard);
    bool await_socket(short events, const sent& about, clock::time_point& heard);
    void flush(const sent& about);
    void pass_over_copy(const sent& about);
    void ask_to_stop() noexcept;
    [[noreturn]] void throw_canceled(const sent& about) const;
    [[noreturn]] void give_up(const sent& about, std::chrono::milliseconds silence);
    void end_all(bool failed, const PGresult* result);
    void land() noexcept;
    void tell(const sent& about, const PGresult* result) const;

    pgconn_ptr connection_;
    std::shared_ptr<observer> observer_;
    std::optional<std::chrono::milliseconds> silence_;
    clock::time_point begun_{};
    gathering gathering_;
    stop stopped_;
    trace traced_ = trace::none;
    canceller canceller_;
    verb_mark verb_;  // set where it is cancelled
    arriving_rows* reading_ = nullptr;
    std::uint64_t rows_ = 0, bytes_ = 0;  // that have come or gone by what is under way, where its result does not tell
};

}  // namespace matview::inline v0::detail
