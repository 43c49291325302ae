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
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM unnest($1::holder[]) WITH ORDINALITY AS b (value, i) JOIN sample "
                                    "USING (i) WHERE b.value::text IS NOT DISTINCT FROM sample.value::text /* " + type + " */",
                                    back)
                 .at(0),
             values);
}

template <class T> std::string array_text(const std::vector<std::optional<T>>& list, const std::function<std::string(const T&)>& one) {
    std::string text = "{";
    for (const auto& element : list) {
        if (text.size() > 1) text += ',';
        text += element ? one(*element) : "NULL";
    }
    return text + "}";
}

std::string quoted(const std::string& value) {
    const bool plain = !value.empty() && value.find_first_of("{},\"\\ ") == value.npos && value != "NULL";
    if (plain) return value;
    std::string text = "\"";
    for (const char c : value) text.append(c == '"' || c == '\\' ? 2 : 1, c).back() = c;
    for (std::size_t i = 1; i < text.size(); ++i)
        if ((text[i] == '"' || text[i] == '\\') && text[i - 1] == text[i]) text[i++ - 1] = '\\';
    return text + "\"";
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
    const auto as_it_is = [](const std::string& text) { return text; };
    static_cast<void>(as_it_is);
    check(short{}, "int2", "(random() * 65535 - 32768)::int2", by_codec);
    check(int{}, "int4", "(random() * 4294967295 - 2147483648)::int4", by_codec);
    check(std::int64_t{}, "int8", "(random() * 1e18 - 5e17)::int8", by_codec);
    check(bool{}, "bool", "random() < 0.5", [](bool b) { return std::string(b ? "t" : "f"); });
    check(float{}, "float4", "(random() * 1e6 - 5e5)::float4", by_codec);
    check(matview::numeric{}, "numeric", "((random() - 0.5) * 1e9)::numeric", by_codec);
    check(matview::uuid{}, "uuid", "gen_random_uuid()", by_codec);
    check(std::chrono::year_month_day{}, "date", "date '2000-01-01' + (random() * 700000 - 350000)::int",
          [&](const std::chrono::year_month_day& day) {
              const std::string text = by_codec(day);
              return text.ends_with("BC") ? '"' + text + '"' : text;
          });
    check(std::string{}, "text", "left(chr(33 + (random() * 93)::int) || ' {},\"\\' || md5(random()::text), (random() * 12)::int)", quoted);
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
        return type + "(CASE WHEN random() < 0.9 THEN " + a + " END, CASE WHEN random() < 0.9 THEN " + a + " + " + width +
               " END, " + kinds + ")";
    };
    check(range<int>(), "int4range", bounds("int4range", "i", "(i % 4)"));
    check(range<std::int64_t>(), "int8range", bounds("int8range", "i * 1000000000::int8", "(i % 7)"));
    check(range<matview::numeric>(), "numrange", bounds("numrange", "i / 7.0", "(i % 3)"));
    check(range<std::chrono::year_month_day>(), "daterange", bounds("daterange", "(date '2000-01-01' + i)", "(i % 9)"));
    check(range<std::chrono::sys_time<std::chrono::microseconds>>(), "tstzrange",
          bounds("tstzrange", "(timestamptz '1999-12-31 00:00:00+00' + i * interval '1.25 hours')", "(i % 5) * interval '1 hour'"));
    check(matview::multirange<int>(), "int4multirange",
          "int4multirange(int4range(i, i + i % 3), int4range(i + 5, NULL), " + bounds("int4range", "-i", "(i % 4)") + ")");
}
