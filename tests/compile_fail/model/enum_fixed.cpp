// expect: matview: an enum that stands for a PostgreSQL enum needs a fixed underlying type: make it an enum class
#include <matview/matview.hpp>

#if WRONG == 1
enum mood { sad, happy };
#else
enum mood : int { sad, happy };
#endif

template <> struct matview::meta<mood> { static constexpr auto type = matview::enum_type("mood"); };

struct Diary {
    std::int64_t id;
    std::vector<mood> morning;

    struct Meta {
        static constexpr auto relation = matview::table("diary");
    };
};

auto use(matview::session& db) { return db.fetch<Diary>().size(); }
