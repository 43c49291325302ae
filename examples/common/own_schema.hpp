// A schema of the example's own, so that it touches nothing else in a database.
#pragma once

#include <functional>
#include <string>

#include <matview/matview.hpp>

#include "common/interrupt.hpp"

namespace demo {

/// Created here; dropped at the end by in_own_schema, or by Ctrl-C.
class own_schema {
public:
    /// An empty `database` means the PG* environment, as with psql.
    explicit own_schema(std::string database);

    /// A connection whose tables and views are those of this schema, and whose days are those of UTC. Threads may call it.
    matview::connection connect() const;
    void drop() const;
    /// Drops it after a failure: what goes wrong now is shown, and must not hide that failure.
    void give_up() const;

private:
    matview::connection open() const;
    void clean_up() const;

    std::string database_;
    std::string name_;
    interrupt_guard guard_;
};

/// Makes a schema, runs `work`, and drops the schema, however the work ends.
void in_own_schema(const std::string& database, const std::function<void(const own_schema&)>& work);

}  // namespace demo
