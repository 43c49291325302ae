// SOCI with the variables of a struct bound once: the quickest of its ways.
#include <memory>
#include <optional>
#include <tuple>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "side.hpp"

namespace matview_bench {
namespace {

// What SOCI reads into: it knows neither bool nor std::chrono nor std::optional.
struct bound_reading {
    long long id = 0, device = 0;
    std::string label;
    double value = 0;
    int valid = 0;
    std::tm at{};
    std::string note;
    soci::indicator has_note{};

    reading row() const {
        reading made{id, device, label, value, valid != 0, time(), {}};
        if (has_note == soci::i_ok) made.note = note;
        return made;
    }

private:
    std::chrono::sys_time<std::chrono::microseconds> time() const {
        const std::chrono::year_month_day day{std::chrono::year(at.tm_year + 1900),
                                              std::chrono::month(static_cast<unsigned>(at.tm_mon + 1)),
                                              std::chrono::day(static_cast<unsigned>(at.tm_mday))};
        return std::chrono::sys_days(day) + std::chrono::hours(at.tm_hour) + std::chrono::minutes(at.tm_min) +
               std::chrono::seconds(at.tm_sec);
    }
};

class connection {
public:
    explicit connection(const place& at)
        : rows_(static_cast<std::size_t>(at.rows)),
          on_(soci::postgresql, at.conninfo),
          scan_((on_.prepare << scan_sql(at), soci::into(row_.id), soci::into(row_.device), soci::into(row_.label),
                 soci::into(row_.value), soci::into(row_.valid), soci::into(row_.at),
                 soci::into(row_.note, row_.has_note))),
          scan_above_((on_.prepare << named(scan_above_sql(at)), soci::into(row_.id), soci::into(row_.device),
                       soci::into(row_.label), soci::into(row_.value), soci::into(row_.valid), soci::into(row_.at),
                       soci::into(row_.note, row_.has_note), soci::use(least_))),
          top_ten_((on_.prepare << top_ten_sql, soci::into(user_id_), soci::into(played_), soci::into(id_),
                    soci::into(name_))),
          look_up_((on_.prepare << named(look_up_sql), soci::into(id_), soci::into(name_), soci::use(key_))) {}

    std::vector<reading> scan() { return readings(scan_); }
    std::vector<reading> scan_above() { return readings(scan_above_); }
    std::vector<std::tuple<long long, long long, user>> top_ten() {
        std::vector<std::tuple<long long, long long, user>> rows;
        top_ten_.execute();
        while (top_ten_.fetch()) rows.emplace_back(user_id_, played_, user{id_, name_});
        return rows;
    }
    std::vector<user> look_ups() {
        std::vector<user> found;
        found.reserve(keys().size());
        for (const std::int64_t key : keys()) {
            key_ = key;
            if (!look_up_.execute(true)) throw std::runtime_error("not one user");
            found.push_back({id_, name_});
        }
        return found;
    }

private:
    static std::string named(std::string sql) { return sql.replace(sql.find("$1"), 2, ":key"); }

    std::vector<reading> readings(soci::statement& of) {
        std::vector<reading> rows;
        rows.reserve(rows_);
        of.execute();
        while (of.fetch()) rows.push_back(row_.row());
        return rows;
    }

    std::size_t rows_;
    bound_reading row_;
    long long least_ = 0, key_ = 0, user_id_ = 0, played_ = 0, id_ = 0;
    std::string name_;
    soci::session on_;
    soci::statement scan_, scan_above_, top_ten_, look_up_;
};

}  // namespace

side side_by_soci(const place& at) {
    const auto on = std::make_shared<connection>(at);
    return {.name = "SOCI",
            .scan = [on](digest* into) { note(into, on->scan()); },
            .scan_above = [on](digest* into) { note(into, on->scan_above()); },
            .top_ten =
                [on](digest* into) {
                    const auto rows = on->top_ten();
                    if (!into) return;
                    for (const auto& [user_id, played, of] : rows) into->add(user_id, played, of.id, of.username);
                },
            .look_ups = [on](digest* into) { note(into, on->look_ups()); }};
}

}  // namespace matview_bench
