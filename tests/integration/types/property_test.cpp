// One line a type: see property.hpp.
#include "property.hpp"

#include <cstdlib>
#include <limits>

#include <support/test_database.hpp>

using namespace matview_test;
using namespace std::chrono;
using bits_t = random_bits;

namespace {

struct server {
    matview_test::test_database database;
    matview::connection db{database.conninfo()};
    server() { db.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'"); }
};

template <class Int> Int any(bits_t& bits) {
    return any_integer(bits, std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max());
}
bool same_text(const std::string& value, const std::string& text) { return value == text; }

template <class Float, class Bits> Float any_float(bits_t& bits) {
    // Of bits alone most values would be huge or tiny.
    if (bits() % 2 == 0) return std::bit_cast<Float>(static_cast<Bits>(bits()));
    return static_cast<Float>(any_integer<std::int32_t>(bits, -1'000'000, 1'000'000)) / Float(1000);
}
bool same_float(float value, const std::string& text) {
    return value != value ? text == "NaN" : std::strtof(text.c_str(), nullptr) == value;
}
bool same_double(double value, const std::string& text) {
    return value != value ? text == "NaN" : std::strtod(text.c_str(), nullptr) == value;
}

std::string digits(bits_t& bits, std::size_t most) {
    std::string text;
    for (std::size_t left = bits() % (most + 1); left > 0; --left) text += static_cast<char>('0' + bits() % 10);
    return text;
}
matview::numeric any_numeric(bits_t& bits) {
    if (const auto special = bits() % 100; special < 3)
        return matview::numeric(special == 0 ? "NaN" : special == 1 ? "Infinity" : "-Infinity");
    const std::size_t most = bits() % 8 == 0 ? 400 : 12;
    const std::string zeros(bits() % 4 == 0 ? bits() % 30 : 0, '0');
    return matview::numeric((bits() % 2 == 0 ? "-" : "") + ("0" + digits(bits, most) + zeros) +
                            (bits() % 2 == 0 ? "." + zeros + digits(bits, most) + "0" : ""));
}

template <std::size_t N> std::array<std::byte, N> any_bytes(bits_t& bits) {
    std::array<std::byte, N> bytes;
    for (auto& b : bytes) b = static_cast<std::byte>(bits() % 3 == 0 ? 0 : bits());
    return bytes;
}

constexpr std::int64_t first_day = -2'440'588;  // 4714-11-24 BC
constexpr std::int64_t last_day = 106'751'990;  // in the year 294246
microseconds any_time(bits_t& bits) {
    const auto time = any_integer<std::int64_t>(bits, 0, 86'399'999'999);
    return microseconds(bits() % 2 == 0 ? time : time / 1'000'000 * 1'000'000);
}
microseconds any_instant(bits_t& bits) {
    const auto day = bits() % 2 == 0 ? any_integer<std::int64_t>(bits, first_day, last_day)
                                     : any_integer<std::int64_t>(bits, -40'000, 40'000);
    return std::chrono::days(day) + any_time(bits);
}
year_month_day any_date(bits_t& bits) {
    constexpr auto last = sys_days(year::max() / 12 / 31).time_since_epoch().count();
    return sys_days(std::chrono::days(any_integer<int>(bits, first_day, last)));
}
template <class T, class Make> auto or_infinity_of(const Make& make) {
    return [=](bits_t& bits) {
        const auto special = bits() % 20;
        return special == 0   ? matview::or_infinity<T>::infinity()
               : special == 1 ? matview::or_infinity<T>::minus_infinity()
                              : matview::or_infinity<T>(make(bits));
    };
}
using instant = sys_time<microseconds>;
using reading = local_time<microseconds>;

matview::time_of_day any_time_of_day(bits_t& bits) {
    return bits() % 50 == 0 ? matview::time_of_day(24h) : matview::time_of_day(any_time(bits));
}
seconds any_zone(bits_t& bits) {
    const seconds zone(any_integer<int>(bits, -57'599, 57'599));
    return bits() % 2 == 0 ? zone : duration_cast<minutes>(zone);
}

matview::interval any_interval(bits_t& bits) {
    matview::interval made;
    // 0 and small ones, where the signs of the parts meet; and the whole range.
    if (bits() % 2 == 0) made.months = any_integer(bits, -30, 30);
    if (bits() % 2 == 0) made.days = any_integer(bits, -40, 40);
    if (bits() % 2 == 0) made.microseconds = any_integer<std::int64_t>(bits, -90'000'000'000, 90'000'000'000);
    if (bits() % 4 == 0) made = {any<std::int32_t>(bits), any<std::int32_t>(bits), any<std::int64_t>(bits)};
    return made;
}
// All of three numbers at their ends are infinite from PostgreSQL 17 on.
bool same_interval(const matview::interval& value, const std::string& text) {
    return value.to_string() == text || !value.is_finite();
}
template <class Duration> Duration any_duration(bits_t& bits) {
    constexpr auto most = duration_cast<Duration>(microseconds::max()).count();
    return Duration(any_integer<typename Duration::rep>(bits, -most, most));
}

matview::bit_string any_bits(bits_t& bits) {
    matview::bit_string made(bits() % 70);
    for (std::size_t i = 0; i < made.size(); ++i) made.set(i, bits() % 2 == 0);
    return made;
}

template <class V> V any_address(bits_t& bits) {
    auto bytes = any_bytes<16>(bits);
    if (bits() % 4 == 0) std::fill_n(bytes.begin(), 10 + bits() % 7, std::byte{0});
    if (bits() % 8 == 0) bytes[10] = bytes[11] = std::byte{0xFF};
    const std::size_t size = bits() % 2 == 0 ? 4 : 16;
    const auto prefix = any_integer<int>(bits, 0, static_cast<int>(8 * size));
    if (std::is_same_v<V, matview::cidr>)
        for (auto bit = static_cast<std::size_t>(prefix); bit < 8 * size; ++bit)
            bytes[bit / 8] &= ~(std::byte{0x80} >> bit % 8);
    return V(std::span(bytes).first(size), prefix);
}

matview::json any_json(bits_t& bits) {  // in jsonb's own spelling, which json keeps
    std::string text = "[";
    for (auto left = bits() % 6; left > 0; --left) {
        if (text.size() > 1) text += ", ";
        switch (bits() % 4) {
            case 0:
                text += any_numeric(bits).is_finite() ? std::to_string(any<std::int64_t>(bits)) : "null";
                break;
            case 1:
                text += "{\"a\": true, \"bb\": [], \"ccc\": {}}";
                break;
            default:
                text += '"' + any_text(bits, 20) + (bits() % 4 == 0 ? "\\n\\\"\\\\" : "") + '"';
        }
    }
    return matview::json(text + "]");
}

using hstore = std::map<std::string, std::optional<std::string>>;
hstore any_hstore(bits_t& bits) {
    hstore made;
    for (auto left = bits() % 5; left > 0; --left)
        made[any_text(bits, 12) + (bits() % 4 == 0 ? "\"\\" : "")] =
            bits() % 3 == 0 ? std::nullopt : std::optional(any_text(bits, 12));
    return made;
}
// The server has its own order of keys.
bool same_hstore(const hstore& value, const std::string& text) {
    return std::all_of(value.begin(), value.end(),
                       [&](const auto& pair) { return text.find(library_text(hstore{pair})) != std::string::npos; });
}

std::string any_tsvector(bits_t& bits) {
    std::string text;
    for (auto left = bits() % 4; left > 0; --left) {
        const std::string lexeme(1, static_cast<char>('z' - left));  // in the server's order
        text += (text.empty() ? "'" : " '") + lexeme + (bits() % 4 == 0 ? "''\\\\ " : "") + "'";
        const auto position = 1 + bits() % 8000;
        constexpr const char* weights[] = {"", "A", "B", "C"};
        if (bits() % 2 == 0)
            text += ":" + std::to_string(position) + weights[bits() % 4];
        else if (bits() % 2 == 0)
            text += ":" + std::to_string(position) + "," + std::to_string(position + 1) + weights[bits() % 4];
    }
    return text;
}

}  // namespace

TEST_CASE("ten thousand values of each type: numbers") {
    server on;
    property(on.db, "bool", [](bits_t& b) { return b() % 2 == 0; });
    property(on.db, "int2", any<short>);
    property(on.db, "int4", any<int>);
    property(on.db, "int8", any<std::int64_t>);
    property(on.db, "float4", any_float<float, std::uint32_t>, same_float);
    property(on.db, "float8", any_float<double, std::uint64_t>, same_double);
    property(on.db, "numeric", any_numeric);
    for (const char* type : {"oid", "xid", "cid"})
        property(on.db, type, [](bits_t& b) { return std::int64_t{any<std::uint32_t>(b)}; });
    property(on.db, "xid8", [](bits_t& b) { return matview::numeric(any<std::uint64_t>(b)); });
}

TEST_CASE("ten thousand values of each type: text and bytes") {
    server on;
    on.db.execute("CREATE EXTENSION citext; CREATE EXTENSION hstore");
    for (const char* type : {"text", "varchar", "citext"})
        property(
            on.db, type, [](bits_t& b) { return any_text(b, 40); }, same_text);
    property(
        on.db, "name", [](bits_t& b) { return any_text(b, 15); }, same_text);
    property(
        on.db, "xml", [](bits_t& b) { return "<a b=\"1\">" + any_text(b, 40) + "</a>"; }, same_text);
    property(on.db, "tsvector", any_tsvector, same_text);
    property(
        on.db, "\"char\"", [](bits_t& b) { return static_cast<char>(1 + b() % 127); },
        [](char value, const std::string& text) { return text == std::string(1, value); });
    const auto bytea = [](bits_t& b) {
        const auto bytes = any_bytes<16>(b);
        return std::vector<std::byte>(bytes.begin(), bytes.begin() + static_cast<int>(b() % 17));
    };
    property(on.db, "bytea", bytea,
             [](const auto& value, const std::string& text) { return library_text(value) == "'" + text + "'"; });
    property(on.db, "json", any_json);
    property(on.db, "jsonb", any_json);
    property(on.db, "hstore", any_hstore, same_hstore);
    property(on.db, "uuid", [](bits_t& b) { return matview::uuid(any_bytes<16>(b)); });
    property(on.db, "varbit", any_bits);
    property(on.db, "bit(13)", [](bits_t& b) { return std::bitset<13>(b()); });
    property(on.db, "bit(70)", [](bits_t& b) {
        matview::bit_string made(70);
        for (std::size_t i = 0; i < 70; ++i) made.set(i, b() % 2 == 0);
        return made;
    });
}

TEST_CASE("ten thousand values of each type: dates and times") {
    server on;
    property(on.db, "date", any_date);
    property(on.db, "timestamptz", [](bits_t& b) { return instant(any_instant(b)); });
    property(on.db, "timestamp", [](bits_t& b) { return reading(any_instant(b)); });
    property(on.db, "date", or_infinity_of<year_month_day>(any_date));
    property(on.db, "timestamptz", or_infinity_of<instant>([](bits_t& b) { return instant(any_instant(b)); }));
    property(on.db, "timestamp", or_infinity_of<reading>([](bits_t& b) { return reading(any_instant(b)); }));
    property(on.db, "time", any_time_of_day);
    property(on.db, "timetz", [](bits_t& b) { return matview::time_of_day_tz(any_time_of_day(b), any_zone(b)); });
    property(on.db, "interval", any_interval, same_interval);
    property(on.db, "interval", any_duration<microseconds>);
    property(on.db, "interval", any_duration<milliseconds>);
    property(on.db, "interval", any_duration<seconds>);
    property(on.db, "interval", any_duration<minutes>);
    property(on.db, "interval", any_duration<hours>);
}

TEST_CASE("ten thousand values of each type: addresses and places") {
    server on;
    // The cast to text always writes the prefix, which the server's output leaves out where it covers all.
    property(on.db, "inet", any_address<matview::inet>, [](const matview::inet& value, const std::string& text) {
        return value.to_string() == text || value.to_string() + (value.is_ipv4() ? "/32" : "/128") == text;
    });
    property(on.db, "cidr", any_address<matview::cidr>);
    property(on.db, "macaddr", [](bits_t& b) { return matview::macaddr(any_bytes<6>(b)); });
    property(on.db, "macaddr8", [](bits_t& b) { return matview::macaddr8(any_bytes<8>(b)); });
    property(on.db, "pg_lsn", [](bits_t& b) { return matview::lsn(any<std::uint64_t>(b)); });
}
