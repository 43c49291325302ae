// expect: matview: labels in an enum's meta belong to its enumerators: using labels = matview::labels<
// variants: 4
#include <matview/matview.hpp>

enum class mood { sad, happy };
enum class other { sad, happy };

template <> struct matview::meta<mood> {
    static constexpr auto type = matview::enum_type("mood");
#if WRONG == 1
    using labels = matview::labels<matview::label<other::happy, "very happy">>;
#elif WRONG == 2
    using labels = matview::label<mood::happy, "very happy">;
#elif WRONG == 3
    using labels = matview::labels<matview::label<static_cast<mood>(7), "very happy">>;
#elif WRONG == 4
    using labels = matview::labels<matview::label<mood::happy, "">>;
#else
    using labels = matview::labels<matview::label<mood::happy, "very happy">>;
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
