// Every decoder over every length of a value of every type that it reads, and over each byte changed: it reads the value or throws
// value_error, and AddressSanitizer sees that it stays within the cell. What there is to read is in codecs.hpp.
#include <doctest/doctest.h>

#include "../../../src/wire/names.hpp"

#include "codecs.hpp"

using namespace wire_test;

namespace {

// Of a NULL within a value the plain field says mapping_error.
template <class T> bool reads(const matview::detail::decode_step& step, std::string_view bytes) {
    const exact_cell value(bytes);
    T field{};
    try {
        step.decode(value, &field, step);
        return true;
    } catch (const matview::value_error&) {
        return false;
    } catch (const matview::mapping_error&) {
        return false;
    }
}

template <class T> void over_every_length() {
    const matview::detail::value_ops& ops = matview::detail::ops_of<T>();
    CAPTURE(ops.cpp_name);
    const auto types = composed_types_read<T>();
    CHECK_FALSE(types.empty());
    for (const matview::oid type : types) {
        CAPTURE(type);
        const auto step = matview::detail::make_step(ops, type, false, composed_types);
        const auto optional = matview::detail::make_step(ops, type, true, composed_types);
        REQUIRE(static_cast<bool>(optional.decode));
        const std::string whole = sample_of(type);
        REQUIRE_MESSAGE(!whole.empty(), "a type that is read needs a sample");
        CHECK(reads<T>(step, whole));
        for (std::size_t length = 0; length <= whole.size() + 1; ++length)
            CHECK(reads<T>(step, (whole + '\0').substr(0, length)) ==
                  reads<std::optional<T>>(optional, (whole + '\0').substr(0, length)));
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (int byte = 0; byte < 256; ++byte) {
                std::string changed = whole;
                changed[at] = static_cast<char>(byte);
                static_cast<void>(reads<T>(step, changed));
            }
        T field{};
        CHECK_THROWS_AS(step.decode(matview::cell{}, &field, step), matview::mapping_error);
    }
}
template <class... T> void over_every_length(type_list<T...>) { (over_every_length<T>(), ...); }

template <class... T> std::set<const matview::detail::value_ops*> listed(type_list<T...>) {
    return {&matview::detail::ops_of<T>()...};
}

}  // namespace

TEST_CASE("every length of every type") { over_every_length(codecs{}); }

TEST_CASE("the list has every codec of plain values, and every range that PostgreSQL brings along") {
    const auto all = listed(codecs{});
    for (const auto* ops : matview::detail::all_codecs()) {
        CAPTURE(ops->cpp_name);
        CHECK(all.contains(ops));
    }
    for (const matview::oid type : known_types()) {
        const auto* info = matview::builtin_types().find(type);
        if (!info || (info->kind != 'r' && info->kind != 'm')) continue;
        CAPTURE(info->name);
        CHECK(std::any_of(all.begin(), all.end(), [&](const auto* ops) { return ops->natural.id == type; }));
    }
}
