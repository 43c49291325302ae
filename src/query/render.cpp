// From a query's state to SQL text, parameters, and the layout of its rows.
#include <algorithm>
#include <string>

#include <matview/error.hpp>
#include <matview/query/identifier.hpp>
#include <matview/query/state.hpp>

namespace matview::inline v0::detail {
namespace {

class writer {
public:
    explicit writer(const query_state& state) : state_(state) { joins_.push_back({state.model, 0, {}}); }

    rendered select() {
        layout made;
        for (const path_info* path : state_.needed) need_path(*path);
        add_own_row(made);
        for (const path_info* path : state_.selected) select_path(made, *path);
        const std::string list = column_list(made) + distinct_order(made);
        const std::string where = conditions();
        text_ = (state_.distinct ? "SELECT DISTINCT " : "SELECT ") + list + unread_types(made, list.empty()) + from() +
                where;
        append_order(made);
        append_slice();
        return rendered({std::move(text_), std::move(parameters_)}, std::move(made));
    }

    statement count() {
        if (state_.distinct) return around("SELECT pg_catalog.count(*)", " FROM (", ") AS counted");
        for (const path_info* path : state_.needed) need_path(*path);
        const std::string where = conditions();
        text_ = "SELECT pg_catalog.count(*)" + all_types();
        if (sliced()) text_ += " FROM (SELECT 1";
        text_ += from() + where;
        append_slice();
        if (sliced()) text_ += ") AS counted";
        return {std::move(text_), std::move(parameters_)};
    }

    statement exists() {
        if (state_.distinct) {
            statement made = around("", "SELECT EXISTS (", ")");
            made.text += all_types();
            return made;
        }
        for (const path_info* path : state_.needed) need_path(*path);
        const std::string where = conditions();
        text_ = "SELECT EXISTS (SELECT 1" + from() + where;
        append_slice();
        return {text_ + ")" + all_types(), std::move(parameters_)};
    }

private:
    struct join {
        const model_info* model;
        std::size_t parent;
        join_step step;
        bool inner = false;
    };

    bool sliced() const { return state_.limit || state_.offset; }

    // What is DISTINCT depends on all that is selected, so that the whole query stands within.
    statement around(const char* head, const char* open, const char* close) {
        rendered whole = select();
        return {head + (*head ? all_types() : "") + open + whole.sql.text + close, std::move(whole.sql.parameters)};
    }

    // FROM comes behind the list of columns but before the conditions whose joins it must hold: they are written first.
    std::string conditions() {
        std::string where;
        if (state_.where) {
            where = "\nWHERE ";
            write(where, *state_.where, true);
        }
        for (const order_term& term : state_.order) {
            if (term.path) static_cast<void>(alias_of(*term.path));
            if (term.expression) note_order(*term.expression);
        }
        return where;
    }

    struct typed_column {
        const model_info* owner;
        const column_info* column;
    };

    // Where a parameter was inferred to have a column's type, and the result does not show that this type has changed, it would be compared
    // wrongly, and the server would not tell. So nothing is selected of each such column's type: when it changes, the server refuses the
    // statement. `count` and `exists` show none of their columns; a fetch shows what it reads.
    static std::string nothing_of(const typed_column& noted) {
        std::string sql = "(SELECT ";
        append_identifier(sql, noted.column->name);
        sql += " FROM ";
        append_relation(sql, noted.owner->relation);
        return sql + " LIMIT 0)";
    }
    std::string all_types() const {
        std::string list;
        for (const typed_column& noted : inferred_) list += ", " + nothing_of(noted);
        return list;
    }
    std::string unread_types(layout& made, bool first) const {
        std::string list;
        for (const typed_column& noted : inferred_) {
            const auto is_read = [&](const layout_column& c) { return c.column == noted.column; };
            if (std::any_of(made.columns.begin(), made.columns.end(), is_read)) continue;
            list += (first && list.empty() ? "" : ", ") + nothing_of(noted);
            ++made.behind;
        }
        return list;
    }

