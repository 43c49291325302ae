#include <matview/view/verify.hpp>

#include <fmt/format.h>

#include <matview/query/identifier.hpp>
#include "db/catalog.hpp"
#include "db/link.hpp"
#include "view/indexes.hpp"
#include "view/kind.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

class inspector {
public:
    inspector(link& on, const model_info& model)
        : on_(on),
          model_(model),
          types_(on.types()),
          version_(on.server_version()),
          facts_(read_facts(on, model.relation)),
          user_(current_user(on)) {}

    verification find(purpose what_for) {
        if (facts_.id == 0) return verification({absent_relation(model_)});
        for (problem& p : column_problems(model_, facts_, types_)) found_.push_back(std::move(p));
        for (problem& p : unlabelled_enumerators(model_, facts_, types_)) found_.push_back(std::move(p));
        check_kind(what_for);
        if (what_for == purpose::read)
            check_reading();
        else if (facts_.kind == 'm')
            check_refreshing(what_for == purpose::refresh_concurrently);
        return verification(std::move(found_), needless_optionals(model_, facts_));
    }

private:
    static std::string current_user(link& on) {
        const result_ptr result = on.ask("SELECT pg_catalog.quote_ident(CURRENT_USER)", {}, "verify");
        return PQgetvalue(result.get(), 0, 0);
    }

    void add(problem::kind what, std::string description, std::string mend) {
        found_.push_back({.what = what,
                          .relation = display_name(model_.relation),
                          .column = {},
                          .description = std::move(description),
                          .mend = std::move(mend)});
    }
    std::string shown() const { return display_name(model_.relation); }
    // With the schema that was found, so that the mend works from any search_path.
    std::string placed() const { return quoted(relation{model_.relation.kind, model_.relation.name, facts_.schema}); }

    void check_kind(purpose what_for) {
        const bool to_refresh = what_for != purpose::read;
        if (to_refresh && facts_.kind != 'm')
            return add(problem::kind::wrong_kind,
                       fmt::format("{} is {}, which is never refreshed", shown(), kind_name(facts_.kind)),
                       "drop it and create a materialized view of that name, or name another relation");
        if (kind_fits(model_.relation.kind, facts_.kind)) return;
        add(problem::kind::wrong_kind,
            fmt::format("{} is {}, the model says {}", shown(), kind_name(facts_.kind),
                        kind_name(model_.relation.kind)),
            facts_.kind == 'm'   ? "write matview::materialized_view(…) in the Meta"
            : facts_.kind == 'v' ? "write matview::view(…) in the Meta"
                                 : "write matview::table(…) in the Meta");
    }

    void check_reading() {
        if (!facts_.may_use_schema)
            add(problem::kind::missing_right, fmt::format("{} may not use the schema {}", user_, facts_.schema),
                fmt::format("GRANT USAGE ON SCHEMA {} TO {}", quoted(facts_.schema), user_));
        if (!facts_.may_select)
            add(problem::kind::missing_right, fmt::format("{} may not read {}", user_, shown()),
                fmt::format("GRANT SELECT ON {} TO {}", placed(), user_));
        check_populated();
        check_operators();
    }

    void check_operators() {
        for (const operator_facts& o : read_foreign_operators(on_, model_, facts_))
            found_.push_back({.what = problem::kind::taken_over_operator,
                              .relation = shown(),
                              .column = o.column,
                              .description = fmt::format(
                                  "comparisons of column {} by {} run {}.{}({}, {}), and not PostgreSQL's own "
                                  "operator",
                                  o.column, o.name, o.schema, o.name, o.left, o.right),
                              .mend = fmt::format("DROP OPERATOR {}.{} ({}, {}), or take {} out of the search_path",
                                                  quoted(o.schema), o.name, o.left, o.right, quoted(o.schema))});
    }

    void check_populated() {
        if (facts_.kind == 'm' && !facts_.populated)
            add(problem::kind::not_populated, fmt::format("{} holds no data yet", shown()),
                (model_.name.empty() ? "" : fmt::format("db.refresh<{}>(), or ", model_.name)) +
                    fmt::format("REFRESH MATERIALIZED VIEW {}", placed()));
    }

    void check_refreshing(bool concurrently) {
        if (!facts_.may_refresh)
            add(problem::kind::missing_right,
                fmt::format("{} may not refresh {}: its owner is {}", user_, shown(), facts_.owner),
                version_ >= 170000
                    ? fmt::format("GRANT MAINTAIN ON {} TO {}", placed(), user_)
                    : fmt::format("refresh as {}, or GRANT {} TO {}", facts_.owner, quoted(facts_.owner), user_));
        if (!concurrently) return;
        check_populated();
        if (!facts_.has_usable_unique_index) {
            std::string mend = key_index_sql(model_, facts_.schema);
            if (mend.empty())
                mend = fmt::format("CREATE UNIQUE INDEX ON {} (…) over the columns that identify a row{}", placed(),
                                   model_.name.empty() ? "" : ", and name them as primary_key in the Meta");
            add(problem::kind::no_usable_unique_index,
                fmt::format("{} has no unique index that a concurrent refresh could use (unique, immediate, valid, "
                            "btree, plain columns, no WHERE)",
                            shown()),
                std::move(mend));
        }
        if (!facts_.owner_may_make_temp)
            add(problem::kind::missing_right,
                fmt::format("{}, the owner of {}, may not make temporary tables in {}, as a concurrent refresh does",
                            facts_.owner, shown(), facts_.database),
                fmt::format("GRANT TEMPORARY ON DATABASE {} TO {}", quoted(facts_.database), quoted(facts_.owner)));
    }

    link& on_;
    const model_info& model_;
    const type_registry& types_;
    int version_;
    relation_facts facts_;
    std::string user_;
    std::vector<problem> found_;
};

}  // namespace

verification verify(session& on, const model_info& model, purpose what_for) {
    const lease at = on.lease();
    at->types().forget();  // what is verified is what is there now
    return inspector(*at, model).find(what_for);
}

}  // namespace detail

std::string to_string(const verification& found) {
    std::string text;
    for (const problem& p : found) {
        if (!text.empty()) text += '\n';
        text.append(p.description).append("\n  mend: ").append(p.mend);
    }
    return text;
}

}  // namespace matview::inline v0
