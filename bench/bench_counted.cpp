// Run by bench/instructions under callgrind, which counts inside the functions whose names begin with `counted_`.
#include <exception>
#include <iostream>

#include "db/statement_cache.hpp"
#include "sides.hpp"

namespace bench = matview_bench;

// Outside of namespaces and with C names: that is how callgrind spells them.
extern "C" {

[[gnu::noinline]] void counted_scan_by_hand(bench::sides& on, std::vector<bench::reading>& into) {
    into = on.hand.scan();
}
[[gnu::noinline]] void counted_scan_by_matview(bench::sides& on, std::vector<bench::reading>& into) {
    into = on.library.scan();
}
[[gnu::noinline]] void counted_scan_all_by_hand(bench::sides& on, std::vector<bench::reading>& into) {
    into = on.hand.scan_all();
}
[[gnu::noinline]] void counted_scan_all_by_matview(bench::sides& on, std::vector<bench::reading>& into) {
    into = on.library.scan_all();
}
[[gnu::noinline]] void counted_stream_by_hand(bench::sides& on, std::vector<std::size_t>& into) {
    into = {on.hand.stream()};
}
[[gnu::noinline]] void counted_stream_by_matview(bench::sides& on, std::vector<std::size_t>& into) {
    into = {on.library.stream()};
}
[[gnu::noinline]] void counted_top_ten_by_hand(bench::sides& on, std::vector<bench::by_hand::ranked>& into) {
    into = on.hand.top_ten();
}
[[gnu::noinline]] void counted_top_ten_by_matview(bench::sides& on, std::vector<bench::daily_leaderboard>& into) {
    into = on.library.top_ten();
}
[[gnu::noinline]] void counted_query(matview::detail::statement_cache& known, bool& found) {
    const auto query = bench::top_ten_query();
    found = known.find(query.rendered().sql.text) != nullptr;
}
}

namespace {

// Several times: the first ones warm caches up, and now and then the allocator tidies up. The least of their counts is taken.
constexpr int times = 4;

template <class Into, class F> void call(F* counted, bench::sides& on) {
    for (int i = 0; i < times; ++i) {
        Into into;
        counted(on, into);
    }
}

}  // namespace

int main(int argc, char** argv) try {
    bench::sides on(bench::options(argc, argv, 100'000));
    call<std::vector<bench::reading>>(&counted_scan_by_hand, on);
    call<std::vector<bench::reading>>(&counted_scan_by_matview, on);
    call<std::vector<bench::reading>>(&counted_scan_all_by_hand, on);
    call<std::vector<bench::reading>>(&counted_scan_all_by_matview, on);
    call<std::vector<std::size_t>>(&counted_stream_by_hand, on);
    call<std::vector<std::size_t>>(&counted_stream_by_matview, on);
    call<std::vector<bench::by_hand::ranked>>(&counted_top_ten_by_hand, on);
    call<std::vector<bench::daily_leaderboard>>(&counted_top_ten_by_matview, on);

    matview::detail::statement_cache known(10);
    known.insert({bench::top_ten_query().sql().text, "top_ten", {}});
    bool found = true;
    for (int i = 0; i < times; ++i) counted_query(known, found);
    return found ? 0 : 1;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
