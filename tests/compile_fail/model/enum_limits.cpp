// expect: matview: first and last of an enum's meta are its lowest and its highest enumerator, at most 4096 values
// variants: 2
#include <matview/matview.hpp>

enum class mood { sad = -2000, happy = 2000, best = 1000000 };

template <> struct matview::meta<mood> {
    static constexpr auto type = matview::enum_type("mood");
#if WRONG == 1
    static constexpr auto first = mood::happy, last = mood::sad;
#elif WRONG == 2
    static constexpr auto first = mood::sad, last = mood::best;
#else
    static constexpr auto first = mood::sad, last = mood::happy;
#endif
};

struct Diary {
    std::int64_t id;
    mood morning;

    struct Meta {
        static constexpr auto relation = matview::table("diary");
    };
};

auto use(matview::session& db) { return db.fetch<Diary>().size(); }
