// expect: matview: an array's elements are made empty and then read: give their type a default constructor
// variants: 2
#include <matview/matview.hpp>

struct Cents {
#if WRONG == 1
    explicit Cents(std::int64_t c) : count(c) {}
    std::int64_t count;
#elif WRONG == 2
    const std::int64_t count = 0;
#else
    std::int64_t count = 0;
#endif
};

template <> struct matview::codec<Cents> {
    static constexpr matview::pg_type type{matview::pg::int8};
    static Cents decode(std::span<const std::byte> bytes, const matview::type_registry&) {
        return Cents{matview::read_integer<std::int64_t>(bytes.data())};
    }
    static void encode(const Cents& value, matview::byte_writer& out, const matview::type_registry&) {
        out.integer(value.count);
    }
};

struct Bill {
    std::int64_t id;
    std::vector<Cents> prices;

    struct Meta {
        static constexpr auto relation = matview::table("bill");
    };
};

auto use(matview::session& db) { return db.fetch<Bill>().size(); }
