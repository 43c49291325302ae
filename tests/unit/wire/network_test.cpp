// inet, cidr, macaddr, macaddr8: text as the server takes and prints it; their bytes are compared with the server's in integration.
#include <doctest/doctest.h>

#include <matview/wire/inet.hpp>
#include <matview/wire/macaddr.hpp>

#include "support.hpp"

using namespace wire_test;
using matview::cidr;
using matview::inet;
using matview::macaddr;
using matview::macaddr8;
namespace pg = matview::pg;

TEST_CASE("inet: text, both ways") {
    struct {
        const char* given;
        const char* printed;
    } const cases[] = {
        {"0.0.0.0", "0.0.0.0"},
        {"192.168.1.5/24", "192.168.1.5/24"},
        {"255.255.255.255/32", "255.255.255.255"},
        {"10/8", "10.0.0.0/8"},
        {"10.1/15", "10.1.0.0/15"},
        {"010.001.0.09", "10.1.0.9"},
        {"1.2.3.4/0", "1.2.3.4/0"},
        {"::", "::"},
        {"::/0", "::/0"},
        {"::1", "::1"},
        {"1::", "1::"},
        {"2001:DB8::0001/64", "2001:db8::1/64"},
        {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
        {"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"},  // one zero is not shortened
        {"1:0:0:4:0:0:0:8", "1:0:0:4::8"},
        {"1:0:0:4:0:0:7:8", "1::4:0:0:7:8"},
        {"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
        {"::ffff:102:304", "::ffff:1.2.3.4"},
        {"::1.2.3.4", "::1.2.3.4"},
        {"64:ff9b::1.2.3.4", "64:ff9b::102:304"},
        {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.given);
        CHECK(inet(c.given).to_string() == c.printed);
        CHECK(inet(inet(c.given).to_string()) == inet(c.given));
    }
}

TEST_CASE("inet: no such text") {
    for (const char* text : {"",
                             "/",
                             "1",
                             "1.2.3",
                             "1.2.3.4.5",
                             "256.1.1.1",
                             "1.2.3.4/33",
                             "1.2.3.4/",
                             "1.2.3.4/-1",
                             "1.2.3.4/+8",
                             "1..2.3",
                             ".1.2.3",
                             "1.2.3.4.",
                             " 1.2.3.4",
                             "1.2.3.4 ",
                             "10/17",
                             "a.b.c.d",
                             "0x10.1.1.1",
                             ":",
                             ":::",
                             "1::2::3",
                             "1:2",
                             "1:2:3:4:5:6:7:8:9",
                             "1:2:3:4:5:6:7:8::",
                             "::1:2:3:4:5:6:7:8",
                             "12345::",
                             "g::",
                             "::1/129",
                             "1:2:3:4:5:6:7:1.2.3.4",
                             "::1.2.3",
                             "1.2.3.4::",
                             ":1::",
                             "1:::2",
                             "::1%eth0"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(inet{text}, matview::value_error);
        CHECK_THROWS_AS(cidr{text}, matview::value_error);
    }
    CHECK(message_of([] { inet("1.2.3.4/33"); }) == "not an inet: \"1.2.3.4/33\"");
}

TEST_CASE("cidr: a network") {
    CHECK(cidr("192.168.1.0/24").to_string() == "192.168.1.0/24");
    CHECK(cidr("192.168/16").to_string() == "192.168.0.0/16");
    CHECK(cidr("10.1.2.3").to_string() == "10.1.2.3/32");
    CHECK(cidr("2001:db8::/32").to_string() == "2001:db8::/32");
    CHECK(cidr("::1").to_string() == "::1/128");
    CHECK(message_of([] { cidr("192.168.1.5/24"); }) == "not a cidr: 192.168.1.5/24 has bits set behind its prefix");
    CHECK_THROWS_AS(cidr("2001:db8::1/127"), matview::value_error);
    CHECK_THROWS_AS(cidr("10"), matview::value_error);
}

TEST_CASE("addresses: made of bytes, and ordered as the server does") {
    const inet host(inet("10.1.2.3").bytes(), 8);
    CHECK(host == inet("10.1.2.3/8"));
    CHECK(host.prefix() == 8);
    CHECK(host.is_ipv4());
    CHECK_FALSE(host.is_network());
    CHECK_THROWS_AS(inet(host.bytes(), 33), matview::value_error);
    CHECK_THROWS_AS(inet(host.bytes(), -1), matview::value_error);
    CHECK_THROWS_AS(inet(host.bytes().first(3), 8), matview::value_error);
    CHECK_THROWS_AS(cidr(host.bytes(), 8), matview::value_error);
    // SELECT x FROM unnest('{…}'::inet[]) x ORDER BY x
    const char* ordered[] = {"9.255.255.255", "10.0.0.0/8", "10.200.0.1/8", "10.1.2.3/16", "10.1.2.3",
                             "10.1.2.4",      "255.0.0.0",  "::/0",         "::1"};
    for (std::size_t i = 1; i < std::size(ordered); ++i) {
        CAPTURE(ordered[i]);
        CHECK(inet(ordered[i - 1]) < inet(ordered[i]));
        CHECK(inet(ordered[i - 1]) != inet(ordered[i]));
    }
}

TEST_CASE("addresses: bytes") {
    // SELECT inet_send('192.168.1.5/24'), inet_send('::1'), cidr_send('10/8')
    CHECK(encode(inet("192.168.1.5/24"), pg::inet) == "02180004c0a80105");
    CHECK(encode(inet("::1"), pg::inet) == "0380001000000000000000000000000000000001");
    CHECK(encode(cidr("10/8"), pg::cidr) == "020801040a000000");
    CHECK(encode(cidr("10/8"), pg::inet) == "020800040a000000");
    CHECK(encode(inet("10.0.0.0/8"), pg::cidr) == "020801040a000000");
    CHECK(encode(inet("10.0.0.1/8"), pg::cidr) == "not held");
    CHECK(types_read<inet>() == std::set<matview::oid>{pg::inet, pg::cidr});
    CHECK(types_read<cidr>() == std::set<matview::oid>{pg::cidr});
    CHECK(types_written(inet()) == std::set<matview::oid>{pg::inet, pg::cidr});
    CHECK(types_written(cidr()) == std::set<matview::oid>{pg::inet, pg::cidr});
    CHECK(lengths_read<inet>(pg::inet, "02180004c0a80105") == std::vector<std::size_t>{8});
    CHECK_THROWS_AS(decode<inet>(pg::inet, "04180004c0a80105"), matview::value_error);  // no such family
    CHECK_THROWS_AS(decode<inet>(pg::inet, "02210004c0a80105"), matview::value_error);  // 33 bits
    CHECK_THROWS_AS(decode<inet>(pg::inet, "02180010c0a80105"), matview::value_error);
    CHECK_THROWS_AS(decode<cidr>(pg::cidr, "02180104c0a80105"), matview::value_error);  // bits behind the prefix
}

TEST_CASE("macaddr: text as the server takes it") {
    for (const char* text : {"08:00:2b:01:02:03", "08-00-2B-01-02-03", "08002b:010203", "08002b-010203",
                             "0800.2b01.0203", "0800-2b01-0203", "08002b010203"}) {
        CAPTURE(text);
        CHECK(macaddr(text).to_string() == "08:00:2b:01:02:03");
        CHECK(macaddr8(text).to_string() == "08:00:2b:ff:fe:01:02:03");
    }
    for (const char* text :
         {"", "08:00:2b:01:02", "08:00:2b:01:02:03:04", "08:00:2b:01:02:0", "08:00:2b:01:02:0g", "08:00-2b:01:02:03",
          "08002b.010203", "0800:2b01:0203", "08:002b010203", "08:00:2b:01:02:03:", ":08002b010203", "0 8002b010203"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(macaddr{text}, matview::value_error);
    }
    for (const char* text : {"08:00:2b:01:02:03:04:05", "08002b:0102030405", "0800.2b01.0203.0405", "08002b01:02030405",
                             "08002b0102030405"}) {
        CAPTURE(text);
        CHECK(macaddr8(text).to_string() == "08:00:2b:01:02:03:04:05");
    }
    for (const char* text :
         {"", "08:00:2b:01:02", "08:00:2b:01:02:03:04", "08:00:2b:01:02:03:04:05:06", "08:00:2b-01:02:03:04:05"})
        CHECK_THROWS_AS(macaddr8{text}, matview::value_error);
    CHECK(message_of([] { macaddr("nothing"); }) == "not a macaddr: \"nothing\"");
    CHECK(macaddr("00:00:00:00:00:ff") < macaddr("01:00:00:00:00:00"));
    CHECK(encode(macaddr("08:00:2b:01:02:03"), pg::macaddr) == "08002b010203");
    CHECK(lengths_read<macaddr>(pg::macaddr, "08002b010203") == std::vector<std::size_t>{6});
    CHECK(lengths_read<macaddr8>(pg::macaddr8, "08002b0102030405") == std::vector<std::size_t>{8});
}
