// From a query's state to SQL text, parameters, and the layout of its rows.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <utility>

#include <matview/error.hpp>
#include <matview/query/identifier.hpp>
#include <matview/query/state.hpp>

namespace matview::inline v0::detail {
namespace {

// First it is found out which relations are joined and which rows and types are read, then all is written from left to right.
class writer {
public:
    explicit writer(const query_state& state) : state_(state) {
        joins_.reserve(1 + state.needed.size() + state.selected.size());
        joins_.push_back({state.model, 0, {}});
        for (const path_info* path : state_.needed) need_path(*path);
    }

    rendered select() {
        layout made = find_rows();
        note_conditions();
        write_select(made);
        return rendered(written(), std::move(made));
    }

    // What is DISTINCT depends on all that is selected, so that the whole query stands within.
    statement count() {
        layout within = state_.distinct ? find_rows() : layout();
        note_conditions();
        put("SELECT pg_catalog.count(*)");
        write_types();
        if (state_.distinct) {
            put(" FROM (");
            write_select(within);
        } else {
            if (sliced()) put(" FROM (SELECT 1");
            write_from_where();
            write_slice();
        }
        if (state_.distinct || sliced()) put(") AS counted");
        return written();
    }

    statement exists() {
        layout within = state_.distinct ? find_rows() : layout();
        note_conditions();
        put("SELECT EXISTS (");
        if (state_.distinct) {
            write_select(within);
        } else {
            put("SELECT 1");
            write_from_where();
            write_slice();
        }
        put(")");
        write_types();
        return written();
    }

private:
    struct join {
        const model_info* model;
        std::size_t parent;
        join_step step;
        bool inner = false;
    };

    bool sliced() const { return state_.limit || state_.offset; }
    statement written() { return {std::move(text_), std::move(parameters_)}; }

