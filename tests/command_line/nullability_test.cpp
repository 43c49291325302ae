// A column that `matview inspect` says is never NULL has none: for all functions, operators and casts that the server has, called on columns that
// are NOT NULL, with the values that make them give NULL where they can.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "models_program.hpp"

namespace {

// A row holds one value of each type, in the column named by it; what takes two arguments takes them from all pairs of rows.
constexpr const char* samples_sql = R"sql(
CREATE TABLE samples (n int NOT NULL, "int2" int2 NOT NULL, "int4" int4 NOT NULL, "int8" int8 NOT NULL, "float4" float4 NOT NULL, "float8" float8 NOT NULL,
    "numeric" numeric NOT NULL, "bool" bool NOT NULL, "text" text NOT NULL, "varchar" varchar NOT NULL, "bpchar" bpchar NOT NULL, "name" name NOT NULL,
    "bytea" bytea NOT NULL, "date" date NOT NULL, "timestamp" timestamp NOT NULL, "timestamptz" timestamptz NOT NULL, "time" time NOT NULL,
    "timetz" timetz NOT NULL, "interval" interval NOT NULL, "json" json NOT NULL, "jsonb" jsonb NOT NULL, "uuid" uuid NOT NULL, "inet" inet NOT NULL,
    "cidr" cidr NOT NULL, "macaddr" macaddr NOT NULL, "varbit" varbit NOT NULL, "tsvector" tsvector NOT NULL, "tsquery" tsquery NOT NULL,
    "_int4" int4[] NOT NULL, "_text" text[] NOT NULL, "int4range" int4range NOT NULL, "tstzrange" tstzrange NOT NULL,
    "int4multirange" int4multirange NOT NULL, "point" point NOT NULL, "path" path NOT NULL, "box" box NOT NULL, "circle" circle NOT NULL,
    "polygon" polygon NOT NULL, "lseg" lseg NOT NULL, "line" line NOT NULL, "oid" oid NOT NULL, "money" money NOT NULL);
INSERT INTO samples VALUES
(1, 0, 0, 0, 0, 0, 0, false, '', '', '', '', '', '-infinity', '-infinity', '-infinity', '0:00', '0:00Z', '0', 'null', 'null',
    '00000000-0000-0000-0000-000000000000', '0.0.0.0/0', '0.0.0.0/0', '00:00:00:00:00:00', '', '', '', '{}', '{}', 'empty', 'empty', '{}', '0,0', '[(0,0)]',
    '0,0,0,0', '<(0,0),0>', '((0,0))', '[(0,0),(0,0)]', '{0,1,0}', 0, 0),
(2, 1, 1, 1, 'NaN', 'NaN', 'NaN', true, 'a,b', 'a', 'a', 'a', 'a', 'infinity', 'infinity', 'infinity', '24:00', '24:00Z', '-1 day', '{"a": null}',
    '{"a": null}', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '::1', '::1', 'ff:ff:ff:ff:ff:ff', '101', 'a:1', 'a & !b', '{NULL}', '{NULL}', '(,)', '(,)',
    '{(,)}', '1,1', '((0,0),(1,1))', '0,0,1,1', '<(0,0),1>', '((0,0),(1,0),(0,1))', '[(0,0),(1,1)]', '{1,0,0}', 1, 1),
(3, -1, -1, -1, '-Infinity', 'Infinity', 'Infinity', true, 'zz', 'b ', 'b', 'b', '\xff', '2024-02-29', '2024-02-29 01:02:03', '2024-02-29 01:02:03Z',
    '12:00', '12:00+5', '1 mon -2 days', '[]', '[1, "x"]', '00000000-0000-4000-8000-000000000001', '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03', '0',
    'a b', 'a', '{1,2}', '{a,b}', '[1,3)', '[2024-01-01,)', '{[1,2),[5,6)}', '2,3', '[(0,0),(3,1)]', '2,2,3,3', '<(5,5),1>', '((5,5),(6,5),(5,6))',
    '[(2,2),(0,0)]', '{1,1,1}', 16, -1);

CREATE FUNCTION column_for(type oid) RETURNS text LANGUAGE sql AS $$
    SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = 'samples'::regclass AND attnum > 1 AND attname = CASE type::regtype::text
        WHEN 'anyelement' THEN 'int4' WHEN 'anynonarray' THEN 'text' WHEN 'anycompatible' THEN 'int4' WHEN '"any"' THEN 'int4'
        WHEN 'anyarray' THEN '_int4' WHEN 'anycompatiblearray' THEN '_int4' WHEN 'anyrange' THEN 'int4range'
        WHEN 'anymultirange' THEN 'int4multirange' ELSE (SELECT typname FROM pg_type WHERE oid = type) END $$;

CREATE FUNCTION has_values(type oid) RETURNS bool LANGUAGE sql AS $$
    SELECT typtype <> 'p' OR typname LIKE 'any%' FROM pg_type WHERE oid = type $$;

CREATE TABLE expression (id int GENERATED ALWAYS AS IDENTITY, text text NOT NULL, kind "char" NOT NULL, is_fine bool NOT NULL DEFAULT false);
INSERT INTO expression (text, kind)
SELECT format('pg_catalog.%I(%s)%s', proname, concat_ws(', ', 'a.' || column_for(one), 'b.' || column_for(two)),
              CASE prokind WHEN 'w' THEN ' OVER (ORDER BY a.n)' ELSE '' END), prokind
FROM pg_proc, LATERAL (SELECT proargtypes[0] AS one, proargtypes[1] AS two) AS of
WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'a', 'w') AND NOT proretset AND has_values(prorettype) AND
      pronargs <= 2 AND (provolatile <> 'v' OR prokind <> 'f') AND (pronargs < 1 OR column_for(one) IS NOT NULL) AND (pronargs < 2 OR column_for(two) IS NOT NULL)
