#include <matview/db/pool.hpp>

#include <utility>

#include "db/pool_core.hpp"

namespace matview::inline v0 {

pool::pool() : pool(connection_options{}) {}
pool::pool(by_conninfo by, const pool_options& options)
    : pool(connection_options{.conninfo = std::move(by.text)}, options) {}
pool::pool(const connection_options& to, const pool_options& options)
    : core_(std::make_shared<detail::pool_core>(to, options)) {}
pool::~pool() { core_->close(); }

detail::lease pool::acquire() { return core_->take(); }
connection pool::take() { return connection(core_->take()); }

std::size_t pool::size() const noexcept { return core_->now().size; }
std::size_t pool::idle() const noexcept { return core_->now().idle; }
std::size_t pool::waiting() const noexcept { return core_->now().waiting; }
std::size_t pool::in_use() const noexcept {
    const detail::pool_core::counts now = core_->now();
    return now.size - now.idle;
}

}  // namespace matview::inline v0
