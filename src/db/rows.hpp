// Rows that came, checked and read into structs or values.
#pragma once

#include <matview/db/read.hpp>
#include <matview/db/row_source.hpp>

#include "db/link.hpp"

namespace matview::inline v0::detail {

/// Of a query of models.
void rows_into(link& on, const rendered& query, row_source& rows, const row_sink& sink);
/// Of SQL that the user wrote: by column names, or of one column.
void rows_into(link& on, const statement& sql, const model_info& row, row_source& rows, const row_sink& sink);
void rows_into(link& on, const statement& sql, const column_info& column, row_source& rows, const row_sink& sink);

/// The one value of the one row.
template <class V> V single_value(link& on, row_source& rows) {
    V value{};
    ops_of<V>().decoder(rows.columns().at(0).type, false, on.types())(*rows.next(), &value, {});
    return value;
}

}  // namespace matview::inline v0::detail