    static bool is_inferred(const node& n) { return n.what == node::kind::value && n.value->declared() == 0; }

    // The columns that an inferred parameter's type comes from: those on the other side of its operator.
    void note_types(const node& left, const node& right) {
        if (is_inferred(left)) note_columns(right);
        if (is_inferred(right)) note_columns(left);
    }
    void note_columns(const node& n) {
        if (n.what == node::kind::cast) return;  // is of that type whatever it is made from
        for (const node_ptr& arg : n.args) note_columns(*arg);
        if (n.what != node::kind::column) return;
        const model_info& owner = n.path->owner();
        const column_info& column = owner.columns[n.path->field->first_column + n.part];
        const auto is_noted = [&](const typed_column& noted) { return noted.column == &column; };
        if (std::none_of(inferred_.begin(), inferred_.end(), is_noted)) inferred_.push_back({&owner, &column});
    }
    // The terms of an order are written later than the list of columns.
    void note_order(const node& n) {
        if (n.args.size() == 2) note_types(*n.args[0], *n.args[1]);
        for (const node_ptr& arg : n.args) note_order(*arg);
    }

    std::string from() const {
        std::string sql = "\nFROM ";
        append_relation(sql, state_.model->relation);
        sql += " AS t0";
        for (std::size_t i = 1; i < joins_.size(); ++i) append_join(sql, i);
        return sql;
    }

    void append_join(std::string& sql, std::size_t i) const {
        const join& j = joins_[i];
        const model_info& parent = *joins_[j.parent].model;
        sql += j.inner ? "\nJOIN " : "\nLEFT JOIN ";
        append_relation(sql, j.model->relation);
        sql.append(" AS t").append(std::to_string(i)).append(" ON ");
        for (std::size_t part = 0; part < j.step.key->column_count; ++part) {
            if (part != 0) sql += " AND ";
            append_column(sql, i, j.model->columns[j.model->primary_key[part]].name);
            sql += " = ";
            append_column(sql, j.parent, parent.columns[j.step.key->first_column + part].name);
        }
    }

    static void append_column(std::string& sql, std::size_t alias, std::string_view column) {
        sql.append("t").append(std::to_string(alias)).append(".");
        append_identifier(sql, column);
    }

    std::size_t join_for(std::size_t parent, const join_step& step) {
        for (std::size_t i = 1; i < joins_.size(); ++i)
            if (joins_[i].parent == parent && joins_[i].step.key == step.key) return i;
        joins_.push_back({step.target, parent, step});
        return joins_.size() - 1;
    }
    void need_path(const path_info& path) {
        std::size_t alias = 0;
        for (const join_step& step : path.joins) {
            alias = join_for(alias, step);
            joins_[alias].inner = true;
        }
    }
    std::size_t alias_of(const path_info& path) {
        std::size_t alias = 0;
        for (const join_step& step : path.joins) alias = join_for(alias, step);
        return alias;
    }

    void add_own_row(layout& made) {
        made.rows.push_back({state_.model});
        row_aliases_.push_back(0);
        for (std::size_t f = 0; f < state_.model->fields.size(); ++f) {
            if (!state_.left_out.empty() && state_.left_out[f]) continue;
            const field_info& field = state_.model->fields[f];
            for (std::size_t part = 0; part < field.column_count; ++part)
                made.columns.push_back({&state_.model->columns[field.first_column + part], 0});
        }
    }

    void add_row(layout& made, std::size_t alias, const join_step& step, std::size_t parent) {
        const model_info& model = *joins_[alias].model;
        const std::size_t first = made.columns.size();
        const std::size_t row = made.rows.size();
        made.rows.push_back({&model, parent, step, first + model.primary_key[0]});
        row_aliases_.push_back(alias);
        for (const column_info& column : model.columns) made.columns.push_back({&column, row});
    }

