// The catalog, seen as it is at one moment, with its names read as the user's search_path has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <matview/db/connection.hpp>
#include <matview/db/transaction.hpp>

#include "manage/relation_name.hpp"

namespace matview::inline v0::managing {

struct found_relation {
    std::int64_t id;
    std::string schema, name;
    char kind;     // relkind
    bool visible;  // the search_path finds it by its name alone

    /// As SQL has it, with the schema where it is needed.
    std::string shown() const { return in_sql(visible ? relation_name{{}, name} : relation_name{schema, name}); }
};

/// Of pg_index as i and pg_am as am: whether a concurrent refresh can use the index.
/// https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
inline constexpr const char* usable_index =
    "(i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND am.amname = 'btree' "
    "AND NOT (0 = ANY (i.indkey::int2[])))";

/// A read-only transaction of one snapshot in which only pg_catalog is searched, so that nothing in the database stands in for what is asked.
class catalog {
public:
    explicit catalog(connection& db);

    /// Rows of a question to the catalog.
    template <class Row, class... Values> std::vector<Row> ask(const std::string& sql, const Values&... values) {
        return work_.query<Row>(sql, values...);
    }
    /// The same for one value.
    template <class V, class... Values> V value(const std::string& sql, const Values&... values) {
        return std::move(work_.query<V>(sql, values...).at(0));
    }
    /// Asks with the user's own search_path, so that what the server prints is as short as it can be.
    std::string printed(const std::string& sql, std::int64_t id);
    /// Reads a relation; the failures of that leave the catalog usable.
    session& rows() { return work_; }

    /// What the user means by a name: as SQL reads it, else as it stands. Throws undefined_relation, with names that are like it.
    found_relation find(const std::string& text);
    std::optional<found_relation> find(std::int64_t id);
    std::optional<found_relation> find(const relation_name& name);
    /// Materialized views that are no part of PostgreSQL.
    std::vector<found_relation> materialized_views();

    const std::vector<std::string>& path() const noexcept { return path_; }
    int server_version() const noexcept { return version_; }

private:
    std::vector<std::string> names_like(const std::string& text);

    int version_;
    transaction work_;
    std::vector<std::string> path_;
    std::string path_setting_;
};

}  // namespace matview::inline v0::managing
