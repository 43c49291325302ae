// Enum classes in conditions and orders: by the order of the database's labels, which here is neither the enumerators' nor the alphabet's.
#include <vector>

#include "filtered.hpp"

using matview::asc;
using matview::col;
using matview::from;

namespace {

enum class state { archived, draft, open, unknown_to_the_database };

}  // namespace

template <> struct matview::meta<state> { static constexpr auto type = matview::enum_type("state"); };

namespace {

struct Ticket {
    std::int32_t id;
    std::optional<state> now;
    std::optional<state> before;
    std::optional<std::vector<std::optional<state>>> history;
    struct Meta {
        static constexpr auto relation = matview::table("ticket");
        using primary_key = matview::key<&Ticket::id>;
    };
};

constexpr auto now = col<&Ticket::now>;
constexpr auto before = col<&Ticket::before>;
constexpr auto history = col<&Ticket::history>;

const char* const setup = R"sql(
    CREATE TYPE state AS ENUM ('draft', 'open', 'archived');
    CREATE TABLE ticket (id int PRIMARY KEY, now state, before state, history state[]);
    INSERT INTO ticket VALUES (1, 'archived', 'open', '{draft,open}'), (2, 'draft', 'open', '{}'), (3, 'open', 'open', '{draft}'),
                              (4, NULL, NULL, NULL), (5, 'draft', NULL, '{NULL,archived}');
    CREATE INDEX by_now ON ticket (now);
    CREATE INDEX by_history ON ticket USING gin (history))sql";

}  // namespace

TEST_CASE("enum classes are compared and ordered as the database orders their labels") {
    matview_test::filtered<Ticket> t(setup);
    t.gives(now < state::archived, "now < 'archived'", "t0.\"now\" < $1");
    t.gives(now > state::draft, "now > 'draft'");
    t.gives(now <= state::open, "now <= 'open'");
    t.gives(state::open <= now, "now >= 'open'");
    t.gives(now.between(state::draft, state::open), "now BETWEEN 'draft' AND 'open'");
    t.gives(now == state::draft, "now = 'draft'");
    t.gives(now != state::draft, "now IS DISTINCT FROM 'draft'");
    t.gives(now.in({state::draft, state::archived}), "now IN ('draft', 'archived')");
    t.gives(now.in({state::draft, state::unknown_to_the_database}), "now = 'draft'");
    t.gives(now == state::unknown_to_the_database, "false");
    t.gives(now != state::unknown_to_the_database, "true");
    t.gives(now < before, "now < before");
    t.gives(now == std::nullopt, "now IS NULL");
    t.is_ordered(from<Ticket>().order_by(now.desc().nulls_last(), asc<&Ticket::id>), "now DESC NULLS LAST, id");
    t.uses_index(now < state::open, "'open'", "by_now");
    t.uses_index(now.in({state::open, state::draft}), "'{open,draft}'", "by_now");
}

TEST_CASE("arrays of enum classes") {
    matview_test::filtered<Ticket> t(setup);
    t.gives(history.contains(state::draft), "history @> '{draft}'");
    t.gives(history.overlaps({state::open, state::archived}), "history && '{open,archived}'");
    t.gives(history.contained_by({state::open, state::draft}), "history <@ '{open,draft}'");
    t.gives(history.contains({state::draft, state::unknown_to_the_database}), "false");
    t.gives(history.overlaps({state::draft, state::unknown_to_the_database}), "history && '{draft}'");
    t.gives(history.at(1) < state::archived, "history[1] < 'archived'");
    t.gives(history.contains(now), "now = ANY (history)");
    t.gives(history == std::vector{state::draft, state::open}, "history = '{draft,open}'");
    t.uses_index(history.contains(state::draft), "'{draft}'", "by_history");
}
