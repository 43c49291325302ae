#include <matview/db/transaction.hpp>

#include <string>
#include <utility>

#include <matview/query/identifier.hpp>
#include "db/link.hpp"

namespace matview::inline v0 {
namespace {

std::string begin_sql(const transaction_options& options) {
    std::string sql = "BEGIN";
    switch (options.isolation) {
        case isolation_level::server_default:
            break;
        case isolation_level::read_committed:
            sql += " ISOLATION LEVEL READ COMMITTED";
            break;
        case isolation_level::repeatable_read:
            sql += " ISOLATION LEVEL REPEATABLE READ";
            break;
        case isolation_level::serializable:
            sql += " ISOLATION LEVEL SERIALIZABLE";
            break;
    }
    if (options.read_only) sql += " READ ONLY";
    return sql;
}

detail::lease open_or_throw(const detail::lease& link, const char* what) {
    if (!link) throw query_error(std::string(what) + " is over: it was committed, released or rolled back");
    return link;
}

}  // namespace

transaction::transaction(detail::lease on, const transaction_options& options) : link_(std::move(on)) {
    link_->wire().refuse_while_reading({"BEGIN", "beginning a transaction"});
    if (link_->in_transaction())
        throw query_error({.message = "a transaction is open already", .hint = "make a matview::savepoint in it"});
    link_->begin_transaction(begin_sql(options), "beginning a transaction");
}

transaction::~transaction() {
    try {
        if (link_) rollback();
    } catch (const error&) {  // the connection is lost, and the transaction with it
        link_.reset();
    }
}

void transaction::commit() {
    open_or_throw(link_, "the transaction")->wire().refuse_while_reading({"COMMIT", "committing"});
    const detail::lease link = std::exchange(link_, nullptr);
    const detail::result_ptr result = link->commit_transaction("committing");
    if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK")
        throw server_error(
            {.message = "committing: a statement of this transaction had failed, so the server rolled it back",
             .sqlstate = "25P02",
             .hint = "run the transaction again from its start, or put what may fail into a savepoint"});
}

void transaction::rollback() {
    const detail::lease link = open_or_throw(std::exchange(link_, nullptr), "the transaction");
    link->roll_back("rolling back");
}

detail::lease transaction::acquire() { return open_or_throw(link_, "the transaction"); }

savepoint::savepoint(detail::lease within) : link_(std::move(within)) {
    if (!link_->in_transaction())
        throw query_error(
            {.message = "a savepoint needs an open transaction", .hint = "make a matview::transaction first"});
    name_ = detail::quoted("matview_" + std::to_string(link_->next_savepoint()));
    link_->run("SAVEPOINT " + name_, "making a savepoint");
}

savepoint::~savepoint() {
    try {
        if (link_) rollback();
    } catch (const error&) {  // the connection is lost, and the savepoint with it
        link_.reset();
    }
}

void savepoint::release() {
    const detail::lease link = open_or_throw(link_, "the savepoint");
    link->run("RELEASE SAVEPOINT " + name_, "releasing a savepoint");
    link_.reset();
}

void savepoint::rollback() {
    const detail::lease link = open_or_throw(std::exchange(link_, nullptr), "the savepoint");
    link->undo("ROLLBACK TO SAVEPOINT " + name_ + "; RELEASE SAVEPOINT " + name_, "rolling back to a savepoint");
}

detail::lease savepoint::acquire() { return open_or_throw(link_, "the savepoint"); }

}  // namespace matview::inline v0
