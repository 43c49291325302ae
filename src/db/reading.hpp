// A query of models on its way: from the session that it is asked of to its rows in structs.
#pragma once

#include <memory>
#include <optional>

#include "db/kept_plan.hpp"
#include "db/opening.hpp"
#include "db/placed_errors.hpp"
#include "db/result_source.hpp"

namespace matview::inline v0::detail {

class reading {
public:
    /// Opens the query's rows, checks them against its layout, and begins. The query and the sink outlive it.
    reading(session& from, const rendered& query, const row_sink& sink, bool streaming);
    reading(const reading&) = delete;

    /// All rows that are left.
    void read_all();
    /// The next row; false behind the last one.
    bool read_one();

private:
    opened_rows open(bool streaming);
    void start();
    void read_by(plan_ptr plan);
    void get_ready() noexcept;
    read_of what() const { return {*query_.layout, query_.sql.text, query_.what()}; }
    void learn();

    const rendered& query_;
    const row_sink& sink_;
    lease on_;
    plan_ptr plan_;
    std::optional<row_reader> reader_;
    opened_rows opened_;
    std::optional<result_source> all_;
    row_source& source_;
};

}  // namespace matview::inline v0::detail
