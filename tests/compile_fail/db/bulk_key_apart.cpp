// expect: matview: keys of this type cannot be told apart: give it operator< (or operator<=>), or operator== and a std::hash
// variants: 2
#include <matview/matview.hpp>

struct Point {
    double x;
#ifndef WRONG
    friend bool operator<(const Point& a, const Point& b) { return a.x < b.x; }
#endif
};
template <> struct matview::codec<Point> : matview::codec_as<Point, double> {};

struct Place {
    Point at;
    struct Meta {
        static constexpr auto relation = matview::table("place");
        using primary_key = matview::key<&Place::at>;
    };
};

#if WRONG == 1
auto use(matview::session& db, const std::vector<Point>& points) { return db.get_many<Place>(points).size(); }
#elif WRONG == 2
auto use(matview::session& db, const std::vector<Point>& points) { return db.in_bulk<Place>(points).size(); }
#else
auto use(matview::session& db, const std::vector<Point>& points) {
    return db.get_many<Place>(points).size() + db.in_bulk<Place>(points).size();
}
#endif
