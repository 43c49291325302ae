// Random arrays, ranges and composites: made by the server, read, printed here and compared with what the server prints, sent back whole
// and compared by the server.
#include "composed_support.hpp"

#include <functional>
#include <random>

using namespace composed_test;
using matview::range;

namespace {

constexpr int values = 10'000;

// A value in a composite type, so that all of them travel back as one array.
template <class V> struct holder {
    V value;

    struct Meta {
        static constexpr auto type = matview::composite_type("holder");
    };
};
template <class V> struct made {
    V value;
    std::string text;
};

enum class mood { sad, ok, very_happy };

struct entry {
    int at;
    std::optional<std::string> note;
    std::optional<matview::numeric> amount;

    struct Meta {
        static constexpr auto type = matview::composite_type("entry");
    };
};

/// `random` is SQL for one value, which may depend on i, 1 to 10,000; `printed` is how a value is expected to be printed.
template <class V>
void check_random(matview::session& db, const std::string& type, const std::string& random,
                  const std::function<std::string(const V&)>& printed) {
    CAPTURE(type);
    db.execute("DROP TABLE IF EXISTS sample; DROP TYPE IF EXISTS holder; CREATE TYPE holder AS (value " + type +
               "); CREATE TABLE sample AS SELECT i, (" + random + ")::" + type + " AS value FROM generate_series(1, " +
               std::to_string(values) + ") AS i");
    const auto read = db.query<made<V>>("SELECT value, value::text AS text FROM sample ORDER BY i /* " + type + " */");
    REQUIRE_EQ(read.size(), values);
    std::vector<holder<V>> back;
    std::size_t different = 0;
    std::string first;
    for (const auto& row : read) {
        back.push_back({row.value});
        if (printed && printed(row.value) != row.text && different++ == 0)
            first = row.text + " is printed as " + printed(row.value);
    }
    CHECK_MESSAGE(different == 0, first);
    CHECK_EQ(
        db.query<std::int64_t>("SELECT count(*) FROM unnest($1::holder[]) WITH ORDINALITY AS b (value, i) JOIN sample "
                               "USING (i) WHERE b.value::text IS NOT DISTINCT FROM sample.value::text /* " +
                                   type + " */",
                               back)
            .at(0),
        values);
}

template <class T>
std::string array_text(const std::vector<std::optional<T>>& list, const std::function<std::string(const T&)>& one) {
    std::string text = "{";
    for (const auto& element : list) {
        if (text.size() > 1) text += ',';
        text += element ? one(*element) : "NULL";
    }
    return text + "}";
}

// As an array's element, or with other special characters and a doubled quote as a composite's attribute.
std::string as_quoted(const std::string& value, const char* special = "{},\"\\ ", char before_quote = '\\') {
    const bool null = before_quote == '\\' && value == "NULL";
    if (!value.empty() && !null && value.find_first_of(special) == value.npos) return value;
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"') text += before_quote;
        if (c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

// An array of 0 to 5 elements, now and then NULL.
std::string array_of(const std::string& element) {
    return "ARRAY(SELECT CASE WHEN random() < 0.1 THEN NULL ELSE " + element +
           " END FROM generate_series(1, (random() * 5)::int + 0 * i))";
}

}  // namespace

template <> struct matview::meta<mood> {
    static constexpr auto type = matview::enum_type("mood");
    using labels = matview::labels<matview::label<mood::very_happy, "very happy">>;
};

TEST_CASE("random arrays of scalars") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    const auto by_codec = [](const auto& value) {
        std::string text;
        matview::detail::ops_of<std::remove_cvref_t<decltype(value)>>().print(&value, text);
        return text;
    };
    const auto check = [&]<class T>(T, const std::string& type, const std::string& element, const auto& one) {
        check_random<std::vector<std::optional<T>>>(db, type + "[]", array_of(element),
                                                    [&](const auto& list) { return array_text<T>(list, one); });
    };
    check(short{}, "int2", "(random() * 65535 - 32768)::int2", by_codec);
    check(int{}, "int4", "(random() * 4294967295 - 2147483648)::int4", by_codec);
    check(std::int64_t{}, "int8", "(random() * 1e18 - 5e17)::int8", by_codec);
    check(bool{}, "bool", "random() < 0.5", [](bool b) { return std::string(b ? "t" : "f"); });
    check(float{}, "float4", "(random() * 1e6 - 5e5)::float4", by_codec);
    check(matview::numeric{}, "numeric", "((random() - 0.5) * 1e9)::numeric", by_codec);
    check(matview::uuid{}, "uuid", "gen_random_uuid()", by_codec);
    check(double{}, "float8", "(random() * 1e6 - 5e5)", by_codec);
    const auto in_quotes = [&](const auto& value) { return as_quoted(by_codec(value)); };
    check(std::chrono::year_month_day{}, "date", "date '2000-01-01' + (random() * 700000 - 350000)::int", in_quotes);
    check(matview::time_of_day{}, "time", "(time '00:00' + random() * interval '24 hours')", in_quotes);
    check(std::chrono::local_time<std::chrono::microseconds>{}, "timestamp",
          "(timestamp '2000-01-01' + (random() - 0.5) * interval '2000 years')", in_quotes);
    check(std::chrono::sys_time<std::chrono::microseconds>{}, "timestamptz",
          "(timestamptz '2000-01-01 00:00:00+00' + (random() - 0.5) * interval '2000 years')", in_quotes);
    check(std::vector<std::byte>{}, "bytea", "left(md5(random()::text), (random() * 12)::int)::bytea",
          [](const std::vector<std::byte>& bytes) {
              std::string hex = "\\x";
              for (const std::byte b : bytes)
                  for (const unsigned half : {std::to_integer<unsigned>(b) >> 4U, std::to_integer<unsigned>(b) & 15U})
                      hex += "0123456789abcdef"[half];
              return as_quoted(hex);
          });
    db.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy')");
    check(mood{}, "mood", "(ARRAY['sad', 'ok', 'very happy'])[1 + floor(random() * 3)::int]::mood", [](mood m) {
        return std::string(m == mood::sad ? "sad" : m == mood::ok ? "ok" : "\"very happy\"");
    });
    check(std::string{}, "text",
          "left(chr(33 + (random() * 93)::int) || ' {},\"\\' || md5(random()::text), (random() * 12)::int)",
          [](const std::string& text) { return as_quoted(text); });
}

TEST_CASE("random composites") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE TYPE entry AS (amount numeric, note text, at int)");
    const auto printed = [](const entry& e) {
        std::string text = "(";
        if (e.amount) text += e.amount->to_string();
        text += ',';
        if (e.note) text += as_quoted(*e.note, "(),\"\\ ", '"');
        return text + "," + std::to_string(e.at) + ")";
    };
    check_random<entry>(
        db, "entry",
        "ROW(CASE WHEN random() < 0.8 THEN (random() * 1e9)::numeric END, CASE WHEN random() < 0.8 THEN "
        "left(chr(33 + (random() * 93)::int) || ' (),\"\\' || md5(random()::text), (random() * 12)::int) END, i)",
        printed);
}