    void select_path(layout& made, const path_info& path) {
        check_key_is_read(path);
        std::size_t alias = 0;
        std::size_t row = 0;
        for (const join_step& step : path.joins) {
            alias = join_for(alias, step);
            const auto found = std::find(row_aliases_.begin(), row_aliases_.end(), alias);
            if (found == row_aliases_.end()) {
                add_row(made, alias, step, row);
                row = made.rows.size() - 1;
            } else {
                row = static_cast<std::size_t>(found - row_aliases_.begin());
            }
        }
    }

    void check_key_is_read(const path_info& path) const {
        const join_step& first = path.joins.front();
        const auto field = static_cast<std::size_t>(first.key - state_.model->fields.data());
        if (state_.left_out.empty() || !state_.left_out[field]) return;
        throw query_error({.message = std::string(state_.model->name) + ": select_related brings along what " +
                                      std::string(first.key->name) +
                                      " refers to, and only or defer leaves that field out",
                           .hint = "name the field in only<…>, or take it out of defer<…>"});
    }

    // SELECT DISTINCT is ordered by what it selects only: the rest is selected too, behind the columns that are read.
    std::string distinct_order(layout& made) {
        std::string list;
        if (!state_.distinct) return list;
        for (const order_term& term : state_.order) {
            const std::size_t parts = term.path ? term.path->field->column_count : 1;
            for (std::size_t part = 0; part < parts; ++part, ++made.behind) {
                if (!list.empty() || !made.columns.empty()) list += ", ";
                write_order_value(list, term, part);
            }
        }
        return list;
    }

    void write_order_value(std::string& sql, const order_term& term, std::size_t part) {
        if (!term.path) return write(sql, *term.expression);
        append_column(sql, alias_of(*term.path),
                      term.path->owner().columns[term.path->field->first_column + part].name);
    }

    std::string column_list(const layout& made) const {
        std::string list;
        for (const layout_column& column : made.columns) {
            if (!list.empty()) list += ", ";
            append_column(list, row_aliases_[column.row], column.column->name);
        }
        return list;
    }

    void write(std::string& sql, const node& n, bool top = false) {
        switch (n.what) {
            case node::kind::column: {
                const model_info& owner = n.path->owner();
                return append_column(sql, alias_of(*n.path), owner.columns[n.path->field->first_column + n.part].name);
            }
            case node::kind::value:
                parameters_.push_back(*n.value);
                sql.append("$").append(std::to_string(parameters_.size()));
                return;
            case node::kind::binary:
                note_types(*n.args[0], *n.args[1]);
                write(sql, *n.args[0]);
                sql.append(" ").append(n.op).append(" ");
                return write(sql, *n.args[1]);
            case node::kind::any_of:
                note_types(*n.args[0], *n.args[1]);
                write(sql, *n.args[0]);
                sql += " = ANY (";
                write(sql, *n.args[1]);
                sql += ")";
                return;
            case node::kind::is_null:
                write(sql, *n.args[0]);
                sql += " IS NULL";
                return;
            case node::kind::all:
            case node::kind::any:
                return write_joined(sql, n, top);
            case node::kind::not_true:
                sql += "(";
                write(sql, *n.args[0], true);
                sql += ") IS NOT TRUE";
                return;
            case node::kind::never:
                sql += "FALSE";
                return;
            case node::kind::cast:
                write(sql, *n.args[0]);
                sql.append("::").append(n.op);
                return;
            case node::kind::call:
                sql.append(n.op).append("(");
                write(sql, *n.args[0]);
                for (std::size_t i = 1; i < n.args.size(); ++i) {
                    sql += ", ";
                    write(sql, *n.args[i]);
                }
                sql += ")";
                return;
            case node::kind::arithmetic:
                note_types(*n.args[0], *n.args[1]);
                sql += "(";
                write(sql, *n.args[0]);
                sql.append(" ").append(n.op).append(" ");
                write(sql, *n.args[1]);
                sql += ")";
                return;
            case node::kind::subscript:
                sql += "(";
                write(sql, *n.args[0]);
                sql += ")[";
                write(sql, *n.args[1]);
                sql += "]";
                return;
            case node::kind::literal:
                sql += n.op;
                return;
        }
    }

