// Blocks of related rows: each row ends once, in any order, and with or without its store.
#include <matview/model/related_store.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

using matview::detail::related;
using matview::detail::related_row;
using matview::detail::related_size;
using matview::detail::related_store;

namespace {

int alive = 0;
bool refuses = false;

struct counted {
    counted() {
        if (refuses) throw std::runtime_error("no row");
        ++alive;
    }
    counted(const counted& other) : value(other.value) { ++alive; }
    ~counted() { --alive; }
    int value = 0;
};

struct alignas(64) aligned {
    std::int64_t value = 0;
};

related_row held(related_store& store, int value) {
    related<counted>* const made = store.make<counted>();
    made->row.value = value;
    return related_row(made);
}

int value_of(const related_row& row) { return static_cast<const related<counted>*>(row.get())->row.value; }

}  // namespace

TEST_CASE("related rows end once each, in any order") {
    for (const std::size_t expected : {0U, 1U, 10U, 16U, 1000000U}) {
        auto store = std::make_unique<related_store>();
        store->expect(expected, related_size<counted>);
        std::vector<related_row> rows;
        for (int i = 0; i < 100; ++i) rows.push_back(held(*store, i));
        CHECK_EQ(alive, 100);
        std::minstd_rand random(7);
        std::shuffle(rows.begin(), rows.end(), random);
        rows.resize(50);
        CHECK_EQ(alive, 50);
        store.reset();
        std::set<int> values;
        for (const related_row& row : rows) values.insert(value_of(row));
        CHECK_EQ(values.size(), 50);
        rows.clear();
        CHECK_EQ(alive, 0);
    }
}

TEST_CASE("a copy of a related row has memory of its own") {
    related_row copy;
    {
        related_store store;
        store.expect(3, related_size<counted>);
        const related_row row = held(store, 5);
        copy = row;
        CHECK_NE(copy.get(), row.get());
    }
    CHECK_EQ(value_of(copy), 5);
    CHECK_EQ(alive, 1);
    copy = related_row();
    CHECK_EQ(alive, 0);
}

TEST_CASE("a row that cannot be made takes no place") {
    {
        related_store store;
        store.expect(2, related_size<counted>);
        const related_row before = held(store, 1);
        refuses = true;
        for (int i = 0; i < 5; ++i) CHECK_THROWS_AS(store.make<counted>(), std::runtime_error);
        refuses = false;
        const related_row behind = held(store, 2);
        CHECK_EQ(value_of(before), 1);
        CHECK_EQ(value_of(behind), 2);
        CHECK_EQ(reinterpret_cast<std::uintptr_t>(behind.get()) - reinterpret_cast<std::uintptr_t>(before.get()),
                 sizeof(matview::detail::related_in_block<counted>));
    }
    CHECK_EQ(alive, 0);
}

TEST_CASE("expected again, a store keeps the room that it has") {
    related_store store;
    store.expect(2, related_size<counted>);
    const related_row first = held(store, 1);
    store.expect(2, related_size<counted>);
    const related_row second = held(store, 2);
    CHECK_EQ(reinterpret_cast<std::uintptr_t>(second.get()) - reinterpret_cast<std::uintptr_t>(first.get()),
             sizeof(matview::detail::related_in_block<counted>));
}

TEST_CASE("a row of a wide alignment has it") {
    related_store store;
    store.expect(3, related_size<aligned>);
    std::vector<related_row> rows;
    for (int i = 0; i < 3; ++i) {
        related<aligned>* const made = store.make<aligned>();
        rows.emplace_back(made);
        CHECK_EQ(reinterpret_cast<std::uintptr_t>(&made->row) % alignof(aligned), 0);
    }
}
