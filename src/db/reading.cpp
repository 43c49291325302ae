#include "db/reading.hpp"

#include <algorithm>

#include "db/explain.hpp"
#include "db/kept_plan.hpp"

namespace matview::inline v0::detail {
namespace {

// What stands for no row that came is no reason to take all the memory there is.
constexpr std::size_t most_reserved = 1U << 20U;

std::unique_ptr<row_source> open(const lease& on, const rendered& query, bool streaming) {
    try {
        return open_rows(on, query.sql, unheld::matches_nothing, query.what,
                         {.streaming = streaming,
                          .copyable = true,
                          .at_most = query.at_most,
                          .check = [&](const std::vector<column_shape>& columns) {
                              static_cast<void>(checked_plan(query.layout, columns, *on, query.sql.text, query.what));
                          }});
    } catch (const server_error& failure) {
        explain(*on, query.layout, failure);
        throw;
    }
}

}  // namespace

reading::reading(session& from, const rendered& query, const row_sink& sink, bool streaming)
    : query_(query),
      sink_(sink),
      on_(from.lease()),
      source_(open(on_, query, streaming)),
      plan_(plan_for(*on_, query, *source_)),
      reader_(*plan_, sink, source_->size_hint()) {
    try {
        source_->start();
    } catch (const server_error& failure) {
        source_.reset();
        explain(*on_, query.layout, failure);
        throw;
    }
}

void reading::read_all() {
    sink_.reserve(sink_.rows, std::min(source_->size_hint(), most_reserved));
    with_place(what(), reader_, [this] { source_->read_all(reader_); });
    learn();
}

bool reading::read_one() {
    const bool there = with_place(what(), reader_, [this] {
        const cell* const cells = source_->next();
        if (cells) reader_.read(cells_side_by_side{cells});
        return cells != nullptr;
    });
    if (!there) learn();
    return there;
}

// Of a few rows by a limit nothing is to be learned.
void reading::learn() {
    if (query_.sql.parameters.empty() && !query_.at_most) on_->estimates().learn(query_.sql.text, reader_.row());
}

}  // namespace matview::inline v0::detail