    void write_joined(std::string& sql, const node& n, bool top) {
        if (!top) sql += "(";
        for (std::size_t i = 0; i < n.args.size(); ++i) {
            if (i != 0) sql += n.what == node::kind::all ? " AND " : " OR ";
            write(sql, *n.args[i]);
        }
        if (!top) sql += ")";
    }

    // Behind DISTINCT the terms are named by their places: a value in one has another parameter here, and would be another term.
    void append_order(const layout& made) {
        if (state_.order.empty() && state_.key_order) append_key_order();
        std::size_t place = made.columns.size();
        for (std::size_t i = 0; i < state_.order.size(); ++i) {
            const order_term& term = state_.order[i];
            const std::size_t parts = term.path ? term.path->field->column_count : 1;
            for (std::size_t part = 0; part < parts; ++part) {
                text_ += i == 0 && part == 0 ? "\nORDER BY " : ", ";
                if (state_.distinct)
                    text_ += std::to_string(++place);
                else
                    write_order_value(text_, term, part);
                if (term.way == direction::descending) text_ += " DESC";
                if (term.place == nulls::first) text_ += " NULLS FIRST";
                if (term.place == nulls::last) text_ += " NULLS LAST";
            }
        }
    }

    void append_key_order() {
        for (std::size_t i = 0; i < state_.model->primary_key.size(); ++i) {
            text_ += i == 0 ? "\nORDER BY " : ", ";
            append_column(text_, 0, state_.model->columns[state_.model->primary_key[i]].name);
            if (state_.key_order == direction::descending) text_ += " DESC";
        }
    }

    // The one kind of value that enters the text: a limit bound as a parameter is planned anew at each execution.
    void append_slice() {
        if (state_.limit) text_ += "\nLIMIT " + std::to_string(*state_.limit);
        if (state_.offset) text_ += "\nOFFSET " + std::to_string(*state_.offset);
    }

    const query_state& state_;
    std::vector<join> joins_;
    std::vector<std::size_t> row_aliases_;
    std::string text_;
    std::vector<typed_column> inferred_;
    std::vector<parameter> parameters_;
};

// Counting needs no related rows and no order, so their joins fall away; but DISTINCT looks at all of it.
query_state only_conditions(const query_state& state) {
    query_state bare = state;
    if (state.distinct) return bare;
    bare.selected.clear();
    bare.order.clear();
    return bare;
}

}  // namespace

rendered render_select(const query_state& state) {
    rendered made = writer(state).select();
    made.at_most = state.limit;
    return made;
}

statement render_count(const query_state& state) {
    const query_state bare = only_conditions(state);
    return writer(bare).count();
}

statement render_exists(const query_state& state) {
    const query_state bare = only_conditions(state);
    return writer(bare).exists();
}

rendered::rendered(statement made, detail::layout of)
    : sql(std::move(made)),
      layout(std::move(of)),
      what("fetch of " + display_name(layout.rows.front().model->relation)) {}
rendered::~rendered() = default;

rendering::rendering(rendering&& other) noexcept : kept_(other.kept_.exchange(nullptr)) {}
rendering& rendering::operator=(rendering&& other) noexcept {
    delete kept_.exchange(other.kept_.exchange(nullptr));
    return *this;
}
rendering& rendering::clear() noexcept {
    delete kept_.exchange(nullptr);
    return *this;
}

const rendered& rendering::of(const query_state& state) const {
    if (const rendered* kept = kept_.load(std::memory_order_acquire)) return *kept;
    std::unique_ptr<const rendered> made(new rendered(render_select(state)));
    const rendered* expected = nullptr;
    if (kept_.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
    return *expected;  // another thread was faster
}

}  // namespace matview::inline v0::detail

namespace matview::inline v0 {

std::string to_string(const statement& statement) {
    std::string text = statement.text;
    for (std::size_t i = 0; i < statement.parameters.size(); ++i)
        text.append(i == 0 ? "\n-- $" : ", $")
            .append(std::to_string(i + 1))
            .append(" = ")
            .append(statement.parameters[i].to_string());
    return text;
}

}  // namespace matview::inline v0
