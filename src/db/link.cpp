#include "db/link.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "db/result_source.hpp"

namespace matview::inline v0::detail {
namespace {

// libpq quotes what it could not parse, and that may be a password: only names of options are kept.
std::string without_secrets(std::string_view said) {
    const std::string text = first_line(said);
    for (const std::string_view harmless : {"invalid connection option \"", "invalid URI query parameter: \""})
        if (text.starts_with(harmless)) return text;
    std::string kept;
    bool inside = false;
    for (const char c : text) {
        if (c == '"') {
            if (!inside) kept += "\"…\"";
            inside = !inside;
        } else if (!inside) {
            kept += c;
        }
    }
    return kept;
}

// A malformed connection string never becomes right by trying again.
void check_conninfo(const std::string& conninfo) {
    if (conninfo.find('=') == conninfo.npos && conninfo.find("://") == conninfo.npos) return;  // a database's name
    char* said = nullptr;
    PQconninfoOption* const parsed = PQconninfoParse(conninfo.c_str(), &said);
    PQconninfoFree(parsed);
    const std::string why = without_secrets(said ? said : "");
    PQfreemem(said);
    if (parsed) return;
    throw connection_error({.message = "connecting to PostgreSQL: malformed connection string: " + why,
                            .hint = "write it as \"host=… dbname=…\" or postgresql://user@host/database",
                            .connection_usable = false});
}

pgconn_ptr connect(const connection_options& options) {
    check_conninfo(options.conninfo);
    // An expanded dbname comes first, so that what follows it wins: the encoding is not for the environment to choose.
    const char* keys[] = {"dbname", "fallback_application_name", "client_encoding", nullptr};
    const char* values[] = {options.conninfo.c_str(), options.application_name.c_str(), "UTF8", nullptr};
    const bool expand = !options.conninfo.empty();
    pgconn_ptr made(PQconnectdbParams(expand ? keys : keys + 1, expand ? values : values + 1, 1));
    if (!made) throw connection_error("connecting to PostgreSQL: out of memory");
    if (PQstatus(made.get()) != CONNECTION_OK)
        throw connection_error(
            {.message = "connecting to PostgreSQL: " + connection_message(made.get()),
             .hint = "check host, port, database and user: in the connection string, or in the PG* environment",
             .retryable = true,
             .connection_usable = false});
    return made;
}

std::string field_of(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text ? text : "";
}

[[noreturn]] void throw_wrong_count(const prepared_statement& prepared, const statement& sql, std::string_view what) {
    throw query_error({.message = fmt::format("{}: the statement has {} parameters, {} were given", what,
                                              prepared.parameters.size(), sql.parameters.size()),
                       .query = sql.text});
}

/// The parameters of one execution in the form that libpq takes.
class bound_parameters {
public:
    bound_parameters(const statement& sql, const std::vector<oid>& types, unheld rule, const type_registry& registry,
                     std::string_view what) {
        for (std::size_t i = 0; i < sql.parameters.size(); ++i) add(sql, i, types[i], rule, registry, what);
        for (std::size_t i = 0; i < places_.size(); ++i)
            values_.push_back(is_null_[i] ? nullptr : bytes_.bytes().data() + places_[i]);
    }

    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    void add(const statement& sql, std::size_t i, oid type, unheld rule, const type_registry& registry,
             std::string_view what) {
        const parameter& value = sql.parameters[i];
        const std::size_t start = bytes_.size();
        const encoded outcome = value.encode(type, bytes_, registry);
        if (outcome == encoded::mismatch) refuse<mapping_error>(sql, i, type, registry, what, "is not written as");
        if (outcome == encoded::not_held && rule == unheld::is_error && !value.is_null())
            refuse<value_error>(sql, i, type, registry, what, "is beyond what fits into");
        if (outcome != encoded::done) bytes_.truncate(start);
        is_null_.push_back(outcome != encoded::done);
        places_.push_back(start);
        lengths_.push_back(static_cast<int>(bytes_.size() - start));
        formats_.push_back(1);
    }

    template <class E>
    [[noreturn]] static void refuse(const statement& sql, std::size_t i, oid type, const type_registry& registry,
                                    std::string_view what, const char* verb) {
        const type_info* info = registry.find(type);
        const parameter& value = sql.parameters[i];
        throw E({.message = fmt::format("{}: parameter ${} ({} {}) {} {}, which its place in the statement has", what,
                                        i + 1, value.cpp_name(), value.to_string(), verb,
                                        info ? info->name : fmt::format("type {}", type)),
                 .query = sql.text,
                 .hint = "give a value of the column's type, or cast in the SQL"});
    }

