#include <doctest/doctest.h>

#include <optional>
#include <string>

#include <matview/reflect/fields.hpp>
#include <matview/reflect/type_name.hpp>

using matview::detail::field_count;
using matview::detail::field_name;
using matview::detail::last_identifier;
using matview::detail::member_name;
using matview::detail::type_name;

namespace {
struct Anonymous {
    int first;
    std::string second_2;
    std::optional<std::string> _third;
    int größe;
};
template <class T> struct Templated { T value; };
struct LongOne {
    int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z;
};
}  // namespace

namespace outer::inner {
struct Nested {
    bool flag;
    struct Deeper {
        int depth;
    };
};
}  // namespace outer::inner

TEST_CASE("names of fields, wherever the struct lives") {
    CHECK_EQ(field_name<Anonymous, 0>(), "first");
    CHECK_EQ(field_name<Anonymous, 1>(), "second_2");
    CHECK_EQ(field_name<Anonymous, 2>(), "_third");
    CHECK_EQ(field_name<Anonymous, 3>(), "größe");
    CHECK_EQ(field_name<outer::inner::Nested, 0>(), "flag");
    CHECK_EQ(field_name<outer::inner::Nested::Deeper, 0>(), "depth");
    CHECK_EQ(field_name<Templated<std::string>, 0>(), "value");
    CHECK_EQ(field_name<LongOne, 25>(), "z");
    struct Local {
        int here;
    };
    CHECK_EQ(field_name<Local, 0>(), "here");
}

TEST_CASE("names of members by pointer") {
    CHECK_EQ(member_name<&Anonymous::second_2>(), "second_2");
    CHECK_EQ(member_name<&Anonymous::größe>(), "größe");
    CHECK_EQ(member_name<&outer::inner::Nested::flag>(), "flag");
    CHECK_EQ(member_name<&Templated<std::optional<int>>::value>(), "value");
}

TEST_CASE("names of types") {
    CHECK_EQ(type_name<Anonymous>(), "Anonymous");
    CHECK_EQ(type_name<outer::inner::Nested::Deeper>(), "Deeper");
}

TEST_CASE("the last identifier of a text") {
    CHECK_EQ(last_identifier("auto f() [with auto P = &N::a_1]"), "a_1");
    CHECK_EQ(last_identifier("x"), "x");
    CHECK_EQ(last_identifier(""), "");
    CHECK_EQ(last_identifier("])}"), "");
}

TEST_CASE("count and place of fields") {
    CHECK_EQ(field_count<Anonymous>, 4);
    CHECK_EQ(field_count<LongOne>, 26);
    const Anonymous object{};
    CHECK_EQ(matview::detail::field_offset<0>(object), 0);
    CHECK_EQ(matview::detail::field_offset<1>(object), offsetof(Anonymous, second_2));
    CHECK_EQ(matview::detail::field_offset<3>(object), offsetof(Anonymous, größe));
}
