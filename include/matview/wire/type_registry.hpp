// What a connection knows of PostgreSQL's types: names for OIDs, and OIDs for the names of enums, composites and extensions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/oid.hpp>

namespace matview::inline v0 {

/// One row of pg_type; https://www.postgresql.org/docs/current/catalog-pg-type.html
struct type_info {
    oid id = 0;
    std::string name;     ///< as format_type prints it: "bigint", "public.mood"
    char kind = 'b';      ///< typtype: b base, e enum, c composite, d domain, r range, m multirange, p pseudo
    char category = 'U';  ///< typcategory: S string, A array, …
    oid element =
        0;  ///< of an array its elements' type, of a range its subtype, of a multirange its range, of a domain what it is over
    oid array = 0;  ///< the type of arrays of it, or 0
};

/// One attribute of a composite type.
struct type_attribute {
    std::string name;
    oid type = 0;
};

/// Answers from a cache, else from the database. The references stay valid as long as the registry. Used by one thread at a time.
class MATVIEW_EXPORT type_registry {
public:
    virtual ~type_registry() = default;

    /// The type of that OID, or null where the database has none (or cannot be asked now).
    virtual const type_info* find(oid id) const = 0;
    /// The type of that name, by `schema` or, where that is empty, along the search_path; null where there is none.
    virtual const type_info* find(std::string_view name, std::string_view schema) const = 0;
    /// Whether the enum type has that label; true where the database cannot be asked now.
    virtual bool has_label(oid, std::string_view) const { return true; }
    /// The labels of an enum type in their order, as they were when they were first asked for; empty where it is none, or the database cannot be asked now.
    virtual std::vector<std::string> labels(oid) const { return {}; }
    /// The attributes of a composite type in the order of its values; empty where it is none, or the database cannot be asked now.
    virtual std::vector<type_attribute> attributes(oid) const { return {}; }
};

/// Built-in types only: enough where no connection is at hand.
MATVIEW_EXPORT const type_registry& builtin_types();

}  // namespace matview::inline v0
