#include "side.hpp"

namespace matview_bench {

std::vector<side> sides_at(const place& at) {
    std::vector<side> all = sides_by_hand(at);
    all.push_back(side_by_hand_single_row(at));
    all.push_back(side_by_hand_text(at));
    all.push_back(side_by_hand_copy(at));
    all.push_back(side_by_hand_pipeline(at));
#ifdef MATVIEW_BENCH_LIBPQXX
    all.push_back(side_by_libpqxx(at));
#endif
#ifdef MATVIEW_BENCH_SOCI
    all.push_back(side_by_soci(at));
#endif
    for (side& one : sides_by_matview(at)) all.push_back(std::move(one));
    return all;
}

}  // namespace matview_bench
