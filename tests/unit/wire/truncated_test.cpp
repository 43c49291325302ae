// Every decoder over every length of a value of every type that it reads, and over each byte changed: it reads the value or throws
// value_error, and AddressSanitizer sees that it stays within the cell. A codec is one line here, a type one sample.
#include <doctest/doctest.h>

#include <map>

#include <matview/wire/builtin.hpp>

#include "support.hpp"

using namespace wire_test;
namespace pg = matview::pg;

namespace {

// SELECT encode(<type>_send(…), 'hex')
const std::map<matview::oid, std::string> samples{
    {pg::bool_, "01"},
    {pg::char_, "78"},
    {pg::int2, "0102"},
    {pg::int4, "01020304"},
    {pg::int8, "0102030405060708"},
    {pg::oid_, "f1020304"},
    {pg::xid, "f1020304"},
    {pg::cid, "f1020304"},
    {pg::xid8, "f102030405060708"},
    {pg::float4, "3dcccccd"},
    {pg::float8, "3fb999999999999a"},
    {pg::numeric, "0002000000000003000c0d48"},  // 12.340
    {pg::text, "4772c3bc"},
    {pg::varchar, "4772c3bc"},
    {pg::bpchar, "4772c3bc"},
    {pg::name, "4772c3bc"},
    {pg::xml, "3c612f3e"},
    {pg::tsvector,
     "00000002"
     "66617400"
     "0001"
     "0002"
     "72617400"
     "0002"
     "c0030009"},  // 'fat':2 'rat':3A,9
    {100001, "736164"},
    {100002, "4772c3bc"},
    {pg::bytea, "00ff10"},
    {pg::json, "7b7d"},
    {pg::jsonb, "017b7d"},
    {pg::uuid, "a0eebc999c0b4ef8bb6d6bb9bd380a11"},
    {pg::time, "0000000af7ea4bb8"},
    {pg::timetz, "00000000000f4240ffffe3e0"},
    {pg::date, "00002279"},
    {pg::timestamp, "0002b583ad76abb8"},
    {pg::timestamptz, "0002b583ad76abb8"},
    {pg::interval, "00000000d693a4000000000000000000"},  // 01:00:00
    {pg::bit, "00000004a0"},
    {pg::varbit, "00000009b080"},
    {pg::inet, "02180004c0a80105"},
    {pg::cidr, "02180104c0a80100"},
    {pg::macaddr, "08002b010203"},
    {pg::macaddr8, "08002b0102030405"},
    {pg::pg_lsn, "00000016b374d848"},
    {100006,
     "00000002"
     "00000001"
     "61"
     "00000001"
     "62"
     "00000001"
     "63"
     "ffffffff"},  // a=>b, c=>NULL
};

class registry_with_hstore final : public matview::type_registry {
public:
    const matview::type_info* find(matview::oid id) const override {
        return id == 100006 ? &hstore_ : all_types.find(id);
    }
    const matview::type_info* find(std::string_view name, std::string_view schema) const override {
        return all_types.find(name, schema);
    }

private:
    matview::type_info hstore_{.id = 100006, .name = "hstore"};
};
const registry_with_hstore registry;

template <class T> bool reads(const matview::detail::decode_step& step, std::string_view bytes) {
    const exact_cell value(bytes);
    T field{};
    try {
        step.decode(value, &field, step);
        return true;
    } catch (const matview::value_error&) {
        return false;
    }
}

template <class T> void over_every_length() {
    const matview::detail::value_ops& ops = matview::detail::ops_of<T>();
    CAPTURE(ops.cpp_name);
    int types = 0;
    auto known = known_types();
    known.push_back(100006);
    for (const matview::oid type : known) {
        const auto step = matview::detail::make_step(ops, type, false, registry);
        const auto optional = matview::detail::make_step(ops, type, true, registry);
        CHECK(static_cast<bool>(step.decode) == static_cast<bool>(optional.decode));
        if (!step.decode) continue;
        ++types;
        CAPTURE(type);
        const auto sample = samples.find(step.type);
        REQUIRE_MESSAGE(sample != samples.end(), "a type that is read needs a sample here");
        const std::string whole = from_hex(sample->second);
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
    CHECK(types > 0);
}

struct strong {
    std::string value;
};

}  // namespace

template <> struct matview::codec<strong> : matview::codec_as<strong, std::string> {};

TEST_CASE_TEMPLATE("every length of every type", T, bool, char, short, int, long, long long, float, double,
                   matview::numeric, std::string, std::vector<std::byte>, matview::json, matview::uuid,
                   matview::time_of_day, matview::time_of_day_tz, std::chrono::year_month_day,
                   std::chrono::sys_time<std::chrono::microseconds>, std::chrono::local_time<std::chrono::microseconds>,
                   matview::or_infinity<std::chrono::year_month_day>,
                   matview::or_infinity<std::chrono::sys_time<std::chrono::microseconds>>,
                   matview::or_infinity<std::chrono::local_time<std::chrono::microseconds>>, matview::interval,
                   std::chrono::microseconds, std::chrono::milliseconds, std::chrono::seconds, std::chrono::minutes,
                   std::chrono::hours, matview::bit_string, std::bitset<4>, matview::inet, matview::cidr,
                   matview::macaddr, matview::macaddr8, matview::lsn, std::map<std::string, std::optional<std::string>>,
                   strong) {
    over_every_length<T>();
}
