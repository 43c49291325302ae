#include "common/own_schema.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <random>
#include <utility>

namespace demo {
namespace {

// Never one that is there: 64 random bits, and CREATE SCHEMA would refuse it.
std::string fresh_name() {
    std::random_device random;
    return fmt::format("matview_demo_{:08x}{:08x}", random(), random());
}

}  // namespace

own_schema::own_schema(std::string database)
    : database_(std::move(database)), name_(fresh_name()), guard_([this] { clean_up(); }) {
    matview::connection db = connect();
    try {
        db.execute("CREATE SCHEMA " + name_);
    } catch (const matview::insufficient_privilege& refused) {
        matview::error_context context = refused.context();
        const auto mend = db.query<std::string>(
            "SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)");
        context.hint = mend.at(0);
        throw matview::insufficient_privilege(std::move(context));
    }
}

// By SET and not by the connection string: the URI may have options of its own.
matview::connection own_schema::open() const {
    matview::connection made({.conninfo = database_, .time_zone = "UTC"});
    made.execute(fmt::format("SET application_name = '{0}'; SET search_path = {0}", name_));
    return made;
}

matview::connection own_schema::connect() const {
    matview::connection made = open();
    guard_.checkpoint();  // from here on clean_up() finds it by its application_name
    return made;
}

void own_schema::drop() const {
    guard_.checkpoint();
    open().execute("DROP SCHEMA IF EXISTS " + name_ + " CASCADE");
}

void own_schema::give_up() const {
    guard_.checkpoint();
    clean_up();
}

// The other threads are in the middle of something. Their connections are ended first: they hold locks on what is to go.
void own_schema::clean_up() const try {
    matview::connection db = open();
    db.execute("SET statement_timeout = '30s'");
    db.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = $1 AND pid <> "
        "pg_backend_pid()",
        name_);
    db.execute("DROP SCHEMA IF EXISTS " + name_ + " CASCADE");
} catch (const std::exception& failure) {
    fmt::print(stderr, "the schema {} may be left behind: {}\n", name_, failure.what());
}

void in_own_schema(const std::string& database, const std::function<void(const own_schema&)>& work) {
    const own_schema home(database);
    try {
        work(home);
    } catch (...) {
        home.give_up();
        throw;
    }
    home.drop();
}

}  // namespace demo
