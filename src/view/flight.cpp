#include "view/flight.hpp"

#include <cstdint>
#include <utility>

#include "view/atomic.hpp"
#include "view/lock_holders.hpp"

namespace matview::inline v0::detail {
namespace {

using namespace std::chrono_literals;

single_flight kind_of(const refresh_options& options) {
    return options.if_running == single_flight::off ? single_flight::wait : options.if_running;
}

// Written as the server takes a signed integer: the upper half of all oids has a sign.
std::string signed_text(oid id) { return std::to_string(static_cast<std::int32_t>(id)); }

}  // namespace

flight::flight(session& on, const model_info& model, const refresh_options& options, std::string_view what)
    : model_(model),
      how_(kind_of(options)),
      min_interval_(options.min_interval),
      what_(what),
      asked_(now_on_server(*on.lease(), what).at),
      facts_(find(*on.lease(), model.relation)),
      record_(facts_.schema),
      compares_(how_ == single_flight::wait || min_interval_) {
    const lease at = on.lease();
    const bool old_snapshot = keeps_one_snapshot(*at);
    if (old_snapshot && compares_)
        throw query_error(
            {.message = what_ +
                        ": a refresh that waits for others, or that keeps a min_interval, cannot be a part of a "
                        "transaction in REPEATABLE READ or SERIALIZABLE, which does not see what others did",
             .hint = "refresh outside of it, or in a transaction in READ COMMITTED"});
    if (facts_.kind != 'm') return;  // REFRESH says so
    if (compares_) record_.make_usable(on, what_);
    // A refresh in an old snapshot shows older data than its start says.
    records_ = !old_snapshot && (compares_ || record_.is_usable(*at));
}

relation_facts flight::find(link& on, const relation& wanted) const {
    relation_facts found = read_facts(on, wanted);
    if (found.id != 0) return found;
    const problem absent = absent_relation(model_);
    throw undefined_relation({.message = what_ + ": " + absent.description, .sqlstate = "42P01", .hint = absent.mend});
}

bool flight::lock(link& on, std::optional<std::chrono::milliseconds> silence) {
    const std::vector<std::string> key{std::to_string(flight_class), signed_text(facts_.id)};
    if (how_ == single_flight::wait) {
        static_cast<void>(
            on.run_watched("SELECT pg_catalog.pg_advisory_xact_lock($1::pg_catalog.int4, $2::pg_catalog.int4)", key,
                           what_, {}, silence));
        return true;
    }
    const result_ptr result =
        on.ask("SELECT pg_catalog.pg_try_advisory_xact_lock($1::pg_catalog.int4, $2::pg_catalog.int4)", key, what_);
    return *PQgetvalue(result.get(), 0, 0) == 't';
}

bool flight::is_young(const std::optional<flight_record::last_refresh>& last) {
    if (!min_interval_ || !last || last->age < 0us || last->age >= *min_interval_) return false;
    started_ = last->started;
    return true;
}

refresh_outcome flight::enter(link& on, std::optional<std::chrono::milliseconds> silence) {
    if (facts_.kind != 'm') return refresh_outcome::refreshed;
    if (min_interval_ && is_young(record_.read(on, facts_.id, what_))) return refresh_outcome::skipped;
    for (;;) {
        if (!lock(on, silence)) {
            if (how_ == single_flight::skip_if_running) return refresh_outcome::skipped;
            const std::string who = listed(holders_of_flight(on, facts_.id));
            throw refresh_running({.message = what_ + ": another one is under way" + (who.empty() ? "" : ": " + who),
                                   .hint = "try again later, or let it wait or be skipped",
                                   .retryable = true});
        }
        // While it waited another view may have taken the name, and has a lock of its own.
        relation_facts now = find(on, view());
        const bool same = now.id == facts_.id;
        facts_ = std::move(now);
        if (same) break;
    }
    if (!compares_) return refresh_outcome::refreshed;
    const auto last = record_.read(on, facts_.id, what_);
    if (how_ == single_flight::wait && last && last->started > asked_) {
        started_ = last->started;
        return refresh_outcome::joined;
    }
    return is_young(last) ? refresh_outcome::skipped : refresh_outcome::refreshed;
}

void flight::record(link& on, server_time started) {
    if (records_) record_.write(on, facts_.id, started, what_);
}

}  // namespace matview::inline v0::detail
