#include <matview/db/stream.hpp>

#include "db/reading.hpp"

namespace matview::inline v0::detail {
namespace {

// There is one row, and it is used again and again.
row_sink sink_of_one(void* row) {
    return {row, [](void* only) { return only; }, [](void*, std::size_t) {}};
}

}  // namespace

// The query is kept, since the user's may be gone before the rows are.
struct cursor::state {
    state(session& from, const rendered& of, void* row)
        : query(of), sink(sink_of_one(row)), rows(std::in_place, from, query, sink, true) {}

    rendered query;
    row_sink sink;
    std::optional<reading> rows;
};

cursor::cursor(session& from, const rendered& query, void* row) : state_(std::make_unique<state>(from, query, row)) {}
cursor::cursor(cursor&&) noexcept = default;
cursor& cursor::operator=(cursor&&) noexcept = default;
cursor::~cursor() = default;

// At the end, and where it fails, the connection is given back.
bool cursor::advance() {
    if (!state_->rows) return false;
    try {
        if (state_->rows->read_one()) return true;
    } catch (...) {
        state_->rows.reset();
        throw;
    }
    state_->rows.reset();
    return false;
}

}  // namespace matview::inline v0::detail
