// A query of models on its way: from the session that it is asked of to its rows in structs.
#pragma once

#include <memory>

#include "db/opening.hpp"
#include "db/placed_errors.hpp"

namespace matview::inline v0::detail {

class reading {
public:
    /// Opens the query's rows, checks them against its layout, and begins. The query and the sink outlive it.
    reading(session& from, const rendered& query, const row_sink& sink, bool streaming);

    /// All rows that are left.
    void read_all();
    /// The next row; false behind the last one.
    bool read_one();

private:
    read_of what() const { return {query_.layout, query_.sql.text, query_.what}; }
    void learn();

    const rendered& query_;
    const row_sink& sink_;
    lease on_;
    std::unique_ptr<row_source> source_;
    std::shared_ptr<const decode_plan> plan_;
    row_reader reader_;
};

}  // namespace matview::inline v0::detail
