// What the sources have in common whose rows are read while they arrive: they end well, fail, or are given up.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <matview/db/row_source.hpp>

#include "db/link.hpp"
#include "db/surroundings.hpp"

namespace matview::inline v0::detail {

class arriving_source : public row_source, public arriving_rows {
public:
    const std::vector<column_shape>& columns() const override { return columns_; }
    void give_up() noexcept final;

protected:
    arriving_source(link& on, const statement& sql, std::string_view what, statement_event::source by,
                    const surroundings_options& options);

    /// From here on there are rows to be taken from the exchange.
    void opened();
    /// They ended well, by that result. Everything around them is ended too.
    void finish(const PGresult* last);
    /// Throws what the result says, or the connection where it is null.
    [[noreturn]] void fail(result_ptr result);
    /// Throws where they were given up by another one.
    void check_reading() const;
    bool ended() const noexcept { return state_ == state::ended; }
    const sent& about() const noexcept { return about_; }

    link& on_;
    std::string sql_, what_;
    std::vector<column_shape> columns_;

private:
    /// Nothing is left to be done: a cancel has nothing to meet any more.
    void leave() noexcept;

    enum class state { closed, open, ended, given_up };

    const sent about_;  // of sql_ and what_
    state state_ = state::closed;
    std::optional<exchange::whole_verb> verb_;
    std::optional<surroundings> around_;
};

}  // namespace matview::inline v0::detail
