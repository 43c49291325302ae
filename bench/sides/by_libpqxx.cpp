// libpqxx as its documentation reads rows: by exec and field.as<…>(), and by stream_from.
#include <memory>
#include <tuple>

#include <pqxx/pqxx>
#include <pqxx/stream_from>

#include "side.hpp"
#include "text.hpp"

namespace matview_bench {
namespace {

std::vector<reading> readings(const pqxx::result& all) {
    std::vector<reading> rows;
    rows.reserve(all.size());
    for (const auto& row : all) {
        reading& into = rows.emplace_back();
        into.id = row[0].as<std::int64_t>();
        into.device = row[1].as<std::int64_t>();
        into.label = row[2].as<std::string>();
        into.value = row[3].as<double>();
        into.valid = row[4].as<bool>();
        into.at = time_in(row[5].c_str());
        if (!row[6].is_null()) into.note = row[6].as<std::string>();
    }
    return rows;
}

struct ranked {
    std::int64_t user_id, quizzes_played;
    user of;
};

class connection {
public:
    explicit connection(const place& at) : scan_(scan_sql(at)), on_(at.conninfo) {
        on_.prepare("scan_above", scan_above_sql(at));
        on_.prepare("top_ten", top_ten_sql);
        on_.prepare("look_up", look_up_sql);
    }

    std::vector<reading> scan() { return readings(pqxx::nontransaction(on_).exec(scan_)); }
    std::vector<reading> scan_above(std::int64_t id) {
        return readings(pqxx::nontransaction(on_).exec_prepared("scan_above", id));
    }
    std::vector<ranked> top_ten() {
        std::vector<ranked> rows;
        for (const auto& row : pqxx::nontransaction(on_).exec_prepared("top_ten"))
            rows.push_back({row[0].as<std::int64_t>(),
                            row[1].as<std::int64_t>(),
                            {row[2].as<std::int64_t>(), row[3].as<std::string>()}});
        return rows;
    }
    std::vector<user> look_ups() {
        std::vector<user> found;
        found.reserve(keys().size());
        pqxx::nontransaction reads(on_);
        for (const std::int64_t key : keys()) {
            const auto row = reads.exec_prepared1("look_up", key);
            found.push_back({row[0].as<std::int64_t>(), row[1].as<std::string>()});
        }
        return found;
    }
    // libpqxx 6 takes a table there; what it is given stands between COPY and TO STDOUT.
    template <class F> void stream(F take) {
        pqxx::work reads(on_);
        pqxx::stream_from rows(reads, "(" + scan_ + ")");
        std::tuple<long, long, std::string, double, bool, std::string, std::unique_ptr<std::string>> row;
        while (rows >> row) take(row);
        rows.complete();
    }

private:
    std::string scan_;
    pqxx::connection on_;
};

reading reading_of(
    const std::tuple<long, long, std::string, double, bool, std::string, std::unique_ptr<std::string>>& row) {
    reading made{std::get<0>(row),
                 std::get<1>(row),
                 std::get<2>(row),
                 std::get<3>(row),
                 std::get<4>(row),
                 time_in(std::get<5>(row)),
                 {}};
    if (std::get<6>(row)) made.note = *std::get<6>(row);
    return made;
}

}  // namespace

side side_by_libpqxx(const place& at) {
    const auto on = std::make_shared<connection>(at);
    return {.name = "libpqxx",
            .scan = [on](digest* into) { note(into, on->scan()); },
            .scan_above = [on](digest* into) { note(into, on->scan_above(0)); },
            .stream =
                [on](digest* into) {
                    std::size_t letters = 0;
                    on->stream([&](const auto& row) {
                        letters += std::get<2>(row).size();
                        if (into) into->add(reading_of(row));
                    });
                    keep(letters);
                },
            .top_ten =
                [on](digest* into) {
                    const auto rows = on->top_ten();
                    if (!into) return;
                    for (const ranked& row : rows)
                        into->add(row.user_id, row.quizzes_played, row.of.id, row.of.username);
                },
            .look_ups = [on](digest* into) { note(into, on->look_ups()); }};
}

}  // namespace matview_bench
