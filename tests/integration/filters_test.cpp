// Every filter on every type that supports it, over a low, a middle and a high value and NULL, beside SQL written by hand; and the statement
// that was sent uses the column's index.
#include <doctest/doctest.h>

#include <array>
#include <sstream>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include <matview/matview.hpp>

using namespace std::chrono;
using matview::col;
using matview::from;
using matview::numeric;
using matview::uuid;

namespace {

/// The view `filtered`: v is low, middle, high, NULL in the rows 1 to 4, w is always middle.
template <class V> struct Filtered {
    std::int32_t id;
    std::optional<V> v;
    std::optional<V> w;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("filtered");
        using primary_key = matview::key<&Filtered::id>;
    };
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

class prepared_view {
public:
    prepared_view(matview::session& db, matview_test::raw_connection& by_hand, std::string type,
                  std::array<std::string, 3> literals)
        : db_(db), by_hand_(by_hand), type_(std::move(type)), literals_(std::move(literals)) {
        db.execute("DROP MATERIALIZED VIEW IF EXISTS filtered");
        db.execute(
            with_values("CREATE MATERIALIZED VIEW filtered AS SELECT * FROM (VALUES (1, LOW, MID), (2, MID, MID), "
                        "(3, HIGH, MID), (4, NULL, MID)) AS v(id, v, w)"));
        db.execute("CREATE UNIQUE INDEX ON filtered (id)");
        db.execute("CREATE INDEX ON filtered (v)");
    }

    /// LOW, MID and HIGH in the SQL are the values.
    template <class V>
    void gives(const char* name, const matview::condition<Filtered<V>>& condition, const std::string& where) {
        CAPTURE(type_);
        CAPTURE(name);
        std::string expected;
        for (const auto& row : by_hand_.rows(with_values("SELECT id FROM filtered WHERE " + where + " ORDER BY id")))
            expected += *row[0] + " ";
        const auto q = from<Filtered<V>>().filter(condition).order_by(matview::asc<&Filtered<V>::id>);
        std::ostringstream got;
        for (const auto& row : db_.fetch(q)) got << row.id << ' ';
        CHECK_EQ(got.str(), expected);
        CHECK_EQ(db_.count(q), static_cast<std::int64_t>(got.str().size() / 2));
        const auto rest = from<Filtered<V>>().exclude(condition);
        CHECK_EQ(db_.count(rest), 4 - db_.count(q));
    }

    /// The plan of the very statement that the library prepared for `condition` on this connection.
    template <class V> void uses_index(const matview::condition<Filtered<V>>& condition, const std::string& argument) {
        CAPTURE(type_);
        const auto q = from<Filtered<V>>().filter(condition);
        db_.fetch(q);
        const auto name = db_.query<std::string>(
            "SELECT quote_ident(name) FROM pg_prepared_statements WHERE statement = $1", q.sql().text);
        REQUIRE_EQ(name.size(), 1);
        db_.execute("SET enable_seqscan = off; SET enable_bitmapscan = off");
        std::string plan;
        for (const std::string& line :
             db_.query<std::string>(with_values("EXPLAIN EXECUTE " + name[0] + "(" + argument + ")")))
            plan += line + "\n";
        CAPTURE(plan);
        CHECK(plan.find("Index Cond: ") != plan.npos);
        CHECK(plan.find("Seq Scan") == plan.npos);
        db_.execute("RESET enable_seqscan; RESET enable_bitmapscan");
    }

private:
    std::string with_values(std::string sql) const {
        const auto value = [&](std::size_t i) { return "'" + replaced(literals_[i], "'", "''") + "'::" + type_; };
        return replaced(replaced(replaced(std::move(sql), "LOW", value(0)), "MID", value(1)), "HIGH", value(2));
    }