TEST_CASE("random ranges and multiranges") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    const auto check = [&]<class V>(V, const std::string& type, const std::string& random) {
        check_random<V>(db, type, random, [](const V& value) { return value.to_string(); });
    };
    const std::string kinds = "(ARRAY['[]', '[)', '(]', '()'])[1 + (random() * 3)::int]";
    const auto bounds = [&](const std::string& type, const std::string& a, const std::string& width) {
        return type + "(CASE WHEN random() < 0.9 THEN " + a + " END, CASE WHEN random() < 0.9 THEN " + a + " + " +
               width + " END, " + kinds + ")";
    };
    const auto all = [&]<class T>(T, const std::string& name, const std::string& a, const std::string& width) {
        const std::string one = name + "range", many = name + "multirange";
        check(range<T>(), one, bounds(one, a, width));
        check(matview::multirange<T>(), many,
              many + "(" + bounds(one, a, width) + ", " + bounds(one, a, width + " * 2") + ", " +
                  bounds(one, a + " + 3 * " + width, width) + ")");
    };
    const std::string step = "interval '1.25 hours'";
    all(int{}, "int4", "i", "(i % 4)");
    all(std::int64_t{}, "int8", "(i * 1000000000::int8)", "(i % 7)");
    all(matview::numeric{}, "num", "(i / 7.0)", "(i % 3)");
    all(std::chrono::year_month_day{}, "date", "(date '2000-01-01' + i)", "(i % 9)");
    all(std::chrono::local_time<std::chrono::microseconds>{}, "ts", "(timestamp '1999-12-31' + i * " + step + ")",
        "((i % 5) * " + step + ")");
    all(std::chrono::sys_time<std::chrono::microseconds>{}, "tstz",
        "(timestamptz '1999-12-31 00:00:00+00' + i * " + step + ")", "((i % 5) * " + step + ")");
}

TEST_CASE("multiranges of random ranges are what the server makes of them") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    std::mt19937_64 bits(7);
    const auto check = [&]<class T>(const std::string& type, T first, const auto& at) {
        CAPTURE(type);
        static_cast<void>(first);
        const auto bound = [&] { return bits() % 12 == 0 ? std::optional<T>() : std::optional<T>(at(bits() % 24)); };
        std::vector<matview::multirange<T>> made;
        std::vector<std::string> texts;
        for (int i = 0; i < values; ++i) {
            std::vector<range<T>> parts;
            std::string text = "{";
            for (auto left = bits() % 5; left > 0; --left) {
                std::optional<T> lower = bound(), upper = bound();
                if (lower && upper && matview::detail::above_bound(*lower, *upper)) std::swap(lower, upper);
                parts.emplace_back(lower, upper, static_cast<matview::bounds>(bits() % 4));
                text += (text.size() == 1 ? "" : ",") + parts.back().to_string();
            }
            made.emplace_back(std::move(parts));
            texts.push_back(text + "}");
        }
        const auto server = db.query<matview::multirange<T>>(
            "SELECT t::" + type + " FROM unnest($1::text[]) WITH ORDINALITY AS u (t, i) ORDER BY i /* " + type + " */",
            texts);
        REQUIRE_EQ(server.size(), made.size());
        std::size_t different = 0;
        std::string said;
        for (std::size_t i = 0; i < made.size(); ++i)
            if (!(made[i] == server[i]) && different++ == 0)
                said = texts[i] + " is " + server[i].to_string() + " and not " + made[i].to_string();
        CHECK_MESSAGE(different == 0, said);
    };
    using namespace std::chrono;
    check("int4multirange", int{}, [](std::uint64_t n) { return static_cast<int>(n) - 12; });
    check("int8multirange", std::int64_t{}, [](std::uint64_t n) { return static_cast<std::int64_t>(n) - 12; });
    check("nummultirange", matview::numeric{},
          [](std::uint64_t n) { return n == 0 ? matview::numeric("Infinity") : matview::numeric(n); });
    check("datemultirange", year_month_day{},
          [](std::uint64_t n) { return year_month_day(sys_days(days(static_cast<int>(n) + 10'950))); });
    check("tsmultirange", local_time<microseconds>{},
          [](std::uint64_t n) { return local_time<microseconds>(hours(n) - hours(12)); });
    check("tstzmultirange", sys_time<microseconds>{},
          [](std::uint64_t n) { return sys_time<microseconds>(hours(n) - hours(12)); });
}
