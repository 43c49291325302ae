#include <matview/db/connection.hpp>

#include <cstdlib>
#include <utility>

#include "db/link.hpp"

namespace matview::inline v0 {

connection::connection() : connection(connection_options{}) {}
connection::connection(by_conninfo by) : connection(connection_options{.conninfo = std::move(by.text)}) {}
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;
connection::~connection() = default;
connection::connection(const connection_options& options) : link_(std::make_shared<detail::link>(options)) {}
connection::connection(detail::lease from_pool) : link_(std::move(from_pool)) {}

bool connection::usable() const noexcept { return link_->usable(); }
int connection::server_version() const noexcept { return link_->server_version(); }
int connection::backend_pid() const noexcept { return PQbackendPID(link_->raw()); }

std::string connection::parameter_status(const std::string& name) const {
    const char* value = PQparameterStatus(link_->raw(), name.c_str());
    return value ? value : "";
}

bool connection::cancel() noexcept { return link_->cancel(); }

std::optional<tls_info> connection::tls() const {
    PGconn* c = link_->raw();
    if (PQsslInUse(c) == 0) return std::nullopt;
    const char* library = PQsslAttribute(c, "library");
    const char* protocol = PQsslAttribute(c, "protocol");
    const char* cipher = PQsslAttribute(c, "cipher");
    const char* bits = PQsslAttribute(c, "key_bits");
    return tls_info{library ? library : "", protocol ? protocol : "", cipher ? cipher : "", bits ? std::atoi(bits) : 0};
}

}  // namespace matview::inline v0
