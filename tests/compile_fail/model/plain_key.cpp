// expect: matview: a key is a plain value: arrays, composites, ranges and multiranges are none; name another
// variants: 5
#include <matview/matview.hpp>

struct Words {
    std::string first;

    struct Meta {
        static constexpr auto type = matview::composite_type("words");
    };
};

struct Tag {
    std::int64_t id;
#if WRONG == 1
    std::vector<std::string> name;
#elif WRONG == 2
    std::array<std::int64_t, 2> name;
#elif WRONG == 4
    matview::range<std::int64_t> name;
#elif WRONG == 5
    Words name;
#else
    std::string name;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("tag");
        using primary_key = matview::key<&Tag::id, &Tag::name>;
    };
};

struct Post {
    std::int64_t id;
#if WRONG == 3
    matview::foreign_key<Post, std::vector<std::int64_t>> parent;
#else
    matview::foreign_key<Post, std::int64_t> parent;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("post");
        using primary_key = matview::key<&Post::id>;
    };
};

auto use(matview::session& db) { return db.fetch<Tag>().size() + db.fetch<Post>().size(); }
