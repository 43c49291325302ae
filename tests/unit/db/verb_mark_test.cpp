#include "db/verb_mark.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using matview::detail::verb_mark;

TEST_CASE("verb_mark: between verbs there is nothing to mark") {
    verb_mark mark;
    CHECK_FALSE(mark.set());
    mark.begin();
    CHECK_FALSE(mark.is_set());
    mark.end();
    CHECK_FALSE(mark.set());
}

TEST_CASE("verb_mark: there to the end of the outermost verb") {
    verb_mark mark;
    mark.begin();
    mark.begin();
    REQUIRE(mark.set());
    CHECK(mark.is_set());
    mark.end();
    CHECK(mark.is_set());
    CHECK(mark.set());
    mark.end();
    mark.begin();
    CHECK_FALSE(mark.is_set());
    REQUIRE(mark.set());
    mark.clear();
    CHECK_FALSE(mark.is_set());
    CHECK(mark.set());
    mark.end();
    CHECK_FALSE(mark.set());
}

TEST_CASE("verb_mark: one that another thread sets ends with its verb") {
    verb_mark mark;
    std::atomic<bool> over = false;
    std::thread other([&] {
        while (!over) static_cast<void>(mark.set());
    });
    int marked = 0, left = 0;
    while (marked < 1000) {
        mark.begin();
        std::this_thread::yield();
        marked += mark.is_set() ? 1 : 0;
        mark.end();
        left += mark.is_set() ? 1 : 0;
    }
    over = true;
    other.join();
    CHECK_EQ(left, 0);
}
