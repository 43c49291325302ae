// The one list of the library's codecs, and of the types that they read with a sample of each: what the tests over every length and the
// fuzz target have in common. A new codec is a line here, a new type a sample.
#pragma once

#include <bitset>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <matview/model/describe.hpp>
#include <matview/model/rules.hpp>
#include <matview/wire/builtin.hpp>

#include "support.hpp"

namespace wire_test {

enum class colour { red, green = 7, dark_red };
struct pair {
    std::optional<std::string> second;
    int first = 0;

    struct Meta {
        static constexpr auto type = matview::composite_type("pair", "public");
    };
    bool operator==(const pair&) const = default;
};
struct strong {
    std::string value;
    bool operator==(const strong&) const = default;
};

}  // namespace wire_test

template <> struct matview::meta<wire_test::colour> {
    static constexpr auto type = matview::enum_type("colour", "public");
    using labels = matview::labels<matview::label<wire_test::colour::dark_red, "dark red">>;
};
template <> struct matview::codec<wire_test::strong> : matview::codec_as<wire_test::strong, std::string> {};

namespace wire_test {

template <class... T> struct type_list {};

using date = std::chrono::year_month_day;
using instant = std::chrono::sys_time<std::chrono::microseconds>;
using reading = std::chrono::local_time<std::chrono::microseconds>;

// clang-format off
using codecs = type_list<
    bool,
    char,
    short,
    int,
    long,
    long long,
    float,
    double,
    matview::numeric,
    std::string,
    std::vector<std::byte>,
    matview::json,
    matview::uuid,
    matview::time_of_day,
    matview::time_of_day_tz,
    date,
    instant,
    reading,
    matview::or_infinity<date>,
    matview::or_infinity<instant>,
    matview::or_infinity<reading>,
    matview::interval,
    std::chrono::microseconds,
    std::chrono::milliseconds,
    std::chrono::seconds,
    std::chrono::minutes,
    std::chrono::hours,
    matview::bit_string,
    std::bitset<4>,
    matview::inet,
    matview::cidr,
    matview::macaddr,
    matview::macaddr8,
    matview::lsn,
    std::map<std::string, std::optional<std::string>>,
    colour,
    pair,
    strong,
    std::vector<bool>,
    std::vector<int>,
    std::vector<std::optional<std::string>>,
    std::vector<matview::numeric>,
    std::vector<colour>,
    std::vector<pair>,
    std::array<double, 1>,
    matview::range<int>,
    matview::range<std::int64_t>,
    matview::range<matview::numeric>,
    matview::range<date>,
    matview::range<instant>,
    matview::range<reading>,
    matview::multirange<int>,
    matview::multirange<std::int64_t>,
    matview::multirange<matview::numeric>,
    matview::multirange<date>,
    matview::multirange<instant>,
    matview::multirange<reading>,
    std::vector<matview::range<int>>>;
// clang-format on

/// The types of support.hpp, and hstore (100006), an enum (100007), a composite (100008), arrays of these two (100009, 100010), and a
/// domain over text (100011).
class registry_with_composed final : public matview::type_registry {
public:
    const matview::type_info* find(matview::oid id) const override {
        const auto found = types_.find(id);
        return found == types_.end() ? all_types.find(id) : &found->second;
    }
    const matview::type_info* find(std::string_view name, std::string_view schema) const override {
        for (const auto& [id, type] : types_)
            if (type.name == std::string(schema) + "." + std::string(name)) return &type;
        return all_types.find(name, schema);
    }
    std::vector<std::string> labels(matview::oid type) const override {
        return type == 100007 ? std::vector<std::string>{"red", "green", "dark red"} : std::vector<std::string>();
    }
    std::vector<matview::type_attribute> attributes(matview::oid type) const override {
        return type == 100008 ? std::vector<matview::type_attribute>{{"first", matview::pg::int4}, {"second", 100011}}
                              : std::vector<matview::type_attribute>();
    }
    /// Every type that the library can name, and one that it cannot.
    std::vector<matview::oid> all() const {
        std::vector<matview::oid> types = known_types();
        for (const auto& [id, type] : types_) types.push_back(id);
        return types;
    }

private:
    std::map<matview::oid, matview::type_info> types_{{100006, {100006, "public.hstore", 'b', 'U', 0, 0}},
                                                      {100007, {100007, "public.colour", 'e', 'E', 0, 100009}},
                                                      {100008, {100008, "public.pair", 'c', 'C', 0, 100010}},
                                                      {100009, {100009, "public.colour[]", 'b', 'A', 100007, 0}},
                                                      {100010, {100010, "public.pair[]", 'b', 'A', 100008, 0}},
                                                      {100011, {100011, "public.nickname", 'd', 'S', 25, 0}}};
};
inline const registry_with_composed composed_types{};

/// The types that T is read from.
template <class T> std::vector<matview::oid> composed_types_read() {
    std::vector<matview::oid> read;
    for (const matview::oid type : composed_types.all())
        if (matview::detail::reads(matview::detail::ops_of<T>(), type, false, composed_types)) read.push_back(type);
    return read;
}

// SELECT encode(<type>_send(…), 'hex'), of types that are not composed of others.
inline const std::map<matview::oid, std::string> plain_samples{
    {matview::pg::bool_, "01"},
    {matview::pg::char_, "78"},
    {matview::pg::int2, "0102"},
    {matview::pg::int4, "01020304"},
    {matview::pg::int8, "0102030405060708"},
    {matview::pg::oid_, "f1020304"},
    {matview::pg::xid, "f1020304"},
    {matview::pg::cid, "f1020304"},
    {matview::pg::xid8, "f102030405060708"},
    {matview::pg::float4, "3dcccccd"},
    {matview::pg::float8, "3fb999999999999a"},
    {matview::pg::numeric, "0002000000000003000c0d48"},  // 12.340
    {matview::pg::text, "4772c3bc"},
    {matview::pg::varchar, "4772c3bc"},
    {matview::pg::bpchar, "4772c3bc"},
    {matview::pg::name, "4772c3bc"},
    {matview::pg::xml, "3c612f3e"},
    {matview::pg::tsvector,
     "00000002"
     "66617400"
     "0001"
     "0002"
     "72617400"
     "0002"
     "c0030009"},  // 'fat':2 'rat':3A,9
    {100001, "736164"},
    {100002, "4772c3bc"},
    {matview::pg::bytea, "00ff10"},
    {matview::pg::json, "7b7d"},
    {matview::pg::jsonb, "017b7d"},
    {matview::pg::uuid, "a0eebc999c0b4ef8bb6d6bb9bd380a11"},
    {matview::pg::time, "0000000af7ea4bb8"},
    {matview::pg::timetz, "00000000000f4240ffffe3e0"},
    {matview::pg::date, "00002279"},
    {matview::pg::timestamp, "0002b583ad76abb8"},
    {matview::pg::timestamptz, "0002b583ad76abb8"},
    {matview::pg::interval, "00000000d693a4000000000000000000"},  // 01:00:00
    {matview::pg::bit, "00000004a0"},
    {matview::pg::varbit, "00000009b080"},
    {matview::pg::inet, "02180004c0a80105"},
    {matview::pg::cidr, "02180104c0a80100"},
    {matview::pg::macaddr, "08002b010203"},
    {matview::pg::macaddr8, "08002b0102030405"},
    {matview::pg::pg_lsn, "00000016b374d848"},
    {100006,
     "00000002"
     "00000001"
     "61"
     "00000001"
     "62"
     "00000001"
     "63"
     "ffffffff"},            // a=>b, c=>NULL
    {100007, "677265656e"},  // green
    {100008,
     "00000002"
     "00000017"
     "00000004"
     "00000001"
     "000186ab"
     "00000001"
     "74"},  // (1,t)
};

/// The bytes of a value of that type: of an array one element, of a range both bounds; nothing where no sample is known.
inline std::string sample_of(matview::oid type) {
    const auto sized = [](const std::string& bytes) {
        matview::byte_writer out;
        out.integer(static_cast<std::int32_t>(bytes.size()));
        out.raw(std::string_view(bytes));
        return out.bytes();
    };
    if (const auto plain = plain_samples.find(type); plain != plain_samples.end()) return from_hex(plain->second);
    const auto* info = composed_types.find(type);
    const std::string part = info && info->element != 0 ? sample_of(info->element) : std::string();
    if (part.empty()) return {};
    matview::byte_writer element;
    element.integer(info->element);
    if (info->kind == 'd') return part;
    if (info->kind == 'r') return "\x06" + sized(part) + sized(part);
    if (info->kind == 'm') return from_hex("00000001") + sized(part);
    return from_hex("0000000100000000") + element.bytes() + from_hex("0000000100000001") + sized(part);
}

}  // namespace wire_test
