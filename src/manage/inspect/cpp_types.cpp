#include "manage/inspect/cpp_types.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace matview::inline v0::managing {
namespace {

struct builtin {
    std::int64_t type;
    const char* text;
};

// OIDs never change; see pg_type.dat.
constexpr builtin builtins[] = {
    {16, "bool"},
    {17, "std::vector<std::byte>"},
    {18, "char"},
    {19, "std::string"},
    {20, "std::int64_t"},
    {21, "std::int16_t"},
    {23, "std::int32_t"},
    {25, "std::string"},
    {26, "std::int64_t"},
    {28, "std::int64_t"},
    {29, "std::int64_t"},
    {114, "matview::json"},
    {142, "std::string"},
    {650, "matview::cidr"},
    {700, "float"},
    {701, "double"},
    {774, "matview::macaddr8"},
    {829, "matview::macaddr"},
    {869, "matview::inet"},
    {1042, "std::string"},
    {1043, "std::string"},
    {1082, "std::chrono::year_month_day"},
    {1083, "matview::time_of_day"},
    {1114, "std::chrono::local_time<std::chrono::microseconds>"},
    {1184, "std::chrono::sys_time<std::chrono::microseconds>"},
    {1186, "matview::interval"},
    {1266, "matview::time_of_day_tz"},
    {1560, "matview::bit_string"},
    {1562, "matview::bit_string"},
    {1700, "matview::numeric"},
    {2950, "matview::uuid"},
    {3220, "matview::lsn"},
    {3614, "std::string"},
    {3802, "matview::json"},
    {5069, "matview::numeric"},
};

constexpr std::size_t most_labels = 4096;

}  // namespace

struct cpp_types::type_facts {
    std::int64_t id;
    std::string schema, name;
    bool visible;
    char kind;  // typtype
    std::int64_t base, element, relation, subtype, range;
    std::optional<std::string> extension;
};

const cpp_types::cpp_type& cpp_types::of(std::int64_t type) {
    if (const auto found = known_.find(type); found != known_.end()) return found->second;
    cpp_type made = find(type);
    return known_.insert_or_assign(type, std::move(made)).first->second;
}

cpp_types::cpp_type cpp_types::find(std::int64_t type) {
    for (const builtin& one : builtins)
        if (one.type == type) return {one.text};
    known_[type] = {};  // a type that holds itself, by an array of itself, is not read
    // A true array is one that its element's type names as such; int2vector and the like count from 0.
    const auto facts = from_.ask<type_facts>(R"sql(
SELECT t.oid AS id, n.nspname AS schema, t.typname AS name,
       coalesce(n.nspname = (SELECT p.schema FROM unnest($2::text[]) WITH ORDINALITY AS p (schema, place)
                             JOIN pg_namespace AS pn ON pn.nspname = p.schema
                             JOIN pg_type AS pt ON pt.typnamespace = pn.oid AND pt.typname = t.typname
                             ORDER BY p.place LIMIT 1), false) AS visible,
       t.typtype AS kind, t.typbasetype AS base,
       CASE WHEN e.typarray = t.oid THEN e.oid ELSE 0 END AS element,
       t.typrelid AS relation, coalesce(r.rngsubtype, 0) AS subtype,
       coalesce((SELECT m.rngtypid FROM pg_range AS m WHERE m.rngmultitypid = t.oid), 0) AS range,
       (SELECT x.extname FROM pg_depend AS d JOIN pg_extension AS x ON x.oid = d.refobjid
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') AS extension
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_type AS e ON e.oid = t.typelem
LEFT JOIN pg_range AS r ON r.rngtypid = t.oid
WHERE t.oid = $1::oid)sql",
                                             type, from_.path());
    if (facts.empty()) return {};
    const type_facts& one = facts.front();
    if (one.kind == 'd') return of(one.base);
    if (one.kind == 'e') return enumeration(one);
    if (one.kind == 'c') return composite(one);
    if (one.kind == 'r') return with_element("matview::range", one.subtype, false);
    if (one.range != 0) {
        const cpp_type range = of(one.range);
        return {range.text.empty() ? "" : "matview::multi" + range.text.substr(std::string_view("matview::").size()),
                false};
    }
    if (one.element != 0) return with_element("std::vector", one.element, true);
    if (one.extension == "citext" && one.name == "citext") return {"std::string"};
    if (one.extension == "hstore" && one.name == "hstore")
        return {"std::map<std::string, std::optional<std::string>>", false};
    return {};
}

