// What rows that are read while they arrive run in.
#pragma once

#include <string>
#include <string_view>

#include "db/in_settings.hpp"

namespace matview::inline v0::detail {

struct surroundings_options {
    bool own_transaction = false;  // one is opened, unless the caller has one
    bool undoable = false;         // what was begun can be given up, and the caller's transaction goes on
};

/// The settings that statements are to run with, a transaction where one is needed, or a savepoint in the caller's.
class surroundings {
public:
    /// `sql` is what will be run, if the user wrote it.
    surroundings(link& on, std::string_view what, std::string_view sql, const surroundings_options& options);
    surroundings(const surroundings&) = delete;

    void done();
    /// Rolls back to where it began. Without either call, as when the statement failed, only a transaction of its own is rolled back: the
    /// caller's is then failed, as it is behind every statement that fails.
    void undo() noexcept;
    /// Whether a statement that fails, or is stopped, can be undone by what is here.
    bool can_undo() const noexcept { return settings_.own_transaction() || !savepoint_.empty() || !nested_; }

private:
    link& on_;
    std::string what_;
    bool nested_;
    in_settings settings_;
    std::string savepoint_;
};

}  // namespace matview::inline v0::detail
