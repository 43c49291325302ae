// inet, cidr, macaddr, macaddr8, pg_lsn.
#include "both_ways.hpp"

using namespace matview_test;
using matview::cidr;
using matview::inet;
using matview::lsn;
using matview::macaddr;
using matview::macaddr8;

TEST_CASE("addresses, both ways") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    for (const char* text :
         {"0.0.0.0", "255.255.255.255", "192.168.1.5/24", "10.0.0.0/0", "::", "::1", "::ffff:1.2.3.4",
          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::1/64", "::1.2.3.4/96"}) {
        both_ways(db, "inet", text, inet(text));
        CHECK_EQ(db.query<std::string>("SELECT format('%s', $1::inet)", inet(text)).at(0), text);
    }
    for (const char* text : {"0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "2001:db8::/32", "::1/128"}) {
        both_ways(db, "cidr", text, cidr(text));
        CHECK_EQ(cidr(text).to_string(), text);
        CHECK_EQ(db.query<inet>("SELECT '" + std::string(text) + "'::cidr").at(0), inet(text));
    }
    // The short forms mean what they mean to the server.
    for (const char* text : {"10/8", "10.1/16", "10.1.2/24"}) {
        CHECK_EQ(db.query<inet>("SELECT '" + std::string(text) + "'::inet").at(0), inet(text));
        CHECK_EQ(db.query<cidr>("SELECT '" + std::string(text) + "'::cidr").at(0), cidr(text));
    }
    refused<cidr>(db, "'10.1.2.3'::inet");
    refused<std::string>(db, "'10.1.2.3'::inet");
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::cidr IS NULL", inet("10.1.2.3/8")), matview::value_error);
    as_operand<inet>(db, "inet", "10.1.2.3/8", "10.1.2.3", inet("10.1.2.3/8"));
    as_operand<cidr>(db, "cidr", "10.0.0.0/8", "10.0.0.0/9", cidr("10/8"));
    as_operand<inet>(db, "cidr", "10.0.0.0/8", "10.0.0.0/9", inet("10.0.0.0/8"));
}

TEST_CASE("addresses: what is no text for one here is none for the server") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    // But for what matview leaves out on purpose: cidr without a prefix, which the server guesses, and "::1.2.3".
    for (const char* text : {"1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4/33", "1.2.3.4/", "10/17", "1::2::3", "1:2",
                             ":::", "12345::", "::1/129", "1:2:3:4:5:6:7:8::", "1.2.3.4::", "010.1.1.1", "1..2.3"}) {
        const std::string shown = text;
        CAPTURE(shown);
        bool here = true, there = true;
        try {
            static_cast<void>(inet(text));
        } catch (const matview::value_error&) {
            here = false;
        }
        try {
            db.query<inet>("SELECT '" + std::string(text) + "'::inet");
        } catch (const matview::server_error&) {
            there = false;
        }
        CHECK_EQ(here, there);
    }
    for (const char* text : {"08:00:2b:01:02:03", "08-00-2b-01-02-03", "08002b:010203", "08002b-010203",
                             "0800.2b01.0203", "0800-2b01-0203", "08002b010203"}) {
        CAPTURE(text);
        CHECK_EQ(db.query<macaddr>("SELECT '" + std::string(text) + "'::macaddr").at(0), macaddr(text));
        CHECK_EQ(db.query<macaddr8>("SELECT '" + std::string(text) + "'::macaddr8").at(0), macaddr8(text));
    }
}

TEST_CASE("hardware addresses and places in the log, both ways") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    for (const char* text : {"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "08:00:2b:01:02:03"})
        both_ways(db, "macaddr", text, macaddr(text));
    for (const char* text : {"00:00:00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff:ff:ff", "08:00:2b:01:02:03:04:05"})
        both_ways(db, "macaddr8", text, macaddr8(text));
    for (const char* text : {"0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"}) both_ways(db, "pg_lsn", text, lsn(text));
    CHECK(db.query<lsn>("SELECT pg_current_wal_insert_lsn()").at(0) > lsn());
    as_operand<macaddr>(db, "macaddr", "08:00:2b:01:02:03", "00:00:00:00:00:00", macaddr("08002b010203"));
    as_operand<macaddr8>(db, "macaddr8", "08:00:2b:01:02:03:04:05", "00:00:00:00:00:00:00:00",
                         macaddr8("08002b0102030405"));
    as_operand<lsn>(db, "pg_lsn", "16/B374D848", "0/0", lsn("16/B374D848"));
}
