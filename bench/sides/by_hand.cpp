#include "by_hand.hpp"

#include "binary.hpp"

namespace matview_bench {
namespace {

PGresult* execute(PGconn* on, const char* name, const std::string* parameter = nullptr) {
    const char* const value = parameter ? parameter->data() : nullptr;
    const int length = parameter ? static_cast<int>(parameter->size()) : 0;
    const int binary = 1;
    return PQexecPrepared(on, name, parameter ? 1 : 0, &value, &length, &binary, 1);
}

template <class I> void append(std::string& bytes, I big_endian) {
    bytes.append(reinterpret_cast<const char*>(&big_endian), sizeof big_endian);
}

std::string parameter_of(std::int64_t value) {
    std::string bytes;
    append(bytes, htobe64(static_cast<std::uint64_t>(value)));
    return bytes;
}

// One dimension, no NULL, elements from 1 on; https://www.postgresql.org/docs/current/xfunc-c.html and array_recv
std::string parameter_of(const std::vector<std::int64_t>& values) {
    std::string bytes;
    bytes.reserve(20 + 12 * values.size());
    for (const std::uint32_t head : {1U, 0U, int8_type, static_cast<unsigned>(values.size()), 1U})
        append(bytes, htobe32(head));
    for (const std::int64_t value : values) {
        append(bytes, htobe32(8));
        append(bytes, htobe64(static_cast<std::uint64_t>(value)));
    }
    return bytes;
}

std::vector<reading> readings(const binary_result& all) {
    all.expect_readings();
    std::vector<reading> rows;
    const int count = all.rows();
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) all.read(i, rows.emplace_back());
    return rows;
}

}  // namespace

by_hand::by_hand(const place& at) : connection_(connected(at.conninfo)) {
    prepare(connection_.get(), "scan", scan_sql(at));
    prepare(connection_.get(), "scan_above", scan_above_sql(at), 1, &int8_type);
    prepare(connection_.get(), "top_ten", top_ten_sql);
    prepare(connection_.get(), "look_up", look_up_sql, 1, &int8_type);
    prepare(connection_.get(), "look_up_all", "SELECT id, username FROM auth_user WHERE id = ANY ($1)", 1,
            &int8_array_type);
}

std::vector<reading> by_hand::scan() { return readings(binary_result(execute(connection_.get(), "scan"))); }

std::vector<reading> by_hand::scan_above(std::int64_t id) {
    const std::string least = parameter_of(id);
    return readings(binary_result(execute(connection_.get(), "scan_above", &least)));
}

std::vector<by_hand::ranked> by_hand::top_ten() {
    const binary_result all(execute(connection_.get(), "top_ten"));
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

user by_hand::look_up(std::int64_t id) {
    const std::string key = parameter_of(id);
    const binary_result found(execute(connection_.get(), "look_up", &key));
    found.expect({int8_type, text_type});
    if (found.rows() != 1) throw std::runtime_error("not one user");
    user row{found.integer(0, 0), {}};
    found.text(0, 1, row.username);
    return row;
}

std::vector<user> by_hand::look_up_all(const std::vector<std::int64_t>& ids) {
    const std::string keys = parameter_of(ids);
    const binary_result all(execute(connection_.get(), "look_up_all", &keys));
    all.expect({int8_type, text_type});
    std::vector<user> rows;
    rows.reserve(ids.size());
    for (int i = 0; i < all.rows(); ++i) {
        user& row = rows.emplace_back();
        row.id = all.integer(i, 0);
        all.text(i, 1, row.username);
    }
    return rows;
}

}  // namespace matview_bench
