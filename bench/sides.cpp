#include "sides.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace matview_bench {
namespace {

bool same(const by_hand::ranked& a, const daily_leaderboard& b) {
    return a.of && b.user.exists() && a.user_id == b.user.key() && a.quizzes_played == b.quizzes_played &&
           a.of->id == b.user->id && a.of->username == b.user->username;
}

template <class A, class B> bool same(const std::vector<A>& a, const std::vector<B>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
}

}  // namespace

options::options(int& argc, char** argv, std::int64_t rows) : readings(rows) {
    int kept = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        const bool ours = name == "--database" || name == "--rows";
        if (ours && i + 1 == argc) throw std::runtime_error(std::string(name) + " needs a value");
        if (name == "--database")
            conninfo = argv[++i];
        else if (name == "--rows")
            readings = std::stoll(argv[++i]);
        else
            argv[kept++] = argv[i];
    }
    argc = kept;
}

const std::vector<std::int64_t>& ids() {
    static const std::vector<std::int64_t> made = [] {
        std::vector<std::int64_t> all;
        for (std::int64_t i = 0; i < 100; ++i) all.push_back(i * 7919 % 10000 + 1);
        return all;
    }();
    return made;
}

sides::sides(const options& given)
    : data(given.conninfo, given.readings), hand(data.conninfo()), library(data.conninfo()) {
    const auto readings = hand.scan();
    if (readings.size() != static_cast<std::size_t>(given.readings) || readings != library.scan())
        throw std::runtime_error("the scans differ");
    if (readings != hand.scan_all() || readings != library.scan_all() || hand.stream() != library.stream() ||
        hand.stream() != library.stream_views())
        throw std::runtime_error("the scans without parameters differ");
    const auto users = hand.look_ups(ids());
    if (users.size() != 100 || users != library.look_ups(ids()) || users != library.get_many(ids()) ||
        users != library.pipelined(ids()))
        throw std::runtime_error("the look-ups differ");
    const auto ranked = hand.top_ten();
    if (ranked.size() != 10 || !same(ranked, library.top_ten()) || !same(ranked, library.top_ten_built_anew()))
        throw std::runtime_error("the top tens differ");
}

}  // namespace matview_bench
