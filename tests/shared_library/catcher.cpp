// Each error, thrown in the shared library and caught here by its type, and the other way round.
#include <cstdio>
#include <iterator>

#include "every_error.hpp"
#include "thrower.hpp"

#ifdef WHOLE_MATVIEW
#include <matview/matview.hpp>
#endif

namespace {

void throw_here(std::size_t number) { every_error[number].raise(); }

// What matview itself throws, in its own library.
bool catches_matviews_own() {
#ifdef WHOLE_MATVIEW
    try {
        matview::connection db("host=/nonexistent/directory");
    } catch (const matview::connection_refused&) {
        return true;
    } catch (...) {
        return false;
    }
    return false;
#else
    return true;
#endif
}

}  // namespace

int main() {
    int failures = 0;
    for (std::size_t i = 0; i < std::size(every_error); ++i) {
        const bool here = every_error[i].catches(&throw_error, i);
        const bool there = catches_error(i, &throw_here);
        if (here && there) continue;
        ++failures;
        std::printf("error %zu: caught in the program: %d, in the library: %d\n", i, here, there);
    }
    if (!catches_matviews_own()) {
        ++failures;
        std::printf("what matview threw itself was not caught by its type\n");
    }
    std::printf("%zu errors, %d not caught by their types\n", std::size(every_error), failures);
    return failures == 0 ? 0 : 1;
}
