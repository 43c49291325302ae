// The types that every database has: what error messages can name, and codecs can be chosen by, without a connection.
#include <functional>
#include <map>
#include <string>

#include <matview/wire/type_registry.hpp>

namespace matview::inline v0 {
namespace {

struct row {
    oid id;
    const char* name;     // as format_type prints it
    const char* typname;  // where that differs
    char kind;
    char category;
    oid array;
    oid element = 0;  // of a range its subtype, of a multirange its range
};

// SELECT oid, format_type(oid, NULL), typname, typtype, typcategory, typarray FROM pg_type, of PostgreSQL 15; OIDs never change.
constexpr row rows[] = {
    {16, "boolean", "bool", 'b', 'B', 1000},
    {17, "bytea", "", 'b', 'U', 1001},
    {18, "\"char\"", "", 'b', 'Z', 1002},
    {19, "name", "", 'b', 'S', 1003},
    {20, "bigint", "int8", 'b', 'N', 1016},
    {21, "smallint", "int2", 'b', 'N', 1005},
    {23, "integer", "int4", 'b', 'N', 1007},
    {24, "regproc", "", 'b', 'N', 1008},
    {25, "text", "", 'b', 'S', 1009},
    {26, "oid", "", 'b', 'N', 1028},
    {27, "tid", "", 'b', 'U', 1010},
    {28, "xid", "", 'b', 'U', 1011},
    {29, "cid", "", 'b', 'U', 1012},
    {114, "json", "", 'b', 'U', 199},
    {142, "xml", "", 'b', 'U', 143},
    {600, "point", "", 'b', 'G', 1017},
    {601, "lseg", "", 'b', 'G', 1018},
    {602, "path", "", 'b', 'G', 1019},
    {603, "box", "", 'b', 'G', 1020},
    {604, "polygon", "", 'b', 'G', 1027},
    {628, "line", "", 'b', 'G', 629},
    {650, "cidr", "", 'b', 'I', 651},
    {700, "real", "float4", 'b', 'N', 1021},
    {701, "double precision", "float8", 'b', 'N', 1022},
    {705, "unknown", "", 'p', 'X', 0},
    {718, "circle", "", 'b', 'G', 719},
    {774, "macaddr8", "", 'b', 'U', 775},
    {790, "money", "", 'b', 'N', 791},
    {829, "macaddr", "", 'b', 'U', 1040},
    {869, "inet", "", 'b', 'I', 1041},
    {1033, "aclitem", "", 'b', 'U', 1034},
    {1042, "character", "bpchar", 'b', 'S', 1014},
    {1043, "character varying", "varchar", 'b', 'S', 1015},
    {1082, "date", "", 'b', 'D', 1182},
    {1083, "time without time zone", "time", 'b', 'D', 1183},
    {1114, "timestamp without time zone", "timestamp", 'b', 'D', 1115},
    {1184, "timestamp with time zone", "timestamptz", 'b', 'D', 1185},
    {1186, "interval", "", 'b', 'T', 1187},
    {1266, "time with time zone", "timetz", 'b', 'D', 1270},
    {1560, "bit", "", 'b', 'V', 1561},
    {1562, "bit varying", "varbit", 'b', 'V', 1563},
    {1700, "numeric", "", 'b', 'N', 1231},
    {1790, "refcursor", "", 'b', 'U', 2201},
    {2202, "regprocedure", "", 'b', 'N', 2207},
    {2203, "regoper", "", 'b', 'N', 2208},
    {2204, "regoperator", "", 'b', 'N', 2209},
    {2205, "regclass", "", 'b', 'N', 2210},
    {2206, "regtype", "", 'b', 'N', 2211},
    {2249, "record", "", 'p', 'P', 0},
    {2275, "cstring", "", 'p', 'P', 0},
    {2278, "void", "", 'p', 'P', 0},
    {2950, "uuid", "", 'b', 'U', 2951},
    {3220, "pg_lsn", "", 'b', 'U', 3221},
    {3614, "tsvector", "", 'b', 'U', 3643},
    {3615, "tsquery", "", 'b', 'U', 3645},
    {3734, "regconfig", "", 'b', 'N', 3735},
    {3769, "regdictionary", "", 'b', 'N', 3770},
    {3802, "jsonb", "", 'b', 'U', 3807},
    {3904, "int4range", "", 'r', 'R', 3905, 23},
    {3906, "numrange", "", 'r', 'R', 3907, 1700},
    {3908, "tsrange", "", 'r', 'R', 3909, 1114},
    {3910, "tstzrange", "", 'r', 'R', 3911, 1184},
    {3912, "daterange", "", 'r', 'R', 3913, 1082},
    {3926, "int8range", "", 'r', 'R', 3927, 20},
    {4072, "jsonpath", "", 'b', 'U', 4073},
    {4089, "regnamespace", "", 'b', 'N', 4090},
    {4096, "regrole", "", 'b', 'N', 4097},
    {4191, "regcollation", "", 'b', 'N', 4192},
    {4451, "int4multirange", "", 'm', 'R', 6150, 3904},
    {4532, "nummultirange", "", 'm', 'R', 6151, 3906},
    {4533, "tsmultirange", "", 'm', 'R', 6152, 3908},
    {4534, "tstzmultirange", "", 'm', 'R', 6153, 3910},
    {4535, "datemultirange", "", 'm', 'R', 6155, 3912},
    {4536, "int8multirange", "", 'm', 'R', 6157, 3926},
    {5038, "pg_snapshot", "", 'b', 'U', 5039},
    {5069, "xid8", "", 'b', 'U', 271},
};

class builtin_registry final : public type_registry {
public:
    builtin_registry() {
        for (const row& r : rows) {
            add({.id = r.id,
                 .name = r.name,
                 .kind = r.kind,
                 .category = r.category,
                 .element = r.element,
                 .array = r.array},
                r.typname);
            if (r.array == 0) continue;
            const std::string typname = *r.typname ? r.typname : r.name;
            add({.id = r.array, .name = std::string(r.name) + "[]", .kind = 'b', .category = 'A', .element = r.id},
                "_" + typname);
        }
    }

    const type_info* find(oid id) const override {
        const auto found = types_.find(id);
        return found == types_.end() ? nullptr : &found->second;
    }

    const type_info* find(std::string_view name, std::string_view schema) const override {
        if (!schema.empty() && schema != "pg_catalog") return nullptr;
        const auto found = ids_.find(name);
        return found == ids_.end() ? nullptr : find(found->second);
    }

private:
    void add(const type_info& type, const std::string& typname) {
        ids_.emplace(type.name, type.id);
        if (!typname.empty()) ids_.emplace(typname, type.id);
        types_.emplace(type.id, type);
    }

    std::map<oid, type_info> types_;
    std::map<std::string, oid, std::less<>> ids_;
};

}  // namespace

const type_registry& builtin_types() {
    static const builtin_registry types;
    return types;
}

}  // namespace matview::inline v0
