#include "db/copy_source.hpp"

#include <fmt/format.h>

#include "db/plan.hpp"
#include "db/result_source.hpp"

namespace matview::inline v0::detail {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view copy_signature = "PGCOPY\n\377\r\n\0"sv;
constexpr std::size_t header_size = copy_signature.size() + 2 * sizeof(std::int32_t);

}  // namespace

copy_source::copy_source(link& on, const statement& sql, std::string_view what, bool undoable, std::size_t expected)
    : arriving_source(on, sql, what, statement_event::source::copy, {.own_transaction = true, .undoable = undoable}),
      expected_(expected) {
    columns_ = on_.columns_of(sql_, what_);
    cells_ = room_for(columns_);
}

// The text stands on lines of its own, so that a comment at its end hides nothing.
void copy_source::start() {
    const std::string sql = "COPY (\n" + sql_ + "\n) TO STDOUT (FORMAT binary)";
    on_.wire().begin(about(), cancellable::own);
    if (PQsendQuery(on_.raw(), sql.c_str()) != 1) fail(nullptr);
    result_ptr begun = on_.wire().next(about());
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) fail(std::move(begun));
    opened();
}

const cell* copy_source::next() {
    for (;;) switch (take()) {
            case taken::row:
                return cells_.data();
            case taken::trailer:
            case taken::incomplete:
                if (!receive()) return nullptr;
        }
}

void copy_source::read_all(row_reader& into) {
    while (next()) into.read(cells_side_by_side{cells_.data()});
}

// False behind the last row. They are whole only where the server has said so twice: by the trailer, and by the command's result.
bool copy_source::receive() {
    if (ended()) return false;
    check_reading();
    const std::span<char> bytes = on_.wire().next_copied(about());
    if (bytes.data()) {
        std::unique_ptr<char, message_deleter> came(bytes.data());
        on_.wire().count(0, bytes.size());
        if (rest_.empty()) {
            last_ = std::move(came);
            rest_ = {last_.get(), bytes.size()};
        } else {
            carried_ = std::string(rest_).append(bytes.data(), bytes.size());
            rest_ = carried_;
        }
        return true;
    }
    result_ptr last = on_.wire().next(about());
    if (PQresultStatus(last.get()) != PGRES_COMMAND_OK) fail(std::move(last));
    while (on_.wire().next(about())) continue;
    if (!trailer_taken_ || !rest_.empty()) fail_format("it ended without its trailer");
    finish(last.get());
    return false;
}

copy_source::taken copy_source::take() {
    if (!header_taken_ && !take_header()) return taken::incomplete;
    if (rest_.size() < sizeof(std::int16_t)) return taken::incomplete;
    const char* at = rest_.data();
    const char* const end = at + rest_.size();
    const auto count = read_integer<std::int16_t>(at);
    at += sizeof count;
    if (count == -1) {
        rest_ = {};
        trailer_taken_ = at == end;
        return taken::trailer;
    }
    if (count != static_cast<std::int16_t>(columns_.size())) fail_format("a row has another number of columns");
    cell* one = cells_.data();
    for (const cell* const behind = one + count; one != behind; ++one) {
        if (end - at < std::ptrdiff_t{sizeof(std::int32_t)}) return taken::incomplete;
        const auto size = read_integer<std::int32_t>(at);
        at += sizeof size;
        *one = {at, size};
        if (size <= 0) continue;
        if (size > end - at) return taken::incomplete;
        at += size;
    }
    rest_.remove_prefix(static_cast<std::size_t>(at - rest_.data()));
    on_.wire().count(1, 0);
    return taken::row;
}

bool copy_source::take_header() {
    if (rest_.size() < header_size) return false;
    const auto flags = read_integer<std::int32_t>(rest_.data() + copy_signature.size());
    const auto more = read_integer<std::int32_t>(rest_.data() + copy_signature.size() + sizeof flags);
    constexpr std::int32_t critical = ~0xffff;  // flags that a reader must know to go on
    if (!rest_.starts_with(copy_signature) || (flags & critical) != 0 || more < 0)
        fail_format("its header is not known");
    if (rest_.size() - header_size < static_cast<std::size_t>(more)) return false;
    rest_.remove_prefix(header_size + static_cast<std::size_t>(more));
    header_taken_ = true;
    return true;
}

void copy_source::fail_format(std::string_view why) {
    give_up();
    throw server_error({.message = fmt::format("{}: the COPY is not in the binary format: {}", what_, why),
                        .query = sql_,
                        .hint = "what stands between here and the server may have changed or cut it",
                        .connection_usable = on_.usable()});
}

}  // namespace matview::inline v0::detail
