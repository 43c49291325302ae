// copy_in: loads many rows by COPY … FROM STDIN.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <matview/db/session.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {

namespace detail {
class in_settings;
}

/// Sends rows in COPY's text format; https://www.postgresql.org/docs/current/sql-copy.html
/// Nothing is loaded unless `finish` is called. The session is not used for anything else meanwhile.
class MATVIEW_EXPORT copy_in {
public:
    /// `sql` is a COPY … FROM STDIN in text format: `copy_in load(db, "COPY packages (name, size) FROM STDIN")`.
    copy_in(session& on, std::string_view sql);
    copy_in(const copy_in&) = delete;
    copy_in& operator=(const copy_in&) = delete;
    ~copy_in();

    /// Appends one row; each field is the text of a value, or std::nullopt for NULL. Escaping is done here.
    void row(std::initializer_list<std::optional<std::string_view>> fields);
    /// Ends the load; returns how many rows were loaded. Throws server_error where one of them was refused, and then none is loaded.
    std::uint64_t finish();

private:
    void flush();

    detail::lease link_;
    std::unique_ptr<detail::in_settings> settings_;
    std::string sql_;
    std::string pending_;
};

}  // namespace matview::inline v0
