// Which columns can be proved never to be NULL.
#pragma once

#include <cstdint>
#include <vector>

#include "manage/definition/definitions.hpp"

namespace matview::inline v0::managing {

/// Proofs from a view's definition. What is not proved may still never be NULL. Of a materialized view they hold for the rows that the next
/// refresh gives.
class nullability {
public:
    explicit nullability(definitions& known) : known_(known) {}

    /// Whether the column of that number of a table or view is never NULL.
    bool is_never_null(std::int64_t relation, int column);

private:
    struct scope;

    bool column_of(const scope& at, int column);
    bool proves(const scope& at, const node& expression);
    bool proves_all(const scope& at, const node& list);
    bool proves_any(const scope& at, const node& list);
    bool variable(const scope& at, const node& expression);
    bool entry(const scope& at, const node& table, int column);
    bool common_table(const scope& at, const node& table, int column);
    bool aggregate(const scope& at, const node& expression);
    bool window(const scope& at, const node& expression);
    bool call(const scope& at, const node& expression);
    bool operation(const scope& at, const node& expression);
    bool set_operation(const scope& at, const node& operation, int column);

    definitions& known_;
};

}  // namespace matview::inline v0::managing