UNION
SELECT concat_ws(' ', 'a.' || column_for(nullif(oprleft, 0)), format('OPERATOR(pg_catalog.%s)', oprname), 'b.' || column_for(oprright)), 'f'
FROM pg_operator
WHERE oprnamespace = 'pg_catalog'::regnamespace AND has_values(oprresult) AND (oprleft = 0 OR column_for(oprleft) IS NOT NULL) AND column_for(oprright) IS NOT NULL
UNION
SELECT format('CAST(a.%s AS %s)', column_for(castsource), casttarget::regtype), 'f' FROM pg_cast WHERE column_for(castsource) IS NOT NULL
UNION
SELECT word, 'f' FROM unnest(ARRAY['current_schema', 'current_user', 'current_catalog', 'localtime', 'current_date', 'nullif(a.int4, b.int4)',
    'coalesce(nullif(a.int4, b.int4), 0)', 'greatest(a.int4, NULL)', 'CASE WHEN a.bool THEN 1 END', 'CASE WHEN a.bool THEN 1 ELSE a.int4 END',
    'a.int4 IN (1, NULL)', 'a._int4[1]', 'ARRAY[a.int4, NULL]', '(SELECT a.int4 WHERE a.bool)', 'EXISTS (SELECT WHERE a.bool)', 'ARRAY(SELECT 1)',
    'a.int4 IS DISTINCT FROM b.int4', 'a.bool IS TRUE', 'a.bool AND b.bool', '(a.jsonb ->> ''a'')', 'a.jsonb[''a'']', 'a.int4 = ANY (b._int4)']) AS word;

-- What an expression of a kind is computed over.
CREATE FUNCTION rows_of(kind "char") RETURNS text LANGUAGE sql AS $$
    SELECT 'FROM samples AS a ' || CASE kind WHEN 'a' THEN 'JOIN samples AS b USING (n) GROUP BY n' ELSE 'CROSS JOIN samples AS b' END $$;

-- Whether it gives NULL anywhere; rows in which it fails give nothing.
CREATE FUNCTION gives_null(e expression) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE found bool;
BEGIN
    EXECUTE format('SELECT bool_or(x IS NULL) FROM (SELECT %s AS x %s) AS all_of_it', e.text, rows_of(e.kind)) INTO found;
    RETURN coalesce(found, false);
EXCEPTION WHEN others THEN
    IF e.kind <> 'f' THEN RETURN false; END IF;
    FOR i IN 1..3 LOOP
        FOR j IN 1..3 LOOP
            BEGIN
                EXECUTE format('SELECT (%s) IS NULL FROM samples AS a, samples AS b WHERE a.n = %s AND b.n = %s', e.text, i, j) INTO found;
                IF found THEN RETURN true; END IF;
            EXCEPTION WHEN others THEN NULL;
            END;
        END LOOP;
    END LOOP;
    RETURN false;
