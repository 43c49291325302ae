// The link's prepared statements.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "db/chunks.hpp"
#include "db/in_settings.hpp"
#include "db/link.hpp"
#include "db/overtaken.hpp"
#include "db/result_source.hpp"

namespace matview::inline v0::detail {
namespace {

[[noreturn]] void throw_wrong_count(const prepared_statement& prepared, const statement& sql, std::string_view what) {
    throw query_error({.message = fmt::format("{}: the statement has {} parameters, {} were given", what,
                                              prepared.parameters.size(), sql.parameters.size()),
                       .query = sql.text});
}

bool is_prepared_for(const prepared_statement& known, const std::vector<parameter>& given) {
    for (std::size_t i = 0; i < given.size(); ++i)
        if (known.prepared_for[i].first != given[i].kind() || known.prepared_for[i].second != given[i].declared())
            return false;
    return true;
}

// A column that was float4 and is float8, or was timestamp and is timestamptz, is still compared with a parameter of the old type, without an
// error and wrongly. A model's query selects something of that type, so that the server tells; SQL of the user's own is described anew, unless
// all of its parameters are of types that mean the same beside every type they can be compared with.
bool has_delicate_parameter(const prepared_statement& made) {
    constexpr std::array<oid, 11> robust{pg::bool_,  pg::bytea,   pg::int8, pg::int2,       pg::int4,      pg::text,
                                         pg::bpchar, pg::varchar, pg::uuid, pg::int8_array, pg::text_array};
    return std::any_of(made.parameters.begin(), made.parameters.end(),
                       [&](oid type) { return std::find(robust.begin(), robust.end(), type) == robust.end(); });
}

}  // namespace

void link::deallocate(const std::string& name) {
    if (name.empty() || transaction_failed() || !usable()) return;  // it goes with the connection
    static_cast<void>(run("DEALLOCATE \"" + name + "\"", "making room for a prepared statement"));
}

// Both messages go before one sync: so the shape cannot change between them, nor the server, behind a pooler.
result_ptr link::describe_anew(const prepared_statement& made, const std::vector<oid>& declared,
                               std::string_view what) {
    PGconn* c = raw();
    const char* name = made.name.c_str();
    const sent about{made.text, what, declared.size(), statement_event::kind::prepare};
    exchange_.begin(about);
    const bool was_sent =
        PQenterPipelineMode(c) == 1 &&
        PQsendPrepare(c, name, made.text.c_str(), static_cast<int>(declared.size()), declared.data()) == 1 &&
        PQsendDescribePrepared(c, name) == 1 && PQpipelineSync(c) == 1;
    result_ptr shape;
    bool synced = !was_sent;
    while (!synced && usable()) {
        result_ptr next = exchange_.next(about);
        if (!next) continue;
        synced = PQresultStatus(next.get()) == PGRES_PIPELINE_SYNC;
        if (!synced && (!shape || !failed(shape))) shape = std::move(next);  // the first failure is the cause
    }
    if (!synced && shape && !failed(shape)) shape.reset();  // the link is lost: what came before it was all there was
    PQexitPipelineMode(c);
    exchange_.end(about, shape.get());
    return checked(std::move(shape), what, made.text);
}

prepared_statement link::describe(const statement& sql, const std::vector<oid>& declared, bool named,
                                  std::string_view what) {
    refuse_nul(sql.text, what);
    prepared_statement made{sql.text, named ? statements_.make_name(sql.text) : std::string(), {}, {}, {}};
    const result_ptr shape = describe_anew(made, declared, what);
    for (int i = 0; i < PQnparams(shape.get()); ++i) made.parameters.push_back(PQparamtype(shape.get(), i));
    made.columns = columns_in(shape.get());
    if (made.parameters.size() != sql.parameters.size()) {
        deallocate(made.name);
        throw_wrong_count(made, sql, what);
    }
    return made;
}

prepared_statement& link::prepare(const statement& sql, unheld rule, std::string_view what, prepared_statement* known) {
    if (!known) return prepare_anew(sql, rule, what, !options_.pooled);
    if (known->parameters.size() != sql.parameters.size()) throw_wrong_count(*known, sql, what);
    const bool delicate = rule == unheld::is_error && has_delicate_parameter(*known);
    if (!delicate && is_prepared_for(*known, sql.parameters)) return *known;
    const bool named = !options_.pooled && !delicate;
    if (named) forget(sql.text, true);
    return prepare_anew(sql, rule, what, named);
}

// Parameters go without a type of their own, so that the server infers the column's; integers are int8. Where the inferred type would
// lose a part of the value (a fraction beside an integer column), the statement is prepared again with a type that holds it.
prepared_statement& link::prepare_anew(const statement& sql, unheld rule, std::string_view what, bool named) {
    std::vector<oid> declared;
    for (const parameter& p : sql.parameters) declared.push_back(p.declared());
    prepared_statement made = describe(sql, declared, named, what);
    bool again = false;
    if (rule == unheld::matches_nothing)
        for (std::size_t i = 0; i < declared.size(); ++i)
            if (const oid better = sql.parameters[i].redeclare(made.parameters[i], types_)) {
                declared[i] = better;
                again = true;
            }
    if (again) {
        deallocate(made.name);
        made = describe(sql, declared, named, what);
    }
    if (rule == unheld::is_error && has_delicate_parameter(made)) {
        deallocate(made.name);
        made.name.clear();
    }
    for (const parameter& p : sql.parameters) made.prepared_for.emplace_back(p.kind(), p.declared());
    if (const std::string oldest = statements_.take_oldest_if_full(); !oldest.empty()) deallocate(oldest);
    return *statements_.insert(std::move(made));
}

int link::send(const std::string& text, const char* name, const std::vector<oid>& types,
               const bound_parameters& bound) {
    if (*name == '\0')
        return PQsendQueryParams(raw(), text.c_str(), bound.count(), types.data(), bound.values(), bound.lengths(),
                                 bound.formats(), 1);
    return PQsendQueryPrepared(raw(), name, bound.count(), bound.values(), bound.lengths(), bound.formats(), 1);
}

// Where it failed, the exchange is over; else it goes on behind this result.
result_ptr link::first_chunk(int was_sent, const sent& about, int rows) {
    if (was_sent == 1) read_in_chunks(raw(), rows);
    result_ptr first = was_sent == 1 ? exchange_.next(about) : nullptr;
    if (!first || failed(first)) {
        while (was_sent == 1 && exchange_.next(about)) continue;
        exchange_.end(about, first.get());
    }
    return first;
}

// Binds the values for the statement that is prepared, or for one prepared anew where they do not fit. Gives the one that they are bound for.
const prepared_statement& link::bind(const request& asked, const prepared_statement& prepared, bool known,
                                     bound_parameters& into) {
    const statement& sql = asked.sql;
    const std::string_view what = asked.about.what;
    try {
        into.bind(sql, prepared.parameters, asked.rule, types_, what);
        return prepared;
    } catch (const error& failure) {
        // What has no reading by what is known of the types may have one by what there is now: a type may have been dropped and made again.
        const bool unread = dynamic_cast<const mapping_error*>(&failure) != nullptr;
        if (!(known || unread) || !usable() || transaction_failed()) throw;
        if (unread) types_.forget();
    }
    // The value may be refused for a type that its place no longer has.
    if (known) forget(sql.text, true);
    const prepared_statement& anew = known ? prepare(sql, asked.rule, what, nullptr) : prepared;
    into.bind(sql, anew.parameters, asked.rule, types_, what);
    return anew;
}

// A failed result is given back, not thrown: whether to try again is told outside of the settings' transaction.
result_ptr link::attempt(const request& asked, prepared_statement* known) {
    const auto& [sql, rule, about, in, call] = asked;
    in_settings scope(*this, about.what, sql.text);
    const prepared_statement* prepared = &prepare(sql, rule, about.what, known);
    bound_parameters bound;
    if (!sql.parameters.empty()) prepared = &bind(asked, *prepared, known != nullptr, bound);
    if (in && in->check) in->check(prepared->columns);
    exchange_.begin(about, cancellable::own);
    const int was_sent = send(sql.text, prepared->name.c_str(), prepared->parameters, bound);
    result_ptr result = in ? first_chunk(was_sent, about, in->rows) : finish(was_sent, about, call);
    if (!failed(result)) scope.done();
    return result;
}

result_ptr link::execute(const request& asked) {
    const exchange::whole_verb verb(exchange_);
    types_.begin_statement();
    prepared_statement* const kept = statements_.find(asked.sql.text);
    const bool known = kept != nullptr;
    const bool nested = in_transaction();
    result_ptr result;
    try {
        result = attempt(asked, kept);
    } catch (const server_error& failure) {
        if (known && asked.rule == unheld::is_error && failure.sqlstate() == "42703")
            throw_changed(failure.message(), failure.sqlstate(), asked.about.what, asked.sql.text, run_again);
        throw;
    }
    if (options_.pooled || failed(result)) result = attempt_again(asked, std::move(result), known, nested);
    if (asked.in && !failed(result)) return result;
    return checked(std::move(result), asked.about.what, asked.sql.text);
}

// A statement prepared earlier can be out of date: its relations changed shape, or 26000 after DISCARD or DEALLOCATE. Outside a transaction
// nothing is lost by preparing it once more. One prepared just now can be overtaken too. Else the result stays as it is.
result_ptr link::attempt_again(const request& asked, result_ptr result, bool known, bool nested) {
    const auto& [sql, rule, about, in, call] = asked;
    const std::string_view what = about.what;
    const bool own = rule == unheld::is_error;
    // The label that was known was renamed: asked for anew there is none for the value.
    if (failed(result) && tells_of_lost_label(result.get()) && types_.forget_labels() && !nested)
        result = attempt(asked, statements_.find(sql.text));
    if (failed(result) && (known || is_overtaken(result.get(), rule))) {
        const std::string state = sqlstate_of(result.get());
        const bool lost_type = known && tells_of_lost_type(state);
        const bool changed = lost_type || tells_of_change(state);
        if (lost_type) types_.forget();
        const auto said = [&] { return field_of(result.get(), PG_DIAG_MESSAGE_PRIMARY); };
        if (changed || state == "26000") {
            forget(sql.text, changed);  // so that it, or the next transaction, prepares it anew
            if (nested && !changed) throw_gone(result.get(), what, sql.text);
            if (nested) throw_changed(said(), state, what, sql.text, run_again);
            result = attempt(asked, nullptr);
            if (failed(result) && is_overtaken(result.get(), rule)) {
                forget(sql.text, true);
                throw_changed(said(), sqlstate_of(result.get()), what, sql.text,
                              "run it again: its shape changes again and again");
            }
        } else if (state == "42703" && own) {
            throw_changed(said(), state, what, sql.text, run_again);
        }
    } else if (known && options_.pooled && !own) {
        // Behind a pooler the server keeps no statement that it could refuse: here the parameters' types are out of date when the result's are.
        if (const prepared_statement* ran = statements_.find(sql.text);
            ran && !gives_columns(result.get(), ran->columns)) {
            if (in) exchange_.pass_over(about, true);
            statements_.erase(sql.text);
            result = attempt(asked, nullptr);
        }
    }
    return result;
}

// A stale statement is deallocated; where one is gone from the server, all are.
void link::forget(const std::string& text, bool stale) {
    if (!stale) return statements_.clear();
    const prepared_statement* const known = statements_.find(text);
    if (!known) return;
    const std::string name = known->name;
    statements_.erase(text);
    deallocate(name);
}

result_ptr link::ask_as_it_is(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what,
                              cancellable can) {
    const sent about{sql, what, arguments.size()};
    exchange_.begin(about, can);
    return checked(finish(send_asked(sql, arguments), about), what, sql);
}

result_ptr link::run_watched(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what,
                             meanwhile call, std::optional<std::chrono::milliseconds> silence) {
    const sent about{sql, what, arguments.size()};
    exchange_.begin(about, cancellable::own);
    return checked(exchange_.finish(send_asked(sql, arguments), about, call, silence), what, sql);
}

int link::send_asked(const std::string& sql, const std::vector<std::string>& arguments) {
    std::vector<const char*> values;
    for (const std::string& argument : arguments) values.push_back(argument.c_str());
    return PQsendQueryParams(raw(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                             nullptr, 0);
}

result_ptr link::ask(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what) {
    const exchange::whole_verb verb(exchange_);
    in_settings scope(*this, what);
    types_.begin_statement();
    result_ptr result = ask_as_it_is(sql, arguments, what, cancellable::own);
    scope.done();
    deliver_notices();
    return result;
}

result_ptr link::open_chunks(const statement& sql, unheld rule, const sent& about, int rows, columns_check check) {
    const chunks in{rows, check};
    return execute({sql, rule, about, &in, {}});
}

std::vector<column_shape> link::columns_of(const std::string& sql, std::string_view what) {
    refuse_nul(sql, what);
    types_.begin_statement();
    return columns_in(describe_anew({sql, {}, {}, {}, {}}, {}, what).get());
}

}  // namespace matview::inline v0::detail
