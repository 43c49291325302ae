// link: one libpq connection with what belongs to it. All of libpq is seen from here.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <matview/db/connection.hpp>
#include <matview/db/row_source.hpp>
#include <matview/query/statement.hpp>

#include "db/bound_parameters.hpp"
#include "db/connect.hpp"
#include "db/exchange.hpp"
#include "db/function_ref.hpp"
#include "db/result.hpp"
#include "db/row_estimates.hpp"
#include "db/settings.hpp"
#include "db/statement_cache.hpp"
#include "db/types.hpp"

namespace matview::inline v0 {
enum class pool_reset;
}

namespace matview::inline v0::detail {

/// Throws where columns are not those that are to be read.
using columns_check = function_ref<void(const std::vector<column_shape>&)>;

/// Who wrote a statement.
enum class author { library, user };

/// Throws query_error for SQL that holds a NUL character.
void refuse_nul(std::string_view sql, std::string_view what);

class link : public std::enable_shared_from_this<link> {
public:
    explicit link(const connection_options& options) : link(options, connect(options)) {}

    /// Prepares the statement where it is not, and runs it; its result in binary. `what` says in errors what was tried. `call` is called while
    /// the server works, each time that it is waited for.
    result_ptr run(const statement& sql, unheld rule, std::string_view what, meanwhile call = {}) {
        return execute(
            {sql,
             rule,
             {.text = sql.text, .what = what, .parameters = sql.parameters.size(), .own = rule == unheld::is_error},
             nullptr,
             call});
    }
    /// The same, but gives the first result that comes, of at most so many rows; the others are to be taken from the exchange, up to its `end`.
    /// A failure is thrown, and then nothing is left to be taken. `check` is called before it is run, while the catalog can still be asked.
    result_ptr open_chunks(const statement& sql, unheld rule, const sent& about, int rows, columns_check check);
    /// What became of a statement of a pipeline: its result, failed or not; what it failed with before it was sent; or neither, where it was
    /// not run since one before it had failed.
    struct pipelined_outcome {
        result_ptr result;
        std::exception_ptr failure = nullptr;
    };
    struct pipelined_statement {
        const statement& sql;
        unheld rule;
        std::string_view what;
    };
    /// Runs them all by one round trip, behind those that prepare what is not prepared yet: up to the first that fails. Throws where the link
    /// is lost, and where their common transaction cannot be committed.
    std::vector<pipelined_outcome> run_pipelined(const std::vector<pipelined_statement>& all);
    /// The columns of what a statement without parameters gives, as they are until the transaction that is open ends.
    std::vector<column_shape> columns_of(const std::string& sql, std::string_view what);
    /// Runs SQL without parameters, perhaps several statements, in the settings that are in force; the last one's result. Throws for the
    /// first that fails.
    result_ptr run(std::string_view sql, std::string_view what, cancellable can = cancellable::yes,
                   author by = author::library);
    /// Runs one statement of the library's own with text parameters; its result in text.
    result_ptr ask(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what);
    /// The same in the settings that are in force.
    result_ptr ask_as_it_is(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what,
                            cancellable can = cancellable::yes);
    /// As ask_as_it_is, but calls `call` again and again while the server works, which may be silent for as long as `silence`.
    result_ptr run_watched(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what,
                           meanwhile call, std::optional<std::chrono::milliseconds> silence);
    /// Begins a transaction, with the settings that its statements are to have.
    void begin_transaction(const std::string& begin_sql, std::string_view what);
    /// Where it fails, no transaction is open either. What the server did in its stead is in the result.
    result_ptr commit_transaction(std::string_view what);
    /// Rolls back the transaction, if one is open.
    void roll_back(std::string_view what);
    /// Runs what undoes something: not to be cancelled, and tried again where a time limit stopped it.
    void undo(const std::string& sql, std::string_view what);

    /// Whether an idle connection is still there, as far as its own end knows: nothing is sent unless something came unasked.
    bool is_alive() noexcept;
    /// Rolls back what is open, and undoes what SQL of the user's own has left in the session. False, or an error, where the connection cannot be
    /// given to another user.
    bool tidy_up(pool_reset how);

    /// Ends a COPY … FROM STDIN, as failed where a reason is given; its result, which may be a failed one.
    result_ptr end_copy(const char* why_not, std::string_view what, std::string_view sql);
    /// Hands on the notices that came, unless settings are entered: whoever leaves them calls it.
    void deliver_notices() {
        // Within a transaction that was opened for settings, a handler that throws would undo the statement.
        if (!notices_.empty() && settings_depth_ == 0) [[unlikely]]
            hand_on_notices();
    }

