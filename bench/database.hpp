// The data that both sides read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace matview_bench {

/// The relations of models.hpp in a schema of their own, which is gone with this object. Rows are the same at each run.
class database {
public:
    /// On the server that `conninfo` names (connection string or URI), or on a private one where it is empty.
    /// Throws std::runtime_error and what derives from it.
    database(const std::string& conninfo, std::int64_t readings);
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    /// Leads to the schema by its search_path.
    const std::string& conninfo() const noexcept { return conninfo_; }
    /// The same by TCP with TLS; empty where the server is not our own, or there is no openssl to make it a certificate.
    const std::string& conninfo_by_tls() const noexcept { return conninfo_by_tls_; }

private:
    struct server;

    std::unique_ptr<server> server_;
    std::string schema_;
    std::string conninfo_, conninfo_by_tls_;
};

}  // namespace matview_bench
