// Values of a binary result: types compared once a result, sizes once a value.
#pragma once

#include <endian.h>

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <stdexcept>
#include <string>

#include "libpq.hpp"
#include "models.hpp"

namespace matview_bench {

constexpr Oid bool_type = 16, int8_type = 20, text_type = 25, float8_type = 701, timestamptz_type = 1184,
              int8_array_type = 1016;

inline std::int64_t integer_of(const char* bytes) {
    std::uint64_t bits;
    std::memcpy(&bits, bytes, sizeof bits);
    return static_cast<std::int64_t>(be64toh(bits));
}
inline double number_of(const char* bytes) { return std::bit_cast<double>(integer_of(bytes)); }
inline std::chrono::sys_time<std::chrono::microseconds> time_of(const char* bytes) {
    constexpr std::chrono::sys_days server_epoch = std::chrono::year(2000) / 1 / 1;
    return server_epoch + std::chrono::microseconds(integer_of(bytes));
}

class binary_result : public result {
public:
    using result::result;

    void expect(std::initializer_list<Oid> types) const {
        if (PQnfields(get()) != static_cast<int>(types.size()))
            throw std::runtime_error("other columns than asked for");
        for (int column = 0; const Oid type : types)
            if (PQftype(get(), column++) != type) throw std::runtime_error("a column of another type");
    }
    void expect_readings() const {
        expect({int8_type, int8_type, text_type, float8_type, bool_type, timestamptz_type, text_type});
    }

    bool boolean(int row, int column) const { return *sized(row, column, 1) != 0; }
    std::int64_t integer(int row, int column) const { return integer_of(sized(row, column, 8)); }
    double number(int row, int column) const { return number_of(sized(row, column, 8)); }
    auto time(int row, int column) const { return time_of(sized(row, column, 8)); }
    void text(int row, int column, std::string& into) const {
        into.assign(value(row, column), static_cast<std::size_t>(length(row, column)));
    }
    void read(int row, reading& into) const {
        into.id = integer(row, 0);
        into.device = integer(row, 1);
        text(row, 2, into.label);
        into.value = number(row, 3);
        into.valid = boolean(row, 4);
        into.at = time(row, 5);
        if (is_null(row, 6))
            into.note.reset();
        else
            text(row, 6, into.note ? *into.note : into.note.emplace());
    }

private:
    // Never reads beyond a value; one that is NULL has length 0, so that this one check finds it too.
    const char* sized(int row, int column, int size) const {
        if (length(row, column) != size) throw std::runtime_error("a value of another size");
        return value(row, column);
    }
};

}  // namespace matview_bench
