// expect: matview: two enumerators of this enum have one label, or one has two: give each a label of its own
// variants: 3
#include <matview/matview.hpp>

enum class mood { sad, happy, glad };

template <> struct matview::meta<mood> {
    static constexpr auto type = matview::enum_type("mood");
#if WRONG == 1
    using labels = matview::labels<matview::label<mood::happy, "sad">>;
#elif WRONG == 2
    using labels = matview::labels<matview::label<mood::happy, "good">, matview::label<mood::glad, "good">>;
#elif WRONG == 3
    using labels = matview::labels<matview::label<mood::happy, "good">, matview::label<mood::happy, "very good">>;
#else
    using labels = matview::labels<matview::label<mood::happy, "sad">, matview::label<mood::sad, "happy">>;
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
