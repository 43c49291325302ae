#include "by_hand.hpp"

#include <endian.h>

#include <bit>
#include <cstring>
#include <initializer_list>
#include <stdexcept>

namespace matview_bench {
namespace {

constexpr Oid bool_type = 16, int8_type = 20, text_type = 25, float8_type = 701, timestamptz_type = 1184;

class result {
public:
    explicit result(PGresult* of) : result_(of) {
        if (const auto status = PQresultStatus(of);
            status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_SINGLE_TUPLE)
            throw std::runtime_error(PQresultErrorMessage(of));
    }
    ~result() { PQclear(result_); }
    result(const result&) = delete;
    result& operator=(const result&) = delete;

    void expect(std::initializer_list<Oid> types) const {
        if (PQnfields(result_) != static_cast<int>(types.size()))
            throw std::runtime_error("other columns than asked for");
        for (int column = 0; const Oid type : types)
            if (PQftype(result_, column++) != type) throw std::runtime_error("a column of another type");
    }

    int rows() const { return PQntuples(result_); }
    bool is_null(int row, int column) const { return PQgetisnull(result_, row, column) == 1; }
    bool boolean(int row, int column) const { return *value(row, column, 1) != 0; }
    std::int64_t integer(int row, int column) const {
        std::uint64_t bits;
        std::memcpy(&bits, value(row, column, sizeof bits), sizeof bits);
        return static_cast<std::int64_t>(be64toh(bits));
    }
    double number(int row, int column) const { return std::bit_cast<double>(integer(row, column)); }
    std::chrono::sys_time<std::chrono::microseconds> time(int row, int column) const {
        constexpr std::chrono::sys_days server_epoch = std::chrono::year(2000) / 1 / 1;
        return server_epoch + std::chrono::microseconds(integer(row, column));
    }
    void text(int row, int column, std::string& into) const {
        into.assign(PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column)));
    }

private:
    // Never reads beyond a value; one that is NULL has length 0, so that this one check finds it too.
    const char* value(int row, int column, int size) const {
        if (PQgetlength(result_, row, column) != size) throw std::runtime_error("a value of another size");
        return PQgetvalue(result_, row, column);
    }

    PGresult* result_;
};

void expect_readings(const result& all) {
    all.expect({int8_type, int8_type, text_type, float8_type, bool_type, timestamptz_type, text_type});
}

void read(const result& all, int i, reading& row) {
    row.id = all.integer(i, 0);
    row.device = all.integer(i, 1);
    all.text(i, 2, row.label);
    row.value = all.number(i, 3);
    row.valid = all.boolean(i, 4);
    row.at = all.time(i, 5);
    if (all.is_null(i, 6))
        row.note.reset();
    else
        all.text(i, 6, row.note ? *row.note : row.note.emplace());
}

std::vector<reading> readings(const result& all) {
    expect_readings(all);
    std::vector<reading> rows;
    const int count = all.rows();
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) read(all, i, rows.emplace_back());
    return rows;
}

}  // namespace

by_hand::by_hand(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    static_cast<void>(result(PQprepare(connection_.get(), "scan",
                                       "SELECT id, device, label, value, valid, at, note FROM reading WHERE id > $1", 1,
                                       &int8_type)));
    static_cast<void>(result(PQprepare(connection_.get(), "scan_all",
                                       "SELECT id, device, label, value, valid, at, note FROM reading", 0, nullptr)));
    static_cast<void>(result(
        PQprepare(connection_.get(), "look_up", "SELECT id, username FROM auth_user WHERE id = $1", 1, &int8_type)));
    static_cast<void>(result(PQprepare(connection_.get(), "top_ten",
                                       "SELECT t0.user_id, t0.quizzes_played, t1.id, t1.username "
                                       "FROM daily_leaderboard AS t0 LEFT JOIN auth_user AS t1 ON t1.id = t0.user_id "
                                       "ORDER BY t0.quizzes_played DESC LIMIT 10",
                                       0, nullptr)));
}

std::vector<reading> by_hand::scan() {
    const std::uint64_t least = htobe64(0);
    const char* const value = reinterpret_cast<const char*>(&least);
    const int length = sizeof least;
    const int binary = 1;
    return readings(result(PQexecPrepared(connection_.get(), "scan", 1, &value, &length, &binary, 1)));
}

std::vector<reading> by_hand::scan_all() {
    return readings(result(PQexecPrepared(connection_.get(), "scan_all", 0, nullptr, nullptr, nullptr, 1)));
}

std::size_t by_hand::stream() {
    if (PQsendQueryPrepared(connection_.get(), "scan_all", 0, nullptr, nullptr, nullptr, 1) != 1 ||
        PQsetSingleRowMode(connection_.get()) != 1)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    std::size_t letters = 0;
    bool first = true;
    reading row;
    while (PGresult* next = PQgetResult(connection_.get())) {
        const result one(next);
        if (first) expect_readings(one);
        first = false;
        if (one.rows() == 0) continue;  // the end
        read(one, 0, row);
        letters += row.label.size();
    }
    return letters;
}

std::vector<user> by_hand::look_ups(const std::vector<std::int64_t>& ids) {
    std::vector<user> found;
    found.reserve(ids.size());
    for (const std::int64_t id : ids) {
        const std::uint64_t bits = htobe64(static_cast<std::uint64_t>(id));
        const char* const value = reinterpret_cast<const char*>(&bits);
        const int length = sizeof bits;
        const int binary = 1;
        const result one(PQexecPrepared(connection_.get(), "look_up", 1, &value, &length, &binary, 1));
        one.expect({int8_type, text_type});
        if (one.rows() != 1) throw std::runtime_error("not one user");
        user& into = found.emplace_back();
        into.id = one.integer(0, 0);
        one.text(0, 1, into.username);
    }
    return found;
}

std::vector<by_hand::ranked> by_hand::top_ten() {
    const result all(PQexecPrepared(connection_.get(), "top_ten", 0, nullptr, nullptr, nullptr, 1));
    all.expect({int8_type, int8_type, int8_type, text_type});
    std::vector<ranked> rows;
    const int count = all.rows();
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ranked& row = rows.emplace_back();
        row.user_id = all.integer(i, 0);
        row.quizzes_played = all.integer(i, 1);
        if (all.is_null(i, 2)) continue;
        row.of.emplace().id = all.integer(i, 2);
        all.text(i, 3, row.of->username);
    }
    return rows;
}

}  // namespace matview_bench
