// Where rows come from. What is above a source does not know which one it is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/bytes.hpp>
#include <matview/wire/oid.hpp>

namespace matview::inline v0 {

namespace detail {
class row_reader;
}

/// A column as the server announced it.
struct column_shape {
    std::string name;
    oid type;
};

/// Rows in binary, one after the other. Who holds it holds the lease on its connection too. Used by one thread.
class MATVIEW_EXPORT row_source {
public:
    row_source() = default;
    row_source(const row_source&) = delete;
    row_source& operator=(const row_source&) = delete;
    virtual ~row_source() = default;

    virtual const std::vector<column_shape>& columns() const = 0;
    /// Whether the columns are of these types, in this order, and no others. A source need not know the names for it.
    virtual bool has_types(const std::vector<oid>& types) const;
    /// Begins with the rows, for a source that does not have any before its columns were checked.
    virtual void start() {}
    /// The next row's cells, one for each column, or null behind the last row. They are valid until the next call.
    virtual const cell* next() = 0;
    /// Reads all rows that are left, for the library itself. A source that has them at hand need not lay out the cells of each.
    virtual void read_all(detail::row_reader& into);
    /// How many rows are known to come; 0 where that is not known.
    virtual std::size_t size_hint() const { return 0; }
};

}  // namespace matview::inline v0
