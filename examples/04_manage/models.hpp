// Where a database's space goes: sums over all of its tables, too slow to be made for each page that shows them.
#pragma once

#include <cstdint>
#include <string>

#include <matview/matview.hpp>

struct SchemaSize {
    std::string schema;
    std::int64_t relations;
    std::int64_t bytes;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("matview_demo_schema_size");
        using primary_key = matview::key<&SchemaSize::schema>;
        static constexpr auto definition = R"sql(
            SELECT n.nspname::text AS schema, count(*) AS relations, sum(pg_total_relation_size(c.oid))::bigint AS bytes
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r'
            GROUP BY n.nspname)sql";
        using indexes = matview::indexes<matview::index_on<matview::desc<&SchemaSize::bytes>>>;
    };
};

struct Total {
    std::int64_t relations;

    struct Meta {
        static constexpr auto relation = matview::view("matview_demo_total");
        static constexpr auto definition = "SELECT sum(relations)::bigint AS relations FROM matview_demo_schema_size";
    };
};
