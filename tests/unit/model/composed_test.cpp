// Composites and enums by a registry that stands for a database.
#include <doctest/doctest.h>

#include <map>

#include <matview/model/describe.hpp>

#include "../wire/support.hpp"

using namespace wire_test;
using namespace matview;

namespace {

enum class colour { red, green = 7, dark_red };

struct point {
    std::optional<std::int64_t> y;
    int x;
    std::vector<colour> colours;

    struct Meta {
        static constexpr auto type = composite_type("point", "public");
    };
    bool operator==(const point&) const = default;
};

constexpr oid point_type = 200001, colour_type = 200002, colours_type = 200003, domain_type = 200004;

class painters_types final : public type_registry {
public:
    const type_info* find(oid id) const override {
        const auto found = types_.find(id);
        return found == types_.end() ? builtin_types().find(id) : &found->second;
    }
    const type_info* find(std::string_view name, std::string_view) const override {
        for (const auto& [id, info] : types_)
            if (info.name == name) return &info;
        return nullptr;
    }
    std::vector<std::string> labels(oid type) const override {
        return type == colour_type ? std::vector<std::string>{"red", "green", "dark red"} : std::vector<std::string>();
    }
    std::vector<type_attribute> attributes(oid type) const override {
        return type == point_type ? attributes_ : std::vector<type_attribute>();
    }

    std::vector<type_attribute> attributes_{
        {"x", domain_type}, {"passed over", pg::text}, {"y", pg::int4}, {"colours", colours_type}};

private:
    std::map<oid, type_info> types_{{point_type, {point_type, "point", 'c', 'C', 0, 0}},
                                    {colour_type, {colour_type, "colour", 'e', 'E', 0, colours_type}},
                                    {colours_type, {colours_type, "colour[]", 'b', 'A', colour_type, 0}},
                                    {domain_type, {domain_type, "whole", 'd', 'N', pg::int4, 0}}};
};

// x = 1, passed over = "t", y = NULL, colours = {green}
const std::string one_point = from_hex(
    "00000004"
    "00030d44"
    "00000004"
    "00000001"
    "00000019"
    "00000001"
    "74"
    "00000017"
    "ffffffff"
    "00030d43"
    "0000001d"
    "00000001"
    "00000000"
    "00030d42"
    "00000001"
    "00000001"
    "00000005"
    "677265656e");

point read(const type_registry& types, std::string_view bytes) {
    const auto step = detail::make_step(codec<point>::ops(), point_type, false, types);
    REQUIRE(static_cast<bool>(step.decode));
    point field{5, 6, {colour::red}};
    step.decode(exact_cell(bytes), &field, step);
    return field;
}

}  // namespace

template <> struct matview::meta<colour> {
    static constexpr auto type = enum_type("colour", "public");
    using labels = matview::labels<label<colour::dark_red, "dark red">>;
};

TEST_CASE("composite: attributes by name, in the order of the wire") {
    const painters_types types;
    CHECK(read(types, one_point) == point{std::nullopt, 1, {colour::green}});
    std::optional<point> optional;
    const auto step = detail::make_step(codec<point>::ops(), point_type, true, types);
    step.decode(exact_cell(one_point), &optional, step);
    CHECK(optional == point{std::nullopt, 1, {colour::green}});
    step.decode(cell{}, &optional, step);
    CHECK_FALSE(optional.has_value());
}

TEST_CASE("composite: every shorter and longer value is refused, and so is one of another shape") {
    const painters_types types;
    for (std::size_t length = 0; length < one_point.size(); ++length)
        CHECK_THROWS_AS(read(types, std::string_view(one_point).substr(0, length)), value_error);
    CHECK_THROWS_AS(read(types, one_point + "x"), value_error);
    for (const std::size_t changed : {3U, 7U, 19U}) {  // the count, and the types of two attributes
        std::string bytes = one_point;
        bytes[changed] = static_cast<char>(bytes[changed] + 1);
        CHECK(message_of([&] { read(types, bytes); }).find("the composite type of point changed while it was read") !=
              std::string::npos);
    }
}

TEST_CASE("composite: written whole, in the order of the type") {
    painters_types types;
    byte_writer out;
    const point value{std::nullopt, 1, {colour::green}};
    CHECK(message_of<mapping_error>([&] { codec<point>::ops().encode(&value, point_type, out, types); }) ==
          "point is not written as point: it has no field for the attribute passed over");
    types.attributes_.erase(types.attributes_.begin() + 1);
    byte_writer whole;
    CHECK(codec<point>::ops().encode(&value, point_type, whole, types) == detail::encoded::done);
    CHECK(read(types, whole.bytes()) == value);
    const point too_large{5'000'000'000, 1, {}};
    byte_writer none;
    CHECK(codec<point>::ops().encode(&too_large, point_type, none, types) == detail::encoded::not_held);
    CHECK(none.size() == 0);
    CHECK(print(value) == "(NULL,1,{colour::green})");
}

TEST_CASE("enum: labels and enumerators") {
    const painters_types types;
    const auto& ops = codec<colour>::ops();
    const auto step = detail::make_step(ops, colour_type, false, types);
    REQUIRE(static_cast<bool>(step.decode));
    colour value{};
    const auto decoded = [&](std::string_view label) {
        step.decode(exact_cell(label), &value, step);
        return value;
    };
    CHECK(decoded("red") == colour::red);
    CHECK(decoded("dark red") == colour::dark_red);
    for (const char* unknown : {"", "re", "redd", "dark_red", "Red"}) CHECK_THROWS_AS(decoded(unknown), value_error);
    CHECK_THROWS_AS(step.decode(cell{}, &value, step), mapping_error);
    const auto written = [&](colour c) {
        byte_writer out;
        return ops.encode(&c, colour_type, out, types) == detail::encoded::done ? out.bytes() : "not held";
    };
    CHECK(written(colour::dark_red) == "dark red");
    CHECK(written(static_cast<colour>(3)) == "not held");
    CHECK(print(static_cast<colour>(3)) == "colour(3)");
}