    void put(std::string_view piece) { text_ += piece; }
    void put_number(std::int64_t number) {
        char digits[20];
        put({digits, static_cast<std::size_t>(std::to_chars(digits, std::end(digits), number).ptr - digits)});
    }
    void put_alias(std::size_t alias) {
        text_ += 't';
        put_number(static_cast<std::int64_t>(alias));
    }
    void put_column(std::size_t alias, std::string_view column) {
        put_alias(alias);
        text_ += '.';
        append_identifier(text_, column);
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

    layout find_rows() {
        layout made;
        reserve(made);
        add_own_row(made);
        for (const path_info* path : state_.selected) select_path(made, *path);
        return made;
    }

    void reserve(layout& made) const {
        std::size_t rows = 1;
        std::size_t columns = state_.model->columns.size();
        for (const path_info* path : state_.selected)
            for (const join_step& step : path->joins) {
                ++rows;
                columns += step.target->columns.size();
            }
        made.rows.reserve(rows);
        made.columns.reserve(columns);
    }

    void add_own_row(layout& made) const {
        made.rows.push_back({state_.model});
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
        made.rows.push_back({&model, parent, step, first + model.primary_key[0], alias});
        for (const column_info& column : model.columns) made.columns.push_back({&column, row});
    }

    void select_path(layout& made, const path_info& path) {
        check_key_is_read(path);
        std::size_t alias = 0;
        std::size_t row = 0;
        for (const join_step& step : path.joins) {
            alias = join_for(alias, step);
            const auto found = std::find_if(made.rows.begin(), made.rows.end(),
                                            [&](const layout_row& other) { return other.alias == alias; });
            const auto parent = std::exchange(row, static_cast<std::size_t>(found - made.rows.begin()));
            if (found == made.rows.end()) add_row(made, alias, step, parent);
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

    // The joins of all conditions and orders, in the order in which these are written, and the types that parameters get from them.
    void note_conditions() {
        if (state_.distinct) note_order();
        if (state_.where) note(*state_.where);
        if (!state_.distinct) note_order();
    }
    void note_order() {
        for (const order_term& term : state_.order)
            if (term.path)
                static_cast<void>(alias_of(*term.path));
            else
                note(*term.expression);
    }
    void note(const node& n) {
        if (n.what == node::kind::column) static_cast<void>(alias_of(*n.path));
        if (n.args.size() == 2) {
            if (is_inferred(*n.args[0])) note_types(*n.args[1]);
            if (is_inferred(*n.args[1])) note_types(*n.args[0]);
        }
        if (n.what == node::kind::row_in)
            for (std::size_t column = 0, size = n.args.size() / 2; column < size; ++column)
                if (is_inferred(*n.args[size + column])) note_types(*n.args[column]);
        for (const node_ptr& arg : n.args) note(*arg);
    }

    static bool is_inferred(const node& n) { return n.what == node::kind::value && n.value->declared() == 0; }

    struct typed_column {
        const model_info* owner;
        const column_info* column;
    };

    // The columns that an inferred parameter's type comes from: those on the other side of its operator.
    void note_types(const node& n) {
        if (n.what == node::kind::cast) return;  // is of that type whatever it is made from
        for (const node_ptr& arg : n.args) note_types(*arg);
        if (n.what != node::kind::column) return;
        const typed_column noted = typed_column_of(n);
        const auto is_noted = [&](const typed_column& other) { return other.column == noted.column; };
        if (std::none_of(inferred_.begin(), inferred_.end(), is_noted)) inferred_.push_back(noted);
    }

    static typed_column typed_column_of(const node& n) { return {&n.path->owner(), &column_of(*n.path, n.part)}; }
    static const column_info& column_of(const path_info& path, std::size_t part) {
        return path.owner().columns[path.field->first_column + part];
    }

    // Where a parameter was inferred to have a column's type, and the result does not show that this type has changed, it would be compared
    // wrongly, and the server would not tell. So nothing is selected of each such column's type: when it changes, the server refuses the
    // statement. `count` and `exists` show none of their columns; a fetch shows what it reads.
    void write_nothing_of(const typed_column& noted) {
        put("(SELECT ");
        append_identifier(text_, noted.column->name);
        put(" FROM ");
        append_relation(text_, noted.owner->relation);
        put(" LIMIT 0)");
    }
    void write_types() {
        for (const typed_column& noted : inferred_) {
            put(", ");
            write_nothing_of(noted);
        }
    }
    void write_unread_types(layout& made) {
        for (const typed_column& noted : inferred_) {
            const auto is_read = [&](const layout_column& c) { return c.column == noted.column; };
            if (std::any_of(made.columns.begin(), made.columns.end(), is_read)) continue;
            put_comma(made);
            write_nothing_of(noted);
            ++made.behind;
        }
    }
    // Between what is selected.
    void put_comma(const layout& made) {
        if (!made.columns.empty() || made.behind != 0) put(", ");
    }

    void write_select(layout& made) {
        constexpr std::size_t usual_rest = 160, usual_column = 32;
        text_.reserve(text_.size() + usual_rest + usual_column * made.columns.size());
        put(state_.distinct ? "SELECT DISTINCT " : "SELECT ");
        write_columns(made);
        if (state_.distinct) write_order_values(made);
        write_unread_types(made);
        write_from_where();
        write_order(made);
        write_slice();
    }

    void write_columns(const layout& made) {
        bool first = true;
        for (const layout_column& column : made.columns) {
            if (!std::exchange(first, false)) put(", ");
            put_column(made.rows[column.row].alias, column.column->name);
        }
    }

    // SELECT DISTINCT is ordered by what it selects only: the rest is selected too, behind the columns that are read.
    void write_order_values(layout& made) {
        for (const order_term& term : state_.order)
            for (std::size_t part = 0; part < parts_of(term); ++part, ++made.behind) {
                put_comma(made);
                write_order_value(term, part);
            }
    }
    static std::size_t parts_of(const order_term& term) { return term.path ? term.path->field->column_count : 1; }
    void write_order_value(const order_term& term, std::size_t part) {
        if (!term.path) return write(*term.expression);
        put_column(alias_of(*term.path), column_of(*term.path, part).name);
    }

    void write_from_where() {
        put("\nFROM ");
        append_relation(text_, state_.model->relation);
        put(" AS t0");
        for (std::size_t i = 1; i < joins_.size(); ++i) write_join(i);
        if (!state_.where) return;
        put("\nWHERE ");
        write(*state_.where, true);
    }

    void write_join(std::size_t i) {
        const join& j = joins_[i];
        const model_info& parent = *joins_[j.parent].model;
        put(j.inner ? "\nJOIN " : "\nLEFT JOIN ");
        append_relation(text_, j.model->relation);
        put(" AS ");
        put_alias(i);
        for (std::size_t part = 0; part < j.step.key->column_count; ++part) {
            put(part == 0 ? " ON " : " AND ");
            put_column(i, j.model->columns[j.model->primary_key[part]].name);
            put(" = ");
            put_column(j.parent, parent.columns[j.step.key->first_column + part].name);
        }
    }

    void write(const node& n, bool top = false) {
        switch (n.what) {
            case node::kind::column:
                return put_column(alias_of(*n.path), column_of(*n.path, n.part).name);
            case node::kind::value:
                parameters_.push_back(*n.value);
                put("$");
                return put_number(static_cast<std::int64_t>(parameters_.size()));
            case node::kind::binary:
                return write_operation(n);
            case node::kind::any_of:
                write(*n.args[0]);
                put(" = ANY (");
                write(*n.args[1]);
                return put(")");
            case node::kind::row_in:
                return write_row_in(n);
            case node::kind::is_null:
                write(*n.args[0]);
                return put(" IS NULL");
            case node::kind::all:
                return top ? write_list(n, " AND ") : write_within(n, " AND ");
            case node::kind::any:
                return top ? write_list(n, " OR ") : write_within(n, " OR ");
            case node::kind::not_true:
                put("(");
                write(*n.args[0], true);
                return put(") IS NOT TRUE");
            case node::kind::never:
                return put("FALSE");
            case node::kind::cast:
                write(*n.args[0]);
                put("::");
                return put(n.op);
            case node::kind::call:
                put(n.op);
                return write_within(n, ", ");
            case node::kind::arithmetic:
                put("(");
                write_operation(n);
                return put(")");
            case node::kind::subscript:
                put("(");
                write(*n.args[0]);
                put(")[");
                write(*n.args[1]);
                return put("]");
            case node::kind::literal:
                return put(n.op);
        }
    }

    // As rows of a relation they are joined: by a hash, or by the index that the key has. An array that stands there by itself has no type: it
    // is given that of the column.
    void write_row_in(const node& n) {
        const std::size_t size = n.args.size() / 2;
        for (std::size_t column = 0; column < size; ++column) {
            put(column == 0 ? "(" : ", ");
            write(*n.args[column]);
        }
        put(") IN (SELECT * FROM ROWS FROM (");
        for (std::size_t column = 0; column < size; ++column) {
            put(column == 0 ? "pg_catalog.unnest(" : ", pg_catalog.unnest(");
            const node& array = *n.args[size + column];
            if (is_inferred(array)) put("COALESCE(");
            write(array);
            if (is_inferred(array)) {
                put(", ARRAY");
                write_nothing_of(typed_column_of(*n.args[column]));
                put(")");
            }
            put(")");
        }
        put("))");
    }

    void write_operation(const node& n) {
        write(*n.args[0]);
        put(" ");
        put(n.op);
        put(" ");
        write(*n.args[1]);
    }
    void write_list(const node& n, std::string_view separator) {
        for (std::size_t i = 0; i < n.args.size(); ++i) {
            if (i != 0) put(separator);
            write(*n.args[i]);
        }
    }
    void write_within(const node& n, std::string_view separator) {
        put("(");
        write_list(n, separator);
        put(")");
    }

    // Behind DISTINCT the terms are named by their places: a value in one has another parameter here, and would be another term.
    void write_order(const layout& made) {
        if (state_.order.empty() && state_.key_order) write_key_order();
        std::size_t place = made.columns.size();
        bool first = true;
        for (const order_term& term : state_.order)
            for (std::size_t part = 0; part < parts_of(term); ++part) {
                put(std::exchange(first, false) ? "\nORDER BY " : ", ");
                if (state_.distinct)
                    put_number(static_cast<std::int64_t>(++place));
                else
                    write_order_value(term, part);
                if (term.way == direction::descending) put(" DESC");
                if (term.place == nulls::first) put(" NULLS FIRST");
                if (term.place == nulls::last) put(" NULLS LAST");
            }
    }

    void write_key_order() {
        bool first = true;
        for (const std::size_t column : state_.model->primary_key) {
            put(std::exchange(first, false) ? "\nORDER BY " : ", ");
            put_column(0, state_.model->columns[column].name);
            if (state_.key_order == direction::descending) put(" DESC");
        }
    }

    // The one kind of value that enters the text: a limit bound as a parameter is planned anew at each execution.
    void write_slice() {
        if (state_.limit) {
            put("\nLIMIT ");
            put_number(*state_.limit);
        }
        if (state_.offset) {
            put("\nOFFSET ");
            put_number(*state_.offset);
        }
    }

    const query_state& state_;
    std::vector<join> joins_;
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

rendered render_get(const query_state& state) { return render_select(at_most(state, 2)); }

rendered render_get_of_any(const query_state& state) {
    rendered made = render_get(state);
    made.sql.parameters.clear();
    return made;
}

rendered::rendered(statement made, detail::layout of)
    : sql(std::move(made)), layout(std::make_shared<const detail::layout>(std::move(of))) {}
rendered::rendered(const rendered&) = default;
rendered::rendered(rendered&&) noexcept = default;
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
