// in_bulk and get_many: keys of every type that a primary key may have.
#include <doctest/doctest.h>

#include <bitset>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <support/test_database.hpp>
#include <support/thrown_by.hpp>

#include <matview/matview.hpp>

namespace {

template <class V> struct Keyed {
    V id;
    int n;

    struct Meta {
        static constexpr auto relation = matview::table("keyed");
        using primary_key = matview::key<&Keyed::id>;
    };
};

struct Several {
    std::string feeling, code;
    std::chrono::year_month_day day;
    std::string label;
    int n;

    struct Meta {
        static constexpr auto relation = matview::table("several");
        using primary_key = matview::key<&Several::feeling, &Several::code, &Several::day, &Several::label>;
    };
};

struct key_database {
    matview_test::test_database database;
    matview_test::raw_connection by{database.conninfo()};
    matview::connection db{database.conninfo()};

    void fill(const std::string& type, const std::vector<std::string>& texts) {
        by.exec("DROP TABLE IF EXISTS keyed; CREATE TABLE keyed (id " + type + " PRIMARY KEY, n int NOT NULL)");
        for (std::size_t i = 0; i < texts.size(); ++i)
            by.exec("INSERT INTO keyed VALUES ('" + texts[i] + "', " + std::to_string(i) + ")");
    }
};

/// The last text is of a value that has no row.
template <class V>
void check_keys(key_database& on, const std::string& type, std::vector<std::string> texts, std::vector<V> values) {
    CAPTURE(type);
    const V absent = values.back();
    values.pop_back();
    texts.pop_back();
    on.fill(type, texts);
    std::vector<V> asked(values.rbegin(), values.rend());
    asked.insert(asked.end(), values.begin(), values.end());
    const auto rows = on.db.get_many<Keyed<V>>(asked);
    REQUIRE_EQ(rows.size(), asked.size());
    const int last = static_cast<int>(values.size()) - 1;
    for (int i = 0; i <= last; ++i) {
        CHECK_EQ(rows[static_cast<std::size_t>(i)].n, last - i);
        CHECK_EQ(rows[static_cast<std::size_t>(last + 1 + i)].n, i);
    }
    asked.push_back(absent);
    CHECK_THROWS_AS(on.db.get_many<Keyed<V>>(asked), matview::not_found);
    const auto found = on.db.in_bulk<Keyed<V>>(asked);
    CHECK_EQ(found.size(), values.size());
    for (int i = 0; i <= last; ++i) {
        const auto at = found.find(values[static_cast<std::size_t>(i)]);
        REQUIRE((at != found.end()));
        CHECK_EQ(at->second.n, i);
    }
    CHECK_FALSE(found.contains(absent));
}

using namespace std::chrono;

}  // namespace

TEST_CASE("bulk keys: numbers") {
    key_database on;
    check_keys<std::int16_t>(on, "smallint", {"-32768", "0", "32767", "5"}, {-32768, 0, 32767, 5});
    check_keys<std::int32_t>(on, "integer", {"-2147483648", "7", "8"},
                             {std::numeric_limits<std::int32_t>::min(), 7, 8});
    check_keys<std::int64_t>(on, "bigint", {"-9223372036854775808", "7", "8"},
                             {std::numeric_limits<std::int64_t>::min(), 7, 8});
    check_keys<std::int64_t>(on, "smallint", {"3", "4", "100000"}, {3, 4, 100000});
    check_keys<std::int64_t>(on, "oid", {"3", "4294967295", "4"}, {3, 4294967295, 4});
    check_keys<double>(on, "double precision", {"0.1", "NaN", "-Infinity", "1.5", "2"},
                       {0.1, std::nan(""), -HUGE_VAL, 1.5, 2});
    check_keys<float>(on, "real", {"0.1", "NaN", "1.5", "2"}, {0.1F, std::nanf(""), 1.5F, 2});
    check_keys<matview::numeric>(on, "numeric", {"0.10", "NaN", "12345678901234567890.5", "3"},
                                 {matview::numeric("0.1"), matview::numeric("NaN"),
                                  matview::numeric("12345678901234567890.500"), matview::numeric("4")});
    check_keys<bool>(on, "boolean", {"t", "f"}, {true, false});
}

