#include <matview/db/copy.hpp>

#include <cstdlib>

#include "db/link.hpp"

namespace matview::inline v0 {
namespace {

constexpr std::size_t chunk = 1U << 16U;

void append_escaped(std::string& to, std::string_view text) {
    for (const char c : text) switch (c) {
            case '\\':
                to += "\\\\";
                break;
            case '\t':
                to += "\\t";
                break;
            case '\n':
                to += "\\n";
                break;
            case '\r':
                to += "\\r";
                break;
            default:
                to += c;
        }
}

}  // namespace

copy_in::copy_in(session& on, std::string_view sql) : link_(on.lease()), sql_(sql) {
    const detail::result_ptr result = link_->run(sql, "copy_in");
    if (PQresultStatus(result.get()) != PGRES_COPY_IN)
        throw query_error({.message = "copy_in: the statement does not take rows",
                           .query = sql_,
                           .hint = "write COPY table (columns) FROM STDIN"});
}

copy_in::~copy_in() {
    if (!link_) return;
    PQputCopyEnd(link_->raw(), "the load was given up");
    while (PGresult* result = PQgetResult(link_->raw())) PQclear(result);
}

void copy_in::row(std::initializer_list<std::optional<std::string_view>> fields) {
    if (!link_) throw query_error("copy_in: the load is over");
    bool first = true;
    for (const auto& field : fields) {
        if (!first) pending_ += '\t';
        first = false;
        if (field)
            append_escaped(pending_, *field);
        else
            pending_ += "\\N";
    }
    pending_ += '\n';
    if (pending_.size() >= chunk) flush();
}

void copy_in::flush() {
    if (!pending_.empty() && PQputCopyData(link_->raw(), pending_.data(), static_cast<int>(pending_.size())) != 1)
        detail::throw_failure(link_->raw(), nullptr, "copy_in", sql_);
    pending_.clear();
}

std::uint64_t copy_in::finish() {
    if (!link_) throw query_error("copy_in: the load is over");
    flush();
    const detail::lease link = std::exchange(link_, nullptr);
    if (PQputCopyEnd(link->raw(), nullptr) != 1) detail::throw_failure(link->raw(), nullptr, "copy_in", sql_);
    const detail::result_ptr result(PQgetResult(link->raw()));
    while (PGresult* rest = PQgetResult(link->raw())) PQclear(rest);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
        detail::throw_failure(link->raw(), result.get(), "copy_in", sql_);
    return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

}  // namespace matview::inline v0
