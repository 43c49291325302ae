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
        if (const auto status = PQresultStatus(of); status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
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

}  // namespace

by_hand::by_hand(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    static_cast<void>(result(PQprepare(connection_.get(), "scan",
                                       "SELECT id, device, label, value, valid, at, note FROM reading WHERE id > $1", 1,
                                       &int8_type)));
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
    const result all(PQexecPrepared(connection_.get(), "scan", 1, &value, &length, &binary, 1));
    all.expect({int8_type, int8_type, text_type, float8_type, bool_type, timestamptz_type, text_type});
    std::vector<reading> rows;
    const int count = all.rows();
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        reading& row = rows.emplace_back();
        row.id = all.integer(i, 0);
        row.device = all.integer(i, 1);
        all.text(i, 2, row.label);
        row.value = all.number(i, 3);
        row.valid = all.boolean(i, 4);
        row.at = all.time(i, 5);
        if (!all.is_null(i, 6)) all.text(i, 6, row.note.emplace());
    }
    return rows;
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
        row.user.emplace().id = all.integer(i, 2);
        all.text(i, 3, row.user->username);
    }
    return rows;
}

}  // namespace matview_bench