    matview::session& db_;
    matview_test::raw_connection& by_hand_;
    std::string type_;
    std::array<std::string, 3> literals_;
};

class filters {
public:
    template <class V> void equality(prepared_view& view, const V& mid, const V& high) {
        constexpr auto v = col<&Filtered<V>::v>;
        view.gives<V>("==", v == mid, "v = MID");
        view.gives<V>("== from the left", mid == v, "v = MID");
        view.gives<V>("!=", v != mid, "v IS DISTINCT FROM MID");
        view.gives<V>("! ==", !(v == mid), "v IS DISTINCT FROM MID");
        view.gives<V>("in", v.in({mid, high}), "v IN (MID, HIGH)");
        view.gives<V>("! in", !v.in({mid, high}), "v NOT IN (MID, HIGH) OR v IS NULL");
        view.gives<V>("in nothing", v.in(std::vector<V>{}), "false");
        view.gives<V>("is_null", v.is_null(), "v IS NULL");
        view.gives<V>("is_not_null", v.is_not_null(), "v IS NOT NULL");
        view.gives<V>("== nullopt", v == std::nullopt, "v IS NULL");
        view.gives<V>("!= nullopt", v != std::nullopt, "v IS NOT NULL");
        view.gives<V>("== column", v == col<&Filtered<V>::w>, "v = w");
        view.gives<V>("!= column", v != col<&Filtered<V>::w>, "v IS DISTINCT FROM w");
        view.gives<V>("nothing", matview::condition<Filtered<V>>(), "true");
        view.uses_index<V>(v == mid, "MID");
        view.uses_index<V>(v.in({mid, high}), "ARRAY[MID, HIGH]");
    }
    template <class V> void order(prepared_view& view, const V& mid, const V& high) {
        constexpr auto v = col<&Filtered<V>::v>;
        view.gives<V>("<", v < mid, "v < MID");
        view.gives<V>("<=", v <= mid, "v <= MID");
        view.gives<V>(">", v > mid, "v > MID");
        view.gives<V>(">=", v >= mid, "v >= MID");
        view.gives<V>("> from the left", mid > v, "v < MID");
        view.gives<V>("! <", !(v < mid), "v >= MID OR v IS NULL");
        view.gives<V>("between", v.between(mid, high), "v BETWEEN MID AND HIGH");
        view.gives<V>("! between", !v.between(mid, high), "v NOT BETWEEN MID AND HIGH OR v IS NULL");
        view.gives<V>("< or is null", v < mid || v.is_null(), "v < MID OR v IS NULL");
        view.gives<V>("> and !=", v > mid && v != high, "v > MID AND v <> HIGH");
        view.gives<V>("< column", v < col<&Filtered<V>::w>, "v < w");
        view.gives<V>(">= column", v >= col<&Filtered<V>::w>, "v >= w");
        view.uses_index<V>(v < mid, "MID");
        view.uses_index<V>(v.between(mid, high), "MID, HIGH");
    }
    template <class V> void all(const char* type, std::array<std::string, 3> literals, const V& mid, const V& high) {
        prepared_view view(db, by_hand, type, std::move(literals));
        equality(view, mid, high);
        order(view, mid, high);
    }

    matview_test::test_database database;
    matview::connection db{database.conninfo()};
    matview_test::raw_connection by_hand{database.conninfo()};
};

}  // namespace

TEST_CASE("every filter on every type of number") {
    filters on;
    on.all<short>("int2", {"-32768", "0", "32767"}, 0, 32767);
    on.all<int>("int2", {"-5", "0", "7"}, 0, 7);
    on.all<std::int64_t>("int2", {"-5", "0", "7"}, 0, 7);
    on.all<int>("int4", {"-2147483648", "0", "2147483647"}, 0, 2147483647);
    on.all<std::int64_t>("int4", {"-5", "0", "7"}, 0, 7);
    on.all<std::int64_t>("int8", {"-9223372036854775808", "0", "9223372036854775807"}, 0, 9223372036854775807);
    on.all<float>("float4", {"-1.5", "0.1", "3e38"}, 0.1F, 3e38F);
    on.all<double>("float8", {"-1.5", "0.1", "1e300"}, 0.1, 1e300);
    on.all<double>("float4", {"-1.5", "0.25", "8"}, 0.25, 8);
    on.all<numeric>("numeric", {"-0.1", "0.1", "12345678901234567890.123"}, numeric("0.1"),
                    numeric("12345678901234567890.123"));
    on.all<numeric>("numeric(10,2)", {"-0.1", "0.10", "9.99"}, numeric("0.1"), numeric("9.99"));
}

TEST_CASE("every filter on every type of text") {
    filters on;
    on.db.execute(
        "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN label AS text");
    using std::string;
    on.all<string>("text", {"a", "b'%_\\", "é"}, "b'%_\\", "é");
    on.all<string>("varchar(20)", {"a", "b", "c"}, "b", "c");
    on.all<string>("char(10)", {"a", "b", "c"}, "b", "c");
    on.all<string>("name", {"a", "b", "c"}, "b", "c");
    on.all<string>("citext", {"A", "B", "C"}, "b", "c");
    on.all<string>("mood", {"sad", "ok", "happy"}, "ok", "happy");
    on.all<string>("label", {"a", "b", "c"}, "b", "c");
}

