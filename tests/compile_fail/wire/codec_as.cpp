// expect: matview: codec_as<T, V> needs a V that matview reads, and a T that is a struct of one V, an enum over it, or a
// variants: 6
#include <matview/matview.hpp>

struct UserId {
    std::int64_t value;
};
struct Pair {
    std::int64_t first, second;
};
enum class Level : std::int16_t { low, high };

#if WRONG == 1
template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::int32_t> {};
#elif WRONG == 2
template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::uint64_t> {};
#elif WRONG == 3
template <> struct matview::codec<Pair> : matview::codec_as<Pair, std::int64_t> {};
#elif WRONG == 4
template <> struct matview::codec<Level> : matview::codec_as<Level, std::int64_t> {};
#elif WRONG == 5
template <> struct matview::codec<UserId> : matview::codec_as<UserId, Pair> {};
#elif WRONG == 6
template <> struct matview::codec<Level> : matview::codec_as<Level, std::string> {};
#else
template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::int64_t> {};
template <> struct matview::codec<Level> : matview::codec_as<Level, std::int16_t> {};
#endif

struct User {
#if WRONG == 3
    Pair id;
#elif WRONG == 4 || WRONG == 6
    Level id;
#else
    UserId id;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