    /// Asks the server to stop what is under way. From any thread.
    bool cancel() noexcept { return exchange_.cancel(); }
    exchange& wire() noexcept { return exchange_; }
    /// Throws what a failed result says, or the connection where it is null.
    [[noreturn]] void fail(const PGresult* result, std::string_view what, std::string_view sql);

    const call_options& limits() const noexcept { return limits_; }
    void set_limits(const call_options& limits) noexcept { limits_ = limits; }
    /// What statements are to run with: without a pooler the connection's own settings are the session's, and only limits are left.
    settings wanted_settings() const;
    bool wants_settings() const noexcept {
        return !pooled_settings_.empty() || limits_.statement_timeout || limits_.lock_timeout;
    }
    /// What the open transaction began with.
    const settings& in_force() const noexcept { return in_force_; }
    /// True where they were entered already.
    bool enter_settings() noexcept { return settings_depth_++ > 0; }
    void leave_settings() noexcept { --settings_depth_; }

    bool usable() const noexcept { return PQstatus(raw()) == CONNECTION_OK; }
    bool in_transaction() const noexcept;
    bool transaction_failed() const noexcept { return PQtransactionStatus(raw()) == PQTRANS_INERROR; }
    int server_version() const noexcept { return PQserverVersion(raw()); }
    connection_types& types() noexcept { return types_; }
    /// Null where it is not prepared. Valid until the next statement.
    prepared_statement* prepared(std::string_view text) { return statements_.find(text); }
    row_estimates& estimates() noexcept { return estimates_; }
    PGconn* raw() const noexcept { return exchange_.raw(); }
    /// How this connection was made, so that another one like it can be.
    const connection_options& options() const noexcept { return options_; }

    std::uint64_t next_savepoint() noexcept { return ++savepoints_; }

private:
    struct chunks {
        int rows;
        columns_check check;
    };
    struct request {
        const statement& sql;
        unheld rule;
        sent about;
        const chunks* in;  // or null
        meanwhile call;
    };

    link(const connection_options& options, connected to);

    void set_up(const settings& wanted, std::chrono::milliseconds left);
    result_ptr checked(result_ptr result, std::string_view what, std::string_view sql);
    result_ptr finish(int was_sent, const sent& about, meanwhile call = {}) {
        result_ptr result = exchange_.finish(was_sent, about, call);
        if (!in_force_.empty() && PQtransactionStatus(raw()) == PQTRANS_IDLE) [[unlikely]]
            in_force_.clear();
        return result;
    }
    result_ptr send_text(const std::string& sql, std::string_view what, cancellable can = cancellable::yes,
                         author by = author::library);
    int send_asked(const std::string& sql, const std::vector<std::string>& arguments);
    void reset_session(bool with_statements);
    result_ptr execute(const request& asked);
    result_ptr attempt(const request& asked, prepared_statement* known);
    result_ptr attempt_again(const request& asked, result_ptr result, bool known, bool nested);
    prepared_statement& prepare(const statement& sql, unheld rule, std::string_view what, prepared_statement* known);
    prepared_statement& prepare_anew(const statement& sql, unheld rule, std::string_view what, bool named);
    const prepared_statement& bind(const request& asked, const prepared_statement& prepared, bool known,
                                   bound_parameters& into);
    prepared_statement describe(const statement& sql, const std::vector<oid>& declared, bool named,
                                std::string_view what);
    result_ptr describe_anew(const prepared_statement& made, const std::vector<oid>& declared, std::string_view what);
    /// By the name of its prepared statement, or whole where that is empty.
    int send(const std::string& text, const char* name, const std::vector<oid>& types, const bound_parameters& bound);
    result_ptr first_chunk(int was_sent, const sent& about, int rows);
    struct to_pipeline;
    void prepare_pipelined(to_pipeline& one);
    bool is_kept(const to_pipeline& one);
    bool send_pipelined(const std::vector<to_pipeline>& all);
    std::vector<result_ptr> receive_pipelined(const std::vector<pipelined_statement>& all, const sent& about);
    void check_columns(const to_pipeline& one, pipelined_outcome& outcome);
    bool is_outdated(const to_pipeline& one, const PGresult* failure);
    std::vector<pipelined_outcome> attempt_pipelined(const std::vector<pipelined_statement>& all, bool& outdated);
    void hand_on_notices();
    void deallocate(const std::string& name);
    void forget(const std::string& text, bool stale);
    void tell_timeout(const query_canceled& failure);
    std::optional<std::chrono::milliseconds> statement_limit();
    static void receive_notice(void* to, const PGresult* result);

    connection_options options_;
    exchange exchange_;
    connection_types types_;
    statement_cache statements_;
    row_estimates estimates_;
    std::vector<notice> notices_;
    std::uint64_t savepoints_ = 0;
    call_options limits_;
    settings pooled_settings_, in_force_;
    int settings_depth_ = 0;
};

}  // namespace matview::inline v0::detail
