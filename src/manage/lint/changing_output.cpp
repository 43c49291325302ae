#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manage/definition/walk.hpp"
#include "manage/lint/rules.hpp"
#include "manage/lint/time_function.hpp"

namespace matview::inline v0::managing {
namespace {

// Each refresh gives another value.
constexpr std::array<std::string_view, 14> always_new{"now",
                                                      "transaction_timestamp",
                                                      "statement_timestamp",
                                                      "clock_timestamp",
                                                      "timeofday",
                                                      "random",
                                                      "random_normal",
                                                      "nextval",
                                                      "gen_random_uuid",
                                                      "uuidv4",
                                                      "uuidv7",
                                                      "txid_current",
                                                      "pg_current_xact_id",
                                                      "pg_current_wal_lsn"};
// Of the time, these give the same value for a while.
constexpr std::array<std::string_view, 5> coarse{"date_trunc", "date", "date_part", "extract", "to_char"};

struct found {
    std::set<std::string> always, by_day, declared_volatile;
};

class search {
public:
    explicit search(definitions& known) : known_(known) {}

    /// Takes note of it; false where what stands within does not matter.
    bool look_at(const node& e) {
        constexpr std::int64_t boolean = 16;
        if (e.is("OPEXPR")) return e["opresulttype"].number() != boolean;  // a comparison with the time seldom changes
        if (e.is("SCALARARRAYOPEXPR") || e.is("NULLTEST") || e.is("BOOLEANTEST")) return false;
        if (e.is("NEXTVALUEEXPR")) made.always.insert("nextval()");
        if (const std::string name = time_function(e); !name.empty())
            (name == "current_date" ? made.by_day : made.always).insert(name);
        return !e.is("FUNCEXPR") || look_at_call(e);
    }

    found made;

private:
    bool look_at_call(const node& e) {
        const routine& function = known_.function(e["funcid"].number());
        if (!function.builtin) {
            if (function.volatility == 'v') made.declared_volatile.insert(function.name + "()");
            return true;
        }
        if (is_one_of(always_new, function.name)) made.always.insert(function.name + "()");
        if (function.name == "age" && function.arguments.size() == 1) made.by_day.insert("age()");
        if (!is_one_of(coarse, function.name)) return true;
        search within(known_);
        e["args"].for_each([&](const node& part) { within.look_at(part); });
        if (!within.made.always.empty() || !within.made.by_day.empty()) made.by_day.insert(function.name + "()");
        return false;
    }

    definitions& known_;
};

}  // namespace

std::vector<finding> changing_output(const subject& of) {
    search searched(of.known);
    for_each_output(of.known, of.view.id, [&](const node& e) { return searched.look_at(e); });
    const found& made = searched.made;
    std::vector<finding> all;
    if (!made.always.empty())
        all.push_back(
            {severity::problem, "changing-output",
             fmt::format("its columns are made of {}, so each concurrent refresh rewrites every row, changed or not",
                         fmt::join(made.always, ", ")),
             "leave it out of the view: compute it where the view is read, or keep the time in a table of one row"});
    if (!made.by_day.empty())
        all.push_back(
            {severity::note, "changing-output",
             fmt::format("its columns are made of {} of the current time, so rows change when that does",
                         fmt::join(made.by_day, ", ")),
             "compute it where the view is read, if rows are to be rewritten only where their data has changed"});
    if (!made.declared_volatile.empty())
        all.push_back({severity::note, "changing-output",
                       fmt::format("its columns are made of {}, declared VOLATILE: where that gives another value each "
                                   "time, each concurrent refresh "
                                   "rewrites every row",
                                   fmt::join(made.declared_volatile, ", ")),
                       "declare it STABLE or IMMUTABLE, if it is"});
    return all;
}

}  // namespace matview::inline v0::managing
