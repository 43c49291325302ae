// expect: matview: an enum stands for a PostgreSQL enum by its meta: template <> struct matview::meta<mood>
// variants: 3
#include <matview/matview.hpp>

enum class mood { sad, happy };

#if WRONG == 1
template <> struct matview::meta<mood> {};
#elif WRONG == 2
template <> struct matview::meta<mood> { static constexpr auto type = "mood"; };
#elif WRONG != 3
template <> struct matview::meta<mood> { static constexpr auto type = matview::enum_type("mood"); };
#endif

struct Diary {
    std::int64_t id;
    std::optional<mood> morning;

    struct Meta {
        static constexpr auto relation = matview::table("diary");
    };
};

auto use(matview::session& db) { return db.fetch<Diary>().size(); }