// An array is of one type and may be of several dimensions; its elements may be NULL whatever the column is.
cpp_types::cpp_type cpp_types::with_element(const char* around, std::int64_t element, bool may_hold_null) {
    const cpp_type inner = of(element);
    if (inner.text.empty()) return {};
    const std::string held = may_hold_null ? "std::optional<" + inner.text + ">" : inner.text;
    return {fmt::format("{}<{}>", around, held), false};
}

std::string cpp_types::named(const char* what, const type_facts& type) const {
    return fmt::format("static constexpr auto type = matview::{}({}{});", what, literal(type.name),
                       type.visible ? "" : ", " + literal(type.schema));
}

cpp_types::cpp_type cpp_types::enumeration(const type_facts& type) {
    const auto labels = from_.ask<std::string>(
        "SELECT enumlabel FROM pg_enum WHERE enumtypid = $1::oid ORDER BY enumsortorder", type.id);
    if (labels.empty() || labels.size() > most_labels) return {"std::string"};
    const std::string name = taken_.take(struct_name(type.name));
    names own;
    std::string enumerators, renamed;
    std::string first, last;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        last = own.take(member_name(labels[i], fmt::format("label_{}", i + 1)));
        if (first.empty()) first = last;
        enumerators += (i == 0 ? "" : ", ") + last;
        if (last != labels[i])
            renamed += fmt::format("{}matview::label<{}::{}, {}>", renamed.empty() ? "" : ", ", name, last,
                                   literal(labels[i]));
    }
    std::string meta = "    " + named("enum_type", type) + "\n";
    if (labels.size() > 127)  // the library looks for enumerators up to here by itself
        meta += fmt::format("    static constexpr auto first = {0}::{1}, last = {0}::{2};\n", name, first, last);
    if (!renamed.empty()) meta += fmt::format("    using labels = matview::labels<{}>;\n", renamed);
    declarations_.push_back(fmt::format(
        "/// Labels of the type {}.\nenum class {} {{ {} }};\n\ntemplate <> struct matview::meta<{}> {{\n{}}};\n",
        in_sql(type.visible ? relation_name{{}, type.name} : relation_name{type.schema, type.name}), name, enumerators,
        name, meta));
    return {name};
}

cpp_types::cpp_type cpp_types::composite(const type_facts& type) {
    struct attribute {
        std::string name;
        std::int64_t type;
    };
    const auto attributes = from_.ask<attribute>(
        "SELECT attname AS name, atttypid AS type FROM pg_attribute "
        "WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        type.relation);
    if (attributes.empty() || attributes.size() > most_fields) return {};
    names own;
    std::string fields, renamed;
    const std::string wanted = struct_name(type.name);
    std::vector<std::pair<std::string, std::string>> renames;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        const cpp_type inner = of(attributes[i].type);
        if (inner.text.empty()) return {};
        const std::string field = own.take(member_name(attributes[i].name, fmt::format("column_{}", i + 1)));
        fields += fmt::format("    std::optional<{}> {};\n", inner.text, field);
        if (field != attributes[i].name) renames.emplace_back(field, attributes[i].name);
    }
    const std::string name = taken_.take(wanted);
    for (const auto& [field, attribute] : renames)
        renamed += fmt::format("{}matview::db_column<&{}::{}, {}>", renamed.empty() ? "" : ", ", name, field,
                               literal(attribute));
    if (!renamed.empty()) renamed = fmt::format("        using columns = matview::columns<{}>;\n", renamed);
    declarations_.push_back(
        fmt::format("/// A value of the type {}.\nstruct {} {{\n{}\n    struct Meta {{\n        {}\n{}    }};\n}};\n",
                    in_sql(type.visible ? relation_name{{}, type.name} : relation_name{type.schema, type.name}), name,
                    fields, named("composite_type", type), renamed));
    return {name, false};
}

}  // namespace matview::inline v0::managing