    byte_writer bytes_;
    std::vector<std::size_t> places_;
    std::vector<bool> is_null_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
};

}  // namespace

link::link(const connection_options& options)
    : options_(options),
      connection_(connect(options)),
      types_(connection_.get()),
      statements_(options.statement_cache_size) {
    PQsetNoticeReceiver(connection_.get(), &link::receive_notice, this);
    if (server_version() < 150000)
        throw connection_error(
            {.message = fmt::format("connecting to PostgreSQL: the server is version {}, matview needs 15 or newer",
                                    server_version() / 10000),
             .connection_usable = false});
}

bool link::in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

// libpq calls this from C code, through which no exception may pass: notices are kept and handed on afterwards.
void link::receive_notice(void* to, const PGresult* result) {
    auto& self = *static_cast<link*>(to);
    if (!self.options_.on_notice) return;
    try {
        self.notices_.push_back({field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED), sqlstate_of(result),
                                 field_of(result, PG_DIAG_MESSAGE_PRIMARY), field_of(result, PG_DIAG_MESSAGE_DETAIL),
                                 field_of(result, PG_DIAG_MESSAGE_HINT)});
    } catch (...) {  // out of memory: the notice is lost, the statement is not
        return;
    }
}

void link::deliver_notices() {
    while (!notices_.empty()) {
        const std::vector<notice> arrived = std::exchange(notices_, {});
        for (const notice& one : arrived) options_.on_notice(one);
    }
}

result_ptr link::checked(PGresult* result, std::string_view what, std::string_view sql) {
    result_ptr owned(result);
    deliver_notices();
    switch (PQresultStatus(owned.get())) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_EMPTY_QUERY:
        case PGRES_COPY_IN:
            return owned;
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            throw query_error(
                {.message = std::string(what) + ": COPY … TO is not read this way", .query = std::string(sql)});
        default:
            throw_failure(connection_.get(), owned.get(), what, sql);
    }
}

result_ptr link::run(std::string_view sql, std::string_view what) {
    const std::string text(sql);
    return checked(PQexec(connection_.get(), text.c_str()), what, sql);
}

