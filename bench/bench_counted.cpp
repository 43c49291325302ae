// Run by bench/instructions under callgrind, which counts inside the functions whose names begin with `counted_`.
#include <exception>
#include <iostream>
#include <stdexcept>

#include "by_hand.hpp"
#include "by_matview.hpp"
#include "database.hpp"
#include "db/statement_cache.hpp"
#include "options.hpp"
#include "side.hpp"

namespace bench = matview_bench;

using readings = std::vector<bench::reading>;

// Outside of namespaces and with C names: that is how callgrind spells them.
extern "C" {

[[gnu::noinline]] void counted_scan_by_hand(bench::by_hand& on, readings& into) { into = on.scan(); }
[[gnu::noinline]] void counted_scan_by_matview(bench::by_matview& on, readings& into) { into = on.scan(); }
[[gnu::noinline]] void counted_scan_above_by_hand(bench::by_hand& on, readings& into) { into = on.scan_above(0); }
[[gnu::noinline]] void counted_scan_above_by_matview(bench::by_matview& on, readings& into) { into = on.scan_above(); }
[[gnu::noinline]] void counted_stream_by_hand(const bench::side& on, bench::digest* into) { on.stream(into); }
[[gnu::noinline]] void counted_stream_by_matview(const bench::side& on, bench::digest* into) { on.stream(into); }
[[gnu::noinline]] void counted_top_ten_by_hand(bench::by_hand& on, std::vector<bench::by_hand::ranked>& into) {
    into = on.top_ten();
}
[[gnu::noinline]] void counted_top_ten_by_matview(bench::by_matview& on, std::vector<bench::daily_leaderboard>& into) {
    into = on.top_ten();
}
[[gnu::noinline]] void counted_query(matview::detail::statement_cache& known, bool& found) {
    const auto query = bench::top_ten_query();
    found = known.find(query.rendered().sql.text) != nullptr;
}
}

namespace {

// Several times: the first ones warm caches up, and now and then the allocator tidies up. The least of their counts is taken.
constexpr int times = 4;

template <class Side, class Into> Into call(void (*counted)(Side&, Into&), Side& on) {
    for (int i = 1; i < times; ++i) {
        Into into;
        counted(on, into);
    }
    Into last;
    counted(on, last);
    return last;
}

}  // namespace

int main(int argc, char** argv) try {
    const bench::options given(argc, argv, 100'000);
    const bench::database data(given.conninfo, given.rows);
    const bench::place at{data.conninfo(), given.rows};
    bench::by_hand hand(at);
    bench::by_matview library(at);
    if (call(&counted_scan_by_hand, hand) != call(&counted_scan_by_matview, library) ||
        call(&counted_scan_above_by_hand, hand) != call(&counted_scan_above_by_matview, library) ||
        call(&counted_top_ten_by_hand, hand).size() != call(&counted_top_ten_by_matview, library).size())
        throw std::runtime_error("the sides read other rows");

    const bench::side single_rows = bench::side_by_hand_single_row(at), streams = bench::sides_by_matview(at).front();
    bench::digest by_hand, by_matview;
    counted_stream_by_hand(single_rows, &by_hand);
    counted_stream_by_matview(streams, &by_matview);
    if (by_hand != by_matview) throw std::runtime_error("the streams read other rows");
    for (int i = 1; i < times; ++i) {
        counted_stream_by_hand(single_rows, nullptr);
        counted_stream_by_matview(streams, nullptr);
    }

    matview::detail::statement_cache known(10);
    known.insert({bench::top_ten_query().sql().text, "top_ten", {}, {}, {}});
    bool found = true;
    for (int i = 0; i < times; ++i) counted_query(known, found);
    return found ? 0 : 1;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
