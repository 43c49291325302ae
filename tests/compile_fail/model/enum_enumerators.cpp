// expect: matview: this enum has no enumerator between -128 and 127: name its lowest and its highest one
// variants: 2
#include <matview/matview.hpp>

#if WRONG == 1
enum class mood { sad = 1000, happy };
#elif WRONG == 2
enum class mood {};
#else
enum class mood { sad, happy };
#endif

template <> struct matview::meta<mood> { static constexpr auto type = matview::enum_type("mood"); };

struct Diary {
    std::int64_t id;
    mood morning;

    struct Meta {
        static constexpr auto relation = matview::table("diary");
    };
};

auto use(matview::session& db) { return db.fetch<Diary>().size(); }