TEST_CASE("bulk keys: text and bytes") {
    key_database on;
    check_keys<std::string>(on, "text", {"", "a", "A", "it''s \"{,}\\", "NULL", "ä", "b"},
                            {"", "a", "A", "it's \"{,}\\", "NULL", "ä", "b"});
    check_keys<std::string>(on, "varchar(3)", {"a", "abc", "abcd"}, {"a", "abc", "abcd"});
    check_keys<std::string>(on, "name", {"a", "b", "c"}, {"a", "b", "c"});
    check_keys<char>(on, "\"char\"", {"a", "b", "c"}, {'a', 'b', 'c'});
    check_keys<std::vector<std::byte>>(on, "bytea", {"", "\\x00ff", "\\x01"},
                                       {{}, {std::byte{0}, std::byte{255}}, {std::byte{1}}});
}

TEST_CASE("bulk keys: uuids, times, addresses, bits") {
    key_database on;
    check_keys<matview::uuid>(
        on, "uuid",
        {"00000000-0000-0000-0000-000000000001", "ffffffff-0000-0000-0000-000000000001",
         "00000000-0000-0000-0000-000000000002"},
        {matview::uuid("00000000-0000-0000-0000-000000000001"), matview::uuid("ffffffff-0000-0000-0000-000000000001"),
         matview::uuid("00000000-0000-0000-0000-000000000002")});
    check_keys<year_month_day>(on, "date", {"2024-02-29", "1999-12-31", "2000-01-01"},
                               {2024y / February / 29, 1999y / December / 31, 2000y / January / 1});
    check_keys<local_time<microseconds>>(
        on, "timestamp", {"1970-01-01 00:00:01.000001", "1970-01-02", "1970-01-03"},
        {local_time<microseconds>(1000001us), local_time<microseconds>(24h), local_time<microseconds>(48h)});
    check_keys<sys_time<microseconds>>(
        on, "timestamptz", {"1970-01-01 01:00:00+01", "1970-01-02Z", "1970-01-03Z"},
        {sys_time<microseconds>(0us), sys_time<microseconds>(24h), sys_time<microseconds>(48h)});
    using perhaps_day = matview::or_infinity<year_month_day>;
    check_keys<perhaps_day>(on, "date", {"2024-02-29", "infinity", "2000-01-01"},
                            {2024y / February / 29, perhaps_day::infinity(), 2000y / January / 1});
    check_keys<seconds>(on, "interval", {"1 second", "24:00", "48:00"}, {1s, 24h, 48h});
    check_keys<matview::interval>(on, "interval", {"1 month", "-1 day", "2 days"},
                                  {{.months = 1}, {.days = -1}, {.days = 2}});
    check_keys<matview::inet>(on, "inet", {"10.0.0.1", "::1", "10.0.0.2"},
                              {matview::inet("10.0.0.1"), matview::inet("::1"), matview::inet("10.0.0.2")});
    check_keys<matview::lsn>(on, "pg_lsn", {"0/1", "1/0", "0/2"},
                             {matview::lsn{1}, matview::lsn{std::uint64_t{1} << 32}, matview::lsn{2}});
    check_keys<matview::bit_string>(on, "bit varying", {"", "101", "1"},
                                    {matview::bit_string(""), matview::bit_string("101"), matview::bit_string("1")});
    check_keys<std::bitset<3>>(on, "bit(3)", {"101", "001", "111"},  // has a hash and no order
                               {std::bitset<3>(5), std::bitset<3>(1), std::bitset<3>(7)});
}

