// The object identifiers that PostgreSQL gives its own types: fixed numbers, the same in every database.
#pragma once

#include <cstdint>

namespace matview::inline v0 {

/// Identifies a type within a database; https://www.postgresql.org/docs/current/datatype-oid.html
using oid = std::uint32_t;

/// OIDs of built-in types (src/include/catalog/pg_type.dat of PostgreSQL); those of extensions and of users' own types differ by database.
namespace pg {
inline constexpr oid bool_ = 16, bytea = 17, char_ = 18, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25,
                     oid_ = 26, xid = 28, cid = 29, json = 114, xml = 142, cidr = 650, float4 = 700, float8 = 701,
                     unknown = 705, macaddr8 = 774, macaddr = 829, inet = 869, bpchar = 1042, varchar = 1043,
                     date = 1082, time = 1083, timestamp = 1114, timestamptz = 1184, interval = 1186, timetz = 1266,
                     bit = 1560, varbit = 1562, numeric = 1700, uuid = 2950, pg_lsn = 3220, tsvector = 3614,
                     jsonb = 3802, xid8 = 5069;
inline constexpr oid bool_array = 1000, bytea_array = 1001, name_array = 1003, int2_array = 1005, int4_array = 1007,
                     text_array = 1009, bpchar_array = 1014, varchar_array = 1015, int8_array = 1016,
                     float4_array = 1021, float8_array = 1022, timestamp_array = 1115, date_array = 1182,
                     time_array = 1183, timestamptz_array = 1185, numeric_array = 1231, uuid_array = 2951;
}  // namespace pg

}  // namespace matview::inline v0
