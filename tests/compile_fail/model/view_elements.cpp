// expect: matview: an array's elements are values of their own: make them std::string or
// variants: 2
#include <matview/matview.hpp>

struct Post {
    std::int64_t id;
#if WRONG == 1
    std::vector<std::string_view> tags;
#elif WRONG == 2
    std::array<std::optional<std::span<const std::byte> >, 2> tags;
#else
    std::vector<std::string> tags;
#endif
    struct Meta {
        static constexpr auto relation = matview::table("post");
    };
};

auto use(matview::session& db) { return db.stream<Post>(); }
