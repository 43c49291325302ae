#include <matview/db/copy.hpp>

#include <cstdlib>

#include "db/in_settings.hpp"
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
    settings_ = std::make_unique<detail::in_settings>(*link_, "copy_in", sql);
    const detail::result_ptr result = link_->run(sql, "copy_in", detail::cancellable::yes, detail::author::user);
    if (PQresultStatus(result.get()) != PGRES_COPY_IN)
        throw query_error({.message = "copy_in: the statement does not take rows",
                           .query = sql_,
                           .hint = "write COPY table (columns) FROM STDIN"});
}

copy_in::~copy_in() {
    if (!link_) return;
    try {
        link_->end_copy("the load was given up", "copy_in", sql_);
    } catch (const error&) {  // the connection is lost, and the load with it
        return;
    }
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
    if (!pending_.empty() && !link_->wire().put_copy(pending_.data(), pending_.size(), {sql_, "copy_in"}))
        link_->fail(nullptr, "copy_in", sql_);
    pending_.clear();
}

std::uint64_t copy_in::finish() {
    if (!link_) throw query_error("copy_in: the load is over");
    flush();
    const detail::lease link = std::exchange(link_, nullptr);
    const std::unique_ptr<detail::in_settings> settings = std::move(settings_);
    const detail::result_ptr result = link->end_copy(nullptr, "copy_in", sql_);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) link->fail(result.get(), "copy_in", sql_);
    settings->done();
    link->deliver_notices();
    return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

}  // namespace matview::inline v0