END $$;

-- What the server takes: it is asked one by one.
DO $$
DECLARE e expression;
BEGIN
    FOR e IN SELECT * FROM expression LOOP
        BEGIN
            EXECUTE format('SELECT %s %s LIMIT 0', e.text, rows_of(e.kind));
            UPDATE expression SET is_fine = true WHERE id = e.id;
        EXCEPTION WHEN others THEN NULL;
        END;
    END LOOP;
END $$;
)sql";

constexpr std::size_t columns_of_a_view = 90;  // less than a struct can have

}  // namespace

TEST_CASE("inspect: what is said to be never NULL is never NULL, whatever function makes it") {
    const matview_test::test_database database;
    matview_test::raw_connection server(database.conninfo());
    server.exec(samples_sql);
    std::vector<std::string> views;
    std::size_t tried = 0;
    for (const char kind : {'f', 'w', 'a'}) {
        const auto all =
            server.rows(fmt::format("SELECT id, text FROM expression WHERE is_fine AND kind = '{}' ORDER BY id", kind));
        const std::string rows = *server.rows(fmt::format("SELECT rows_of('{}')", kind)).at(0).at(0);
        tried += all.size();
        for (std::size_t begin = 0; begin < all.size(); begin += columns_of_a_view) {
            std::string list;
            for (std::size_t i = begin; i < std::min(all.size(), begin + columns_of_a_view); ++i)
                list += fmt::format("{}{} AS e{}", list.empty() ? "" : ", ", *all[i][1], *all[i][0]);
            views.push_back(fmt::format("of_{}_{}", kind, begin));
            server.exec(fmt::format("CREATE VIEW {} AS SELECT {} {}", views.back(), list, rows));
        }
    }
    CHECK_GT(tried, 1500);

    const auto made = nlohmann::json::parse(command_line::inspected(database.conninfo(), views).json);
    std::string ids;
    std::size_t proved = 0;
    for (const auto& one : made["structs"])
        for (const auto& field : one["columns"])
            if (!field["nullable"].get<bool>()) {
                ids += (ids.empty() ? "" : ", ") + field["name"].get<std::string>().substr(1);
                ++proved;
            }
    CHECK_GT(proved, 300);
    for (const auto& wrong :
         server.rows("SELECT text FROM expression AS e WHERE id IN (" + ids + ") AND gives_null(e) ORDER BY id"))
        FAIL_CHECK(*wrong[0] << " can be NULL");
    for (const std::string& view : views) server.exec("DROP VIEW " + view);
}

TEST_CASE("inspect: a NOT NULL that NULLs can get around is no proof") {
    const matview_test::test_database database;
    matview_test::raw_connection server(database.conninfo());
    server.exec(R"sql(
CREATE DOMAIN positive AS int NOT NULL CHECK (value > 0);
CREATE TABLE of_domain (d positive, n int NOT NULL);
INSERT INTO of_domain VALUES ((SELECT d FROM of_domain WHERE false), 1);
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE of_others (n int NOT NULL) SERVER nowhere;
CREATE TABLE parent (n int NOT NULL);
CREATE TABLE parent_of_others (n int NOT NULL);
CREATE FOREIGN TABLE child () INHERITS (parent_of_others) SERVER nowhere;
CREATE VIEW v AS SELECT d, of_domain.n, of_others.n AS far, parent.n AS parent, parent_of_others.n AS inherited
    FROM of_domain, of_others, parent, parent_of_others;
)sql");
    REQUIRE_EQ(server.rows("SELECT count(*) FROM of_domain WHERE d IS NULL"), matview_test::text_rows{{"1"}});
    const auto made = nlohmann::json::parse(command_line::inspected(database.conninfo(), {"v"}).json);
    std::map<std::string, bool> nullable;
    for (const auto& field : made["structs"][0]["columns"]) nullable[field["name"]] = field["nullable"];
    CHECK_EQ(nullable, std::map<std::string, bool>{
                           {"d", true}, {"n", false}, {"far", true}, {"parent", false}, {"inherited", true}});
}