TEST_CASE("every filter on all the others") {
    filters on;
    using bytes = std::vector<std::byte>;
    on.all<bytes>("bytea", {"\\x", "\\x00ff", "\\xff"}, bytes{std::byte{0}, std::byte{255}}, bytes{std::byte{255}});
    on.all<uuid>("uuid",
                 {"00000000-0000-0000-0000-000000000001", "10000000-0000-0000-0000-000000000000",
                  "ffffffff-0000-0000-0000-000000000000"},
                 uuid("10000000-0000-0000-0000-000000000000"), uuid("ffffffff-0000-0000-0000-000000000000"));
    on.all<year_month_day>("date", {"1999-12-31", "2000-02-29", "2026-11-24"}, year(2000) / 2 / 29,
                           year(2026) / 11 / 24);
    using local = local_time<microseconds>;
    using sys = sys_time<microseconds>;
    const auto mid = days(11016) + hours(1) + microseconds(7);  // 2000-02-29 01:00:00.000007
    on.all<local>("timestamp", {"1999-12-31", "2000-02-29 01:00:00.000007", "2026-11-24"}, local(mid),
                  local(days(20781)));
    on.all<sys>("timestamptz", {"1999-12-31 00:00Z", "2000-02-29 01:00:00.000007Z", "2026-11-24 00:00Z"}, sys(mid),
                sys(days(20781)));
    on.all<matview::time_of_day>("time", {"00:00", "12:34:56", "24:00"},
                                 matview::time_of_day(hours(12) + minutes(34) + seconds(56)),
                                 matview::time_of_day(hours(24)));
    prepared_view view(on.db, on.by_hand, "bool", {"false", "true", "true"});
    constexpr auto v = col<&Filtered<bool>::v>;
    view.gives<bool>("alone", v && v, "v");
    view.gives<bool>("!", !v, "v IS NOT TRUE");
    view.gives<bool>("== false", v == false, "NOT v");
    view.gives<bool>("!= true", v != true, "v IS NOT TRUE");
    view.gives<bool>("in", v.in({true}), "v IN (true)");
    view.gives<bool>("is null", v.is_null(), "v IS NULL");
}

TEST_CASE("every integer operand on every integer column and its index") {
    filters on;
    for (const char* type : {"int2", "int4", "int8"}) {
        prepared_view view(on.db, on.by_hand, type, {"-5", "0", "7"});
        constexpr auto v = col<&Filtered<std::int64_t>::v>;
        view.gives<std::int64_t>("short", v == short{7}, "v = 7");
        view.gives<std::int64_t>("unsigned short", v == static_cast<unsigned short>(7), "v = 7");
        view.gives<std::int64_t>("int", v == 7, "v = 7");
        view.gives<std::int64_t>("unsigned", v == 7U, "v = 7");
        view.gives<std::int64_t>("long long", v == 7LL, "v = 7");
        view.gives<std::int64_t>("signed char", v == static_cast<signed char>(7), "v = 7");
        view.gives<std::int64_t>("beyond int2", v == 70000, "false");
        view.gives<std::int64_t>("beyond int4", v == 5000000000, "false");
        view.gives<std::int64_t>("below what is beyond", v < 5000000000, "v IS NOT NULL");
        view.gives<std::int64_t>("not what is beyond", v != 5000000000, "true");
        view.gives<std::int64_t>("beyond int8", v == std::numeric_limits<unsigned long long>::max(), "false");
        view.gives<std::int64_t>("among others", v.in({7ULL, std::numeric_limits<unsigned long long>::max()}), "v = 7");
        view.uses_index<std::int64_t>(v == 7, "7");
        view.uses_index<std::int64_t>(v < 5000000000, "5000000000");
    }
}

TEST_CASE("a value that the column cannot hold matches nothing") {
    filters on;
    on.db.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN temper AS mood");
    constexpr auto v = col<&Filtered<std::string>::v>;
    for (const char* type : {"mood", "temper"}) {
        prepared_view view(on.db, on.by_hand, type, {"sad", "ok", "happy"});
        view.gives<std::string>("no such label", v == "angry", "false");
        view.gives<std::string>("not such a label", v != "angry", "true");
        view.gives<std::string>("among labels", v.in({"angry", "ok"}), "v = 'ok'");
    }
    prepared_view view(on.db, on.by_hand, "mood", {"sad", "ok", "happy"});
    on.by_hand.exec("ALTER TYPE mood ADD VALUE 'angry'");
    on.by_hand.exec(
        "DROP MATERIALIZED VIEW filtered; CREATE MATERIALIZED VIEW filtered AS SELECT 1 AS id, 'angry'::mood AS v, "
        "NULL::mood AS w");
    CHECK_EQ(on.db.count(from<Filtered<std::string>>().filter(v == "angry")), 1);

    prepared_view narrow(on.db, on.by_hand, "char(3)", {"a", "b", "c"});
    narrow.gives<std::string>("too long", v == "abcdef", "false");
    narrow.gives<std::string>("padded", v == "b  ", "v = 'b'");
}
