// Random arrays, ranges and composites: made by the server, read, printed here and compared with what the server prints, sent back whole
// and compared by the server.
#include "composed_support.hpp"

#include <functional>

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

// The server leaves out the zeros at the end of a fraction.
std::string without_zeros(std::string text) {
    const auto point = text.find('.');
    if (point == text.npos) return text;
    const auto end = text.find_first_not_of("0123456789", point + 1);
    const std::string behind = end == text.npos ? "" : text.substr(end);
    text.resize(end == text.npos ? text.size() : end);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + behind;
}

// An array of 0 to 5 elements, now and then NULL.
std::string array_of(const std::string& element) {
    return "ARRAY(SELECT CASE WHEN random() < 0.1 THEN NULL ELSE " + element +
           " END FROM generate_series(1, (random() * 5)::int + 0 * i))";
}

}  // namespace

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
    const auto in_quotes = [&](const auto& value) { return as_quoted(without_zeros(by_codec(value))); };
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
    check(range<int>(), "int4range", bounds("int4range", "i", "(i % 4)"));
    check(range<std::int64_t>(), "int8range", bounds("int8range", "i * 1000000000::int8", "(i % 7)"));
    check(range<matview::numeric>(), "numrange", bounds("numrange", "i / 7.0", "(i % 3)"));
    check(range<std::chrono::year_month_day>(), "daterange", bounds("daterange", "(date '2000-01-01' + i)", "(i % 9)"));
    check(range<std::chrono::sys_time<std::chrono::microseconds>>(), "tstzrange",
          bounds("tstzrange", "(timestamptz '1999-12-31 00:00:00+00' + i * interval '1.25 hours')",
                 "(i % 5) * interval '1 hour'"));
    check(matview::multirange<int>(), "int4multirange",
          "int4multirange(int4range(i, i + i % 3), int4range(i + 5, NULL), " + bounds("int4range", "-i", "(i % 4)") +
              ")");
}