result_ptr link::run_watched(const std::string& sql, std::string_view what,
                             const std::function<std::chrono::milliseconds()>& meanwhile) {
    PGconn* c = connection_.get();
    if (PQsendQueryParams(c, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
        throw_failure(c, nullptr, what, sql);
    while (PQisBusy(c) == 1) {
        const std::chrono::milliseconds pause = meanwhile();
        pollfd wait{PQsocket(c), POLLIN, 0};
        if (poll(&wait, 1, static_cast<int>(pause.count())) > 0 && PQconsumeInput(c) != 1) break;
    }
    result_ptr last;
    while (PGresult* next = PQgetResult(c)) last.reset(next);
    return checked(last.release(), what, sql);
}

void link::deallocate(const std::string& name) {
    if (transaction_failed() || !usable()) return;  // it goes with the connection
    static_cast<void>(run("DEALLOCATE \"" + name + "\"", "making room for a prepared statement"));
}

prepared_statement link::describe(const statement& sql, const std::vector<oid>& declared, std::string_view what) {
    PGconn* c = connection_.get();
    prepared_statement made{sql.text, statements_.make_name(sql.text), {}, {}};
    static_cast<void>(
        checked(PQprepare(c, made.name.c_str(), sql.text.c_str(), static_cast<int>(declared.size()), declared.data()),
                what, sql.text));
    const result_ptr shape = checked(PQdescribePrepared(c, made.name.c_str()), what, sql.text);
    for (int i = 0; i < PQnparams(shape.get()); ++i) made.parameters.push_back(PQparamtype(shape.get(), i));
    if (made.parameters.size() != sql.parameters.size()) {
        deallocate(made.name);
        throw_wrong_count(made, sql, what);
    }
    return made;
}

namespace {

bool is_prepared_for(const prepared_statement& known, const std::vector<parameter>& given) {
    for (std::size_t i = 0; i < given.size(); ++i)
        if (known.prepared_for[i].first != given[i].kind() || known.prepared_for[i].second != given[i].declared())
            return false;
    return true;
}

// What a statement that was right when it was prepared can fail with since its relations changed: another result, or no operator for the
// type that a parameter was inferred to have.
bool tells_of_change(std::string_view sqlstate) {
    return sqlstate == "0A000" || sqlstate == "42883" || sqlstate == "42804";
}

}  // namespace

// Parameters go without a type of their own, so that the server infers the column's; integers are int8. Where the inferred type would
// lose a part of the value (a fraction beside an integer column), the statement is prepared again with a type that holds it.
prepared_statement& link::prepare(const statement& sql, unheld rule, std::string_view what) {
    if (prepared_statement* known = statements_.find(sql.text)) {
        if (known->parameters.size() != sql.parameters.size()) throw_wrong_count(*known, sql, what);
        if (is_prepared_for(*known, sql.parameters)) return *known;
        forget(sql.text, true);
    }
    std::vector<oid> declared;
    for (const parameter& p : sql.parameters) declared.push_back(p.declared());
    prepared_statement made = describe(sql, declared, what);
    bool again = false;
    if (rule == unheld::matches_nothing)
        for (std::size_t i = 0; i < declared.size(); ++i)
            if (const oid better = sql.parameters[i].redeclare(made.parameters[i])) {
                declared[i] = better;
                again = true;
            }
    if (again) {
        deallocate(made.name);
        made = describe(sql, declared, what);
    }
    for (const parameter& p : sql.parameters) made.prepared_for.emplace_back(p.kind(), p.declared());
    if (const std::string oldest = statements_.take_oldest_if_full(); !oldest.empty()) deallocate(oldest);
    return *statements_.insert(std::move(made));
}

result_ptr link::execute_prepared(const prepared_statement& prepared, const statement& sql, unheld rule,
                                  std::string_view what) {
    const bound_parameters bound(sql, prepared.parameters, rule, types_, what);
    result_ptr result(PQexecPrepared(connection_.get(), prepared.name.c_str(), bound.count(), bound.values(),
                                     bound.lengths(), bound.formats(), 1));
    deliver_notices();
    return result;
}

[[noreturn]] void throw_changed(const PGresult* failed, std::string_view what, const std::string& sql) {
    throw mapping_error(
        {.message = fmt::format("{}: what it reads changed its shape since the statement was prepared: {}", what,
                                field_of(failed, PG_DIAG_MESSAGE_PRIMARY)),
         .sqlstate = sqlstate_of(failed),
         .query = sql,
         .hint = "roll the transaction back and run it again: the statement is then prepared anew",
         .retryable = true});
}

// A statement prepared earlier can be out of date: 0A000 after its result changed shape, 26000 after DISCARD or DEALLOCATE. Outside a
// transaction nothing is lost by preparing it once more.
result_ptr link::execute(const statement& sql, unheld rule, std::string_view what) {
    const bool known = statements_.find(sql.text) != nullptr;
    result_ptr result = execute_prepared(prepare(sql, rule, what), sql, rule, what);
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR && known) {
        const std::string state = sqlstate_of(result.get());
        const bool changed = tells_of_change(state);
        if (changed || state == "26000") {
            if (in_transaction()) {
                statements_.erase(sql.text);  // so that the next transaction prepares it anew
                if (changed) throw_changed(result.get(), what, sql.text);
            } else {
                forget(sql.text, changed);
                result = execute_prepared(prepare(sql, rule, what), sql, rule, what);
            }
        }
    }
    return checked(result.release(), what, sql.text);
}

// A stale statement is deallocated; where one is gone from the server, all are.
void link::forget(const std::string& text, bool stale) {
    if (!stale) return statements_.clear();
    const std::string name = statements_.find(text)->name;
    statements_.erase(text);
    deallocate(name);
}

result_ptr link::ask(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what) {
    std::vector<const char*> values;
    for (const std::string& argument : arguments) values.push_back(argument.c_str());
    return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                                nullptr, nullptr, 0),
                   what, sql);
}

result_ptr link::run(const statement& sql, unheld rule, std::string_view what) { return execute(sql, rule, what); }

std::unique_ptr<row_source> link::open(const statement& sql, unheld rule, std::string_view what) {
    return std::make_unique<result_source>(shared_from_this(), execute(sql, rule, what));
}

}  // namespace matview::inline v0::detail
