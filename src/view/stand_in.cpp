#include <matview/view/stand_in.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <matview/error.hpp>
#include <matview/query/identifier.hpp>
#include <matview/view/create.hpp>
#include "db/catalog.hpp"
#include "db/link.hpp"
#include "view/atomic.hpp"
#include "view/indexes.hpp"

namespace matview::inline v0::detail {
namespace {

// Made longer than 63 bytes, the server would cut the name off, and perhaps back to that of the view.
std::string rows_table(std::string_view view) {
    constexpr std::string_view ending = "_rows";
    constexpr std::size_t longest = 63;
    std::size_t size = std::min(view.size(), longest - ending.size());
    const auto is_in_character = [&](std::size_t at) {
        return at < view.size() && (static_cast<unsigned char>(view[at]) & 0xC0U) == 0x80U;
    };
    while (size > 0 && is_in_character(size)) --size;
    return std::string(view.substr(0, size)).append(ending);
}

class maker {
public:
    maker(session& on, const model_info& model) : on_(on), at_(*on.lease()), model_(model) {}

    std::string make(const std::vector<row_values>& rows, const create_options& options) {
        const bool is_table = model_.relation.kind == relation_kind::table;
        const std::string name = is_table ? std::string(model_.relation.name) : rows_table(model_.relation.name);
        const relation table{relation_kind::table, name, model_.relation.schema};
        run(fmt::format("CREATE TABLE {} ({})", quoted(table), columns()));
        const std::string schema = read_facts(at_, table).schema;
        const std::string placed = quoted(relation{relation_kind::table, name, schema});
        insert(placed, rows);
        if (!is_table)
            make_view(placed, options);
        else if (const std::string key = key_index_sql(model_, schema); !key.empty())
            run(key);
        return placed;
    }

private:
    void run(const std::string& sql) { static_cast<void>(at_.ask(sql, {}, what_)); }

    void make_view(const std::string& table, const create_options& options) {
        const std::string definition = fmt::format("SELECT {} FROM {}", names(), table);
        model_info view = model_;
        view.definition = definition;
        detail::create(on_, view, options);
    }

    // Of a std::string, std::quoted may be found too: so the name is qualified.
    std::string names() const {
        std::string list;
        for (const column_info& column : model_.columns)
            list.append(list.empty() ? "" : ", ").append(detail::quoted(column.name));
        return list;
    }

    std::string columns() {
        std::string list;
        std::vector<problem> problems;
        for (const column_info& column : model_.columns) {
            const pg_type& type = column.codec->natural;
            const std::string in_sql = type_in_sql(resolve(type, at_.types()));
            if (in_sql.empty())
                problems.push_back(
                    {.what = problem::kind::wrong_type,
                     .relation = display_name(model_.relation),
                     .column = column.name,
                     .description =
                         fmt::format("column {} would be of the type {}, which there is not", column.name, named(type)),
                     .mend = fmt::format("CREATE TYPE {} … first, or mend the search_path", named(type))});
            list.append(list.empty() ? "" : ", ").append(detail::quoted(column.name)).append(" ").append(in_sql);
        }
        if (problems.empty()) return list;
        throw mapping_error({.message = what_ + ": the database lacks types of its columns, so nothing was created"},
                            std::move(problems));
    }

    static std::string named(const pg_type& type) {
        if (type.id != 0) return fmt::format("of the OID {}", type.id);
        return type.schema.empty() ? std::string(type.name) : fmt::format("{}.{}", type.schema, type.name);
    }

    std::string type_in_sql(oid type) {
        constexpr const char* sql = R"sql(
SELECT pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(t.typname)
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
WHERE t.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid)sql";
        const result_ptr result = at_.ask(sql, {std::to_string(type)}, what_);
        if (PQntuples(result.get()) == 0) return {};
        return fmt::format("{}.{}", PQgetvalue(result.get(), 0, 0), PQgetvalue(result.get(), 0, 1));
    }

    void insert(const std::string& table, const std::vector<row_values>& rows) {
        statement sql{fmt::format("INSERT INTO {} ({}) VALUES (", table, names()), {}};
        for (std::size_t i = 1; i <= model_.columns.size(); ++i)
            sql.text += fmt::format("{}${}", i == 1 ? "" : ", ", i);
        sql.text += ')';
        for (std::size_t i = 0; i < rows.size(); ++i) {
            sql.parameters = rows[i];
            insert(sql, fmt::format("{}, row {}", what_, i + 1));
        }
    }

    void insert(const statement& row, const std::string& what) {
        try {
            static_cast<void>(at_.run(row, unheld::is_error, what));
        } catch (const value_error& failure) {
            error_context context = failure.context();
            if (!context.message.starts_with(what)) context.message.insert(0, what + ": ");
            throw value_error(std::move(context));
        }
    }

    session& on_;
    link& at_;
    const model_info& model_;
    std::string what_ = "stand_in of " + display_name(model_.relation);
};

template <class E> [[noreturn]] void fail(const server_error& failure, const char* hint) {
    error_context context = failure.context();
    context.hint = hint;
    throw E(std::move(context));
}

}  // namespace

std::string create_stand_in(session& on, const model_info& model, const std::vector<row_values>& rows,
                            const create_options& options) {
    atomic work(on);
    try {
        std::string table = maker(work.on(), model).make(rows, options);
        work.commit();
        return table;
    } catch (const already_exists& failure) {
        fail<already_exists>(failure,
                             "nothing is dropped or replaced: make it in a matview::testing::database of its own");
    } catch (const server_error& failure) {
        if (failure.sqlstate() == "23505") fail<duplicate_rows>(failure, "two of the rows given have the same key");
        if (failure.sqlstate() == "3F000") fail<server_error>(failure, "db.execute(\"CREATE SCHEMA …\") first");
        throw;
    }
}

}  // namespace matview::inline v0::detail
