// expect: matview: arrays of several dimensions are not read: flatten them in the SQL,
// variants: 3
#include <matview/matview.hpp>

struct Matrix {
    std::int64_t id;
#if WRONG == 1
    std::vector<std::vector<double> > numbers;
#elif WRONG == 2
    std::optional<std::array<std::array<double, 2>, 2> > numbers;
#elif WRONG == 3
    std::vector<std::optional<std::vector<bool> > > numbers;
#else
    std::vector<double> numbers;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("matrix");
    };
};

auto use(matview::session& db) { return db.fetch<Matrix>().size(); }
