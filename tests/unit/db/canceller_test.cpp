#include "db/canceller.hpp"

#include <doctest/doctest.h>

#include <chrono>

using matview::detail::canceller;
using outcome = matview::detail::canceller::outcome;

namespace {

// Of no connection: a request for it cannot be sent, but what it would be sent for is marked all the same.
canceller of_nothing() { return canceller(nullptr, std::chrono::milliseconds(0)); }

}  // namespace

TEST_CASE("canceller: only what is under way is met") {
    canceller one = of_nothing();
    CHECK_EQ(one.cancel([] {}), outcome::nothing_under_way);
    one.begin();
    CHECK(one.end());
    CHECK_FALSE(one.met());
    CHECK_EQ(one.cancel([] {}), outcome::nothing_under_way);
    one.begin();
    CHECK_EQ(one.cancel([] {}), outcome::not_taken);
    CHECK(one.end());
    CHECK(one.met());
    one.begin();
    CHECK(one.end());
    CHECK_FALSE(one.met());
}

TEST_CASE("canceller: what begins while it is looked for is met, and told of behind its beginning") {
    canceller one = of_nothing();
    int told = 0;
    const auto first = [&] {
        if (++told == 1) one.begin();
    };
    CHECK_EQ(one.cancel(first), outcome::not_taken);
    CHECK_EQ(told, 2);
    CHECK(one.end());
    CHECK(one.met());
}

TEST_CASE("canceller: what is begun again without an end is still met") {
    canceller one = of_nothing();
    one.begin();
    CHECK_EQ(one.cancel([] {}), outcome::not_taken);
    one.begin();
    CHECK(one.end());
    CHECK(one.met());
}
