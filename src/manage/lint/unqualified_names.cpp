#include <cctype>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <matview/db/transaction.hpp>
#include <matview/error.hpp>
#include <matview/query/identifier.hpp>

#include "manage/lint/called.hpp"
#include "manage/lint/rules.hpp"

namespace matview::inline v0::managing {
namespace {

struct user_function {
    std::int64_t id;
    std::string name;  // with its schema and arguments
    std::string language;
    std::string source;
};

// Those whose names are looked up when they run.
constexpr const char* functions_sql = R"sql(
SELECT p.oid AS id, p.oid::regprocedure::text AS name, l.lanname AS language, p.prosrc AS source
FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.oid = ANY ($1::int8[]::oid[]) AND p.pronamespace <> 'pg_catalog'::regnamespace AND p.prosqlbody IS NULL
  AND l.lanname NOT IN ('c', 'internal') AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s WHERE s LIKE 'search_path=%')
ORDER BY 2)sql";

// Identifiers that stand without a schema: nothing before them but a dot's absence. Comments are left out, strings are not: they may be SQL.
std::set<std::string> bare_names(std::string_view source) {
    std::set<std::string> names;
    const auto is_part = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
    };
    char before = ' ';  // the last character that is no space
    for (std::size_t i = 0; i < source.size();) {
        const char c = source[i];
        if (source.substr(i, 2) == "--") {
            i = std::min(source.find('\n', i), source.size());
        } else if (source.substr(i, 2) == "/*") {
            const std::size_t end = source.find("*/", i + 2);
            i = end == source.npos ? source.size() : end + 2;
        } else if (c == '"' || (is_part(c) && std::isdigit(static_cast<unsigned char>(c)) == 0)) {
            std::string name;
            if (c == '"') {
                const std::size_t end = std::min(source.find('"', i + 1), source.size());
                name = source.substr(i + 1, end - i - 1);
                i = std::min(end + 1, source.size());
            } else {
                for (; i < source.size() && is_part(source[i]); ++i)
                    name += static_cast<char>(std::tolower(static_cast<unsigned char>(source[i])));
            }
            if (before != '.' && (i == source.size() || source[i] != '.')) names.insert(name);
            before = 'a';
        } else {
            if (std::isspace(static_cast<unsigned char>(c)) == 0) before = c;
            ++i;
        }
    }
    return names;
}

// Of those names, what only the user's search_path finds.
std::vector<std::string> found_by_path(catalog& from, const std::set<std::string>& names) {
    return from.ask<std::string>(R"sql(
SELECT c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1::text[]) AND n.nspname <> 'pg_catalog' AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
UNION
SELECT p.proname::text FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($1::text[]) AND n.nspname <> 'pg_catalog' AND p.proname = ANY ($2::text[])
ORDER BY 1)sql",
                                 from.path(), std::vector<std::string>(names.begin(), names.end()));
}

// The server reads a function in SQL anew, with the search_path of a refresh.
std::optional<std::string> refusal(catalog& from, const user_function& function) {
    savepoint tried(from.rows());
    try {
        tried.execute("SET LOCAL check_function_bodies = on");
        static_cast<void>(tried.query<bool>("SELECT fmgr_sql_validator($1::oid) IS NULL", function.id));
        return std::nullopt;
    } catch (const insufficient_privilege&) {
        return std::nullopt;  // the user may not look; that the owner may not call it is another rule's
    } catch (const server_error& failure) {
        return failure.message();
    }
}

std::string path_in_sql(const std::vector<std::string>& path) {
    std::vector<std::string> schemas;
    for (const std::string& one : path)
        if (one != "pg_catalog") schemas.push_back(detail::quoted(one));
    schemas.push_back("pg_temp");
    return fmt::format("{}", fmt::join(schemas, ", "));
}

}  // namespace

std::vector<finding> unqualified_names(const subject& of) {
    const bool fails = of.from.server_version() >= 170000;
    std::vector<finding> all;
    for (const user_function& one : of.from.ask<user_function>(functions_sql, called_functions(of))) {
        const auto names = found_by_path(of.from, bare_names(one.source));
        std::string why;
        if (one.language == "sql") {
            const auto refused = refusal(of.from, one);
            if (!refused) continue;
            why = *refused;
        } else if (!names.empty()) {
            why = fmt::format("it names {} without a schema", fmt::join(names, ", "));
        } else {
            continue;
        }
        all.push_back({fails ? severity::problem : severity::note, "unqualified-names",
                       fmt::format("it calls {}, which leaves schemas to the search_path; {} that is pg_catalog, "
                                   "pg_temp in a refresh: {}",
                                   one.name, fails ? "here" : "from PostgreSQL 17 on", why),
                       fmt::format("ALTER FUNCTION {} SET search_path = {}, or write the schemas into its body",
                                   one.name, path_in_sql(of.from.path()))});
    }
    return all;
}

}  // namespace matview::inline v0::managing
