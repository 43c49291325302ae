// Rows by COPY … TO STDOUT in binary: the cheapest way for many of them, and without parameters only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/arriving_source.hpp"

namespace matview::inline v0::detail {

/// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
class copy_source final : public arriving_source {
public:
    /// Asks for the columns, in a transaction that keeps them as they are: its own, or the caller's. The COPY itself begins with `start`.
    copy_source(link& on, const statement& sql, std::string_view what, bool undoable, std::size_t expected);
    ~copy_source() override { give_up(); }

    void start() override;
    const cell* next() override;
    void read_all(row_reader& into) override;
    std::size_t size_hint() const override { return expected_; }

private:
    /// What libpq has allocated.
    struct message_deleter {
        void operator()(char* bytes) const noexcept { PQfreemem(bytes); }
    };
    enum class taken { row, trailer, incomplete };

    bool receive();
    taken take();
    bool take_header();
    [[noreturn]] void fail_format(std::string_view why);

    std::size_t expected_;
    std::vector<cell> cells_;
    std::unique_ptr<char, message_deleter> last_;  // the message that came last
    std::string carried_;                          // the begin of a row whose end is in a later message
    std::string_view rest_;                        // what was received and not yet taken
    bool header_taken_ = false, trailer_taken_ = false;
};

}  // namespace matview::inline v0::detail
