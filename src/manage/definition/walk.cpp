#include "manage/definition/walk.hpp"

#include <set>
#include <utility>

#include "manage/definition/node_enums.hpp"
#include "manage/definition/query_level.hpp"

namespace matview::inline v0::managing {
namespace {

// The relation that an entry of the range table reads; 0 where it is no relation. A rule before PostgreSQL 16 lists its own view too.
std::int64_t relation_of(const node& entry, std::int64_t view) {
    if (!entry.is("RTE") && !entry.is("RANGETBLENTRY")) return 0;
    const std::int64_t id = entry["rtekind"].number() == rte::relation ? entry["relid"].number() : 0;
    return id == view ? 0 : id;
}

class outputs {
public:
    outputs(definitions& known, const std::function<bool(const node&)>& call) : known_(known), call_(call) {}

    void all_of(std::int64_t view) {
        if (const node* const query = known_.query(view)) all_of(scope{*query, nullptr});
    }

private:
    struct scope {
        const node& query;
        const scope* outer;
    };

    void all_of(const scope& at) {
        for (const node& entry : at.query["targetList"].items())
            if (!entry["resjunk"].truth()) column(at, entry["resno"].number());
    }

    void column(const scope& at, std::int64_t number) {
        if (!seen_.emplace(&at.query, number).second) return;
        if (const node& operation = at.query["setOperations"]; operation.is_labelled())
            return of_sets(at, operation, number);
        for (const node& entry : at.query["targetList"].items())
            if (entry["resno"].number() == number) expression(at, entry["expr"]);
    }

    void of_sets(const scope& at, const node& operation, std::int64_t number) {
        if (operation.is("RANGETBLREF")) {
            column(scope{at.query["rtable"].at(operation["rtindex"].number())["subquery"], &at}, number);
        } else if (operation.is_labelled()) {
            of_sets(at, operation["larg"], number);
            of_sets(at, operation["rarg"], number);
        }
    }

    void expression(const scope& at, const node& e) {
        if (e.is("VAR")) return variable(at, e);
        if (e.is_labelled() && !call_(e)) return;
        if (e.is("SUBLINK")) {
            expression(at, e["testexpr"]);
            all_of(scope{e["subselect"], &at});
        } else if (e.is("AGGREF") || e.is("WINDOWFUNC")) {
            expression(at, e["aggdirectargs"]);
            expression(at, e["args"]);
        } else {
            e.for_each_part([&](const node& part) { expression(at, part); });
        }
    }

    void variable(const scope& at, const node& e) {
        const scope* const where = level_up(at, e["varlevelsup"].number());
        if (!where) return;
        const node& entry = where->query["rtable"].at(e["varno"].number());
        const std::int64_t number = e["varattno"].number();
        switch (entry["rtekind"].number()) {
            case rte::relation:
                if (entry["relkind"].text() == "v")
                    if (const node* const view = known_.query(entry["relid"].number()))
                        column(scope{*view, nullptr}, number);
                return;
            case rte::subquery:
                return column(scope{entry["subquery"], where}, number);
            case rte::join:
                return expression(*where, entry["joinaliasvars"].at(number));
            case rte::group:
                return expression(*where, entry["groupexprs"].at(number));
            case rte::values:
                for (const node& row : entry["values_lists"].items()) expression(*where, row.at(number));
                return;
            case rte::function:
                return expression(*where, entry["functions"]);
            case rte::cte:
                return common_table(*where, entry, number);
            default:
                return;
        }
    }

    void common_table(const scope& at, const node& entry, std::int64_t number) {
        const scope* const where = level_up(at, entry["ctelevelsup"].number());
        if (!where) return;
        const node& table = common_table_of(where->query, entry);
        if (table.is_labelled()) column(scope{table["ctequery"], where}, number);
    }

    definitions& known_;
    const std::function<bool(const node&)>& call_;
    std::set<std::pair<const node*, std::int64_t>> seen_;
};

void walk_sources(definitions& known, std::int64_t view, std::set<std::int64_t>& seen,
                  const std::function<void(std::int64_t, std::int64_t)>& call) {
    const node* const query = known.query(view);
    if (!query || !seen.insert(view).second) return;
    query->for_each([&](const node& one) {
        const std::int64_t read = relation_of(one, view);
        if (read == 0) return;
        call(view, read);
        if (one["relkind"].text() == "v") walk_sources(known, read, seen, call);
    });
}

}  // namespace

void for_each_source(definitions& known, std::int64_t view,
                     const std::function<void(std::int64_t, std::int64_t)>& call) {
    std::set<std::int64_t> seen;
    walk_sources(known, view, seen, call);
}

void for_each_node(definitions& known, std::int64_t view, const std::function<void(const node&)>& call) {
    std::set<std::int64_t> views{view};
    for_each_source(known, view, [&](std::int64_t of, std::int64_t) { views.insert(of); });
    for (const std::int64_t one : views)
        if (const node* const query = known.query(one)) query->for_each(call);
}

void for_each_output(definitions& known, std::int64_t view, const std::function<bool(const node&)>& call) {
    outputs(known, call).all_of(view);
}

}  // namespace matview::inline v0::managing
