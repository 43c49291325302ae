#include "db/reading.hpp"

#include <algorithm>
#include <utility>

#include "db/explain.hpp"

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;

// What stands for no row that came is no reason to take all the memory there is.
constexpr std::size_t most_reserved = 1U << 20U;
// So few that room for all of them is no waste where fewer come.
constexpr std::int64_t few_rows = 16;

}  // namespace

reading::reading(session& from, const rendered& query, const row_sink& sink, bool streaming)
    : query_(query),
      sink_(sink),
      on_(from.lease()),
      opened_(open(streaming)),
      source_(opened_.all ? all_.emplace(std::move(opened_.all)) : *opened_.arriving) {
    if (!reader_ || !source_.has_types(plan_->types)) read_by(plan_for(*on_, query_, source_));
    if (opened_.arriving) start();
}

opened_rows reading::open(bool streaming) {
    const auto check = [this](const std::vector<column_shape>& columns) {
        static_cast<void>(checked_plan(*query_.layout, columns, *on_, query_.sql.text, query_.what()));
    };
    auto call = [this, called = false]() mutable {
        if (!std::exchange(called, true)) get_ready();
        return milliseconds(-1);
    };
    try {
        return open_rows(
            on_, query_.sql, unheld::matches_nothing, query_.what(),
            {.streaming = streaming, .copyable = true, .at_most = query_.at_most, .check = check, .call = call});
    } catch (const server_error& failure) {
        explain(*on_, *query_.layout, failure);
        throw;
    }
}

void reading::start() {
    try {
        source_.start();
    } catch (const server_error& failure) {
        opened_.arriving.reset();
        explain(*on_, *query_.layout, failure);
        throw;
    }
}

void reading::read_by(plan_ptr plan) {
    reader_.reset();
    plan_ = std::move(plan);
    if (plan_) reader_.emplace(plan_->plan, sink_);
}

// While the server works: what it is going to send is mostly what it sent the last time. What fails here fails again behind the exchange, which
// must come to its end.
void reading::get_ready() noexcept try {
    read_by(find_plan(*on_, query_));
    if (reader_ && query_.at_most && *query_.at_most <= few_rows)
        reader_->expect(static_cast<std::size_t>(*query_.at_most));
} catch (...) {
    read_by(nullptr);
}

void reading::read_all() {
    reader_->expect(std::min(source_.size_hint(), most_reserved));
    with_place(what(), *reader_, [this] { source_.read_all(*reader_); });
    learn();
}

bool reading::read_one() {
    const bool there = with_place(what(), *reader_, [this] {
        const cell* const cells = source_.next();
        if (cells) reader_->read(cells_side_by_side{cells});
        return cells != nullptr;
    });
    if (!there) learn();
    return there;
}

// Of a few rows by a limit nothing is to be learned.
void reading::learn() {
    if (query_.sql.parameters.empty() && !query_.at_most) on_->estimates().learn(query_.sql.text, reader_->row());
}

}  // namespace matview::inline v0::detail