TEST_CASE("bulk keys: equal to the server and not to C++, or the other way round") {
    key_database on;
    // Blanks at the end do not count for char(n), and come along.
    on.fill("char(4)", {"a", "bc", "abcd"});
    const auto padded = on.db.get_many<Keyed<std::string>>({"bc", "abcd", "a", "bc  "});
    REQUIRE_EQ(padded.size(), 4);
    CHECK_EQ(padded[0].n, 1);
    CHECK_EQ(padded[1].n, 2);
    CHECK_EQ(padded[2].n, 0);
    CHECK_EQ(padded[3].n, 1);
    CHECK_EQ(matview_test::thrown_by<matview::not_found>([&] {
                 on.db.get_many<Keyed<std::string>>({"a", "x"});
             }).detail(),
             "without a row: 'x'");
    CHECK_EQ(on.db.in_bulk<Keyed<std::string>>({"a", "bc", "x"}).size(), 2);
    on.by.exec("CREATE EXTENSION citext");
    on.fill("citext", {"ann", "Bob"});
    const auto folded = on.db.get_many<Keyed<std::string>>({"BOB", "ann", "Ann"});
    REQUIRE_EQ(folded.size(), 3);
    CHECK_EQ(folded[0].id, "Bob");
    CHECK_EQ(folded[1].id, "ann");
    CHECK_EQ(folded[2].id, "ann");
    CHECK_EQ(on.db.in_bulk<Keyed<std::string>>({"BOB", "ann", "Ann"}).at("Bob").n, 1);
    // 0.1 is another number as a float than as a double.
    on.fill("real", {"0.1"});
    CHECK_EQ(on.db.get_many<Keyed<float>>({0.1F, 0.1F}).size(), 2);
    // Minus zero is zero.
    on.fill("double precision", {"-0"});
    CHECK_EQ(on.db.get_many<Keyed<double>>({0.0, -0.0}).size(), 2);
    on.fill("interval", {"24:00"});
    CHECK_EQ(on.db.get_many<Keyed<matview::interval>>({matview::interval{.days = 1}}).size(), 1);
}

TEST_CASE("bulk keys: of a type that was not there when the program was compiled, within a domain, and NULL") {
    key_database on;
    on.by.exec("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN positive AS int CHECK (value > 0)");
    check_keys<std::string>(on, "mood", {"sad", "happy", "ok"}, {"sad", "happy", "ok"});
    on.fill("mood", {"sad"});
    CHECK_EQ(on.db.in_bulk<Keyed<std::string>>({"sad", "no such mood"}).size(), 1);
    check_keys<int>(on, "positive", {"1", "2", "3"}, {1, 2, 3});
    on.by.exec("DROP TABLE keyed; CREATE VIEW keyed AS SELECT 1 AS id, 10 AS n UNION ALL SELECT NULL, 20");
    using nullable = Keyed<std::optional<int>>;
    const auto rows = on.db.get_many<nullable>({1, 1});
    CHECK_EQ(rows.at(1).n, 10);
    CHECK_EQ(on.db.in_bulk<nullable>({1, 2}).at(1).n, 10);
}

TEST_CASE("bulk keys: of several fields, of types that only the server knows") {
    key_database on;
    on.by.exec(R"sql(
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN label AS varchar(10) CHECK (value <> '');
        CREATE TABLE several (feeling mood, code char(3), day date, label label, n int NOT NULL,
                              PRIMARY KEY (feeling, code, day, label));
        INSERT INTO several VALUES ('sad', 'abc', '2024-01-01', 'x', 1), ('ok', 'abc', '2024-01-01', 'y', 2),
                                   ('ok', 'abd', '2024-01-02', 'x', 3))sql");
    const year_month_day day = 2024y / January / 1, next = 2024y / January / 2;
    const auto rows = on.db.get_many<Several>(
        {std::tuple("ok", "abd", next, "x"), std::tuple("sad", "abc", day, "x"), std::tuple("ok", "abc", day, "y")});
    REQUIRE_EQ(rows.size(), 3);
    CHECK_EQ(rows[0].n, 3);
    CHECK_EQ(rows[1].n, 1);
    CHECK_EQ(rows[2].n, 2);
    // What no enum has keeps its place, so that "ok" is not taken for the feeling of the first key.
    const auto found = on.db.in_bulk<Several>({std::tuple("no such mood", "abc", day, "y"),
                                               std::tuple("ok", "abd", next, "x"), std::tuple("sad", "abc", day, "y")});
    REQUIRE_EQ(found.size(), 1);
    CHECK_EQ(found.begin()->second.n, 3);
}
