// Types of the user's own that travel as another: as field, key, foreign key's key, operand, in a list, in get, as parameter.
#include "both_ways.hpp"

using namespace matview_test;

namespace {

struct UserId {
    std::int64_t value;
    auto operator<=>(const UserId&) const = default;
};
enum class Level : std::int32_t { low = 1, high = 2 };
struct Slug {
    std::string text;
    bool operator==(const Slug&) const = default;
};
/// Money in hundredths, in a column of numeric.
class Amount {
public:
    Amount() = default;
    explicit Amount(std::int64_t cents) : cents_(cents) {}
    explicit Amount(const matview::numeric& value) {
        std::string text = value.to_string();
        const std::size_t point = std::min(text.find('.'), text.size());
        std::string fraction = point < text.size() ? text.substr(point + 1) : "";
        if (fraction.find_first_not_of('0', 2) != fraction.npos || !value.is_finite())
            throw matview::value_error(text + " is no amount of whole cents");
        fraction.resize(2, '0');
        cents_ = matview::numeric(text.substr(0, point) + fraction).to_integer<std::int64_t>();
    }
    explicit operator matview::numeric() const {
        std::string digits = std::to_string(cents_ < 0 ? -cents_ : cents_);
        if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
        digits.insert(digits.size() - 2, ".");
        return matview::numeric((cents_ < 0 ? "-" : "") + digits);
    }
    bool operator==(const Amount&) const = default;

private:
    std::int64_t cents_ = 0;
};

}  // namespace

template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::int64_t> {};
template <> struct matview::codec<Level> : matview::codec_as<Level, std::int32_t> {};
template <> struct matview::codec<Slug> : matview::codec_as<Slug, std::string> {};
template <> struct matview::codec<Amount> : matview::codec_as<Amount, matview::numeric> {};

namespace {

struct Account {
    UserId id;
    Slug name;
    Level level;
    std::optional<Level> former;
    Amount balance;
    struct Meta {
        static constexpr auto relation = matview::table("account");
        using primary_key = matview::key<&Account::id>;
    };
};
struct Order {
    std::int64_t id;
    matview::foreign_key<Account> account;
    std::optional<matview::foreign_key<Account>> payer;
    struct Meta {
        static constexpr auto relation = matview::table("orders");
        using primary_key = matview::key<&Order::id>;
    };
};

}  // namespace

TEST_CASE("strong types, both ways") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "int8", "9223372036854775807", UserId{std::numeric_limits<std::int64_t>::max()});
    both_ways(db, "int4", "-7", UserId{-7});
    both_ways(db, "xid", "4294967295", UserId{4294967295});
    both_ways(db, "int4", "2", Level::high);
    both_ways(db, "text", "a b", Slug{"a b"});
    both_ways(db, "numeric", "-0.05", Amount(-5));
    both_ways(db, "numeric(10,2)", "1234.50", Amount(123450));
    CHECK(out_of_range<Amount>(db, "1.005").find("1.005 is no amount of whole cents") != std::string::npos);
    CHECK_EQ(refused<UserId>(db, "'1'::text").substr(0, 26), "make the value std::string");
    // Operands of types whose columns no bigint can be compared with.
    as_operand<UserId>(db, "xid", "7", "8", UserId{7});
    as_operand<UserId>(db, "oid", "7", "8", UserId{7});
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::oid IS NULL", UserId{-1}), matview::value_error);
}

TEST_CASE("strong types in models: keys, relations, lists") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(R"sql(
        CREATE DOMAIN slug AS text;
        CREATE TABLE account (id int PRIMARY KEY, name slug, level int, former int, balance numeric);
        CREATE TABLE orders (id bigint PRIMARY KEY, account_id int, payer_id int);
        INSERT INTO account VALUES (1, 'ann', 1, 2, 0.5), (2, 'bob', 2, NULL, -3);
        INSERT INTO orders VALUES (10, 2, NULL), (11, 1, 2))sql");
    using matview::col;
    const auto bob = db.get<Account>(UserId{2});
    CHECK_EQ(bob.name, Slug{"bob"});
    CHECK(bob.level == Level::high);
    CHECK_EQ(bob.former, std::nullopt);
    CHECK_EQ(bob.balance, Amount(-300));
    CHECK_THROWS_AS(db.get<Account>(UserId{1LL << 40}), matview::not_found);  // beyond the column: equals nothing
    CHECK_EQ(db.get(matview::from<Account>().filter(col<&Account::name> == Slug{"ann"})).id, UserId{1});
    CHECK_EQ(db.get(matview::from<Account>().filter(col<&Account::level> == Level::low)).id, UserId{1});
    CHECK_EQ(db.get(matview::from<Account>().filter(col<&Account::former> == Level::high)).id, UserId{1});
    CHECK_EQ(db.get(matview::from<Account>().filter(col<&Account::id> > UserId{1})).id, UserId{2});
    CHECK_EQ(db.get(matview::from<Account>().filter(col<&Account::balance> == Amount(50))).id, UserId{1});
    CHECK_EQ(db.count(matview::from<Account>().filter(col<&Account::id>.in({UserId{1}, UserId{2}, UserId{1LL << 40}}))),
             2);
    CHECK_EQ(db.count(matview::from<Account>().filter(col<&Account::id>.in(std::vector{UserId{2}}))), 1);

    const auto orders =
        db.fetch(matview::from<Order>().select_related<&Order::account>().order_by(matview::asc<&Order::id>));
    REQUIRE_EQ(orders.size(), 2);
    CHECK_EQ(orders[0].account.key(), UserId{2});
    CHECK_EQ(orders[0].account->name, Slug{"bob"});
    CHECK_FALSE(orders[0].payer.has_value());
    CHECK_EQ(orders[1].payer->key(), UserId{2});
    CHECK_EQ(db.get(matview::from<Order>().filter(col<&Order::account> == UserId{2})).id, 10);
    CHECK_EQ(db.get(matview::from<Order>().filter(col<&Order::account, &Account::level> == Level::low)).id, 11);
    CHECK_EQ(
        db.query<std::string>("SELECT name FROM account WHERE id = $1 AND level = $2", UserId{2}, Level::high).at(0),
        "bob");
    CHECK_EQ(db.query<std::optional<UserId>>("SELECT NULL::int").at(0), std::nullopt);
}
