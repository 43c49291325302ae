#include <matview/model/composite.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <matview/error.hpp>
#include "wire/byte_reader.hpp"
#include "wire/names.hpp"

namespace matview::inline v0::detail {
namespace {

void pass_over(cell, void*, const decode_step&) {}

const column_info* find_column(const model_info& info, std::string_view name) {
    const auto found =
        std::find_if(info.columns.begin(), info.columns.end(), [&](const column_info& c) { return c.name == name; });
    return found == info.columns.end() ? nullptr : &*found;
}

// Only for errors, so that a step need not hold a name.
std::string part_name(const model_info& info, const decode_step& part) {
    for (const column_info& column : info.columns)
        if (column.offset == part.offset) return "attribute " + column.name;
    return "an attribute";
}

[[noreturn]] void fail_changed(const model_info& info) {
    throw value_error({.message = fmt::format("the composite type of {} changed while it was read", info.name),
                       .hint = "read again",
                       .retryable = true});
}

const void* value_in(const column_info& column, const void* object) {
    const void* field = static_cast<const char*>(object) + column.offset;
    return column.held ? column.held(field) : field;
}

std::string listed(const std::vector<type_attribute>& attributes) {
    std::string names;
    for (const type_attribute& a : attributes) names.append(names.empty() ? "" : ", ").append(a.name);
    return names;
}

}  // namespace

bool is_composite(const pg_type& wanted, oid type, const type_registry& types) {
    if (type == 0 || type != resolve(wanted, types)) return false;
    const type_info* info = types.find(type);
    return info && info->kind == 'c';
}

// One step for each attribute, in the order of the wire; and one that refuses the type for each field that has no attribute.
std::vector<decode_step> composite_parts(const model_info& info, oid type, const type_registry& types) {
    std::vector<decode_step> parts;
    const std::vector<type_attribute> attributes = types.attributes(type);
    for (const type_attribute& attribute : attributes) {
        const column_info* column = find_column(info, attribute.name);
        decode_step step{.decode = &pass_over};
        if (column) step = make_step(*column->codec, attribute.type, column->optional, types);
        step.offset = column ? column->offset : 0;
        step.type = attribute.type;  // as the value has it, also where that is a domain
        parts.push_back(std::move(step));
    }
    for (const column_info& column : info.columns)
        if (std::none_of(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == column.name; }))
            parts.push_back({});
    return parts;
}

void read_composite(cell value, void* object, const decode_step& step, const model_info& info) {
    byte_reader in(value, "composite value");
    if (in.integer<std::int32_t>() != static_cast<std::int32_t>(step.parts.size())) fail_changed(info);
    const decode_step* part = step.parts.data();
    try {
        for (const decode_step* end = part + step.parts.size(); part != end; ++part) {
            if (in.integer<oid>() != part->type) fail_changed(info);
            part->decode(in.sized(), static_cast<char*>(object) + part->offset, *part);
        }
    } catch (const mapping_error& failure) {
        rethrow_within(failure, part_name(info, *part));
    } catch (const value_error& failure) {
        rethrow_within(failure, part_name(info, *part));
    }
    in.end();
}

encoded write_composite(const void* object, const model_info& info, oid type, byte_writer& out,
                        const type_registry& types) {
    const std::size_t start = out.size();
    const std::vector<type_attribute> attributes = types.attributes(type);
    out.integer(static_cast<std::int32_t>(attributes.size()));
    for (const type_attribute& attribute : attributes) {
        const column_info* column = find_column(info, attribute.name);
        if (!column)
            throw mapping_error(
                {.message = fmt::format("{} is not written as {}: it has no field for the attribute {}", info.name,
                                        types.find(type)->name, attribute.name),
                 .hint = "a composite value is written whole: add the field, std::optional where it may be NULL"});
        out.integer<oid>(attribute.type);
        const std::size_t size_at = out.size();
        out.integer<std::int32_t>(-1);
        const void* held = value_in(*column, object);
        if (!held) continue;
        const encoded what = encode_as(*column->codec, held, attribute.type, out, types);
        if (what == encoded::mismatch) {
            const type_info* named = types.find(attribute.type);
            throw mapping_error(
                fmt::format("{} is not written as {}: {}::{} ({}) is not written as {}, which the "
                            "attribute {} has",
                            info.name, types.find(type)->name, info.name, column->field, column->codec->cpp_name,
                            named ? named->name : "another type", attribute.name));
        }
        if (what != encoded::done) {
            out.truncate(start);
            return what;
        }
        out.patch_int32(size_at, static_cast<std::int32_t>(out.size() - size_at - sizeof(std::int32_t)));
    }
    return encoded::done;
}

void print_composite(const void* object, const model_info& info, std::string& out) {
    out += '(';
    bool first = true;
    for (const column_info& column : info.columns) {
        if (!first) out += ',';
        first = false;
        if (const void* held = value_in(column, object))
            column.codec->print(held, out);
        else
            out += "NULL";
    }
    out += ')';
}

void composite_differences(const model_info& info, oid type, const type_registry& types, const std::string& path,
                           std::vector<problem>& found) {
    const std::string type_name = types.find(type)->name;
    const std::vector<type_attribute> attributes = types.attributes(type);
    for (const column_info& column : info.columns) {
        const std::string place = path + "." + column.name;
        const std::string field = fmt::format("{}::{}", info.name, column.field);
        const auto attribute = std::find_if(attributes.begin(), attributes.end(),
                                            [&](const type_attribute& a) { return a.name == column.name; });
        if (attribute == attributes.end()) {
            found.push_back(
                {.what = problem::kind::absent_attribute,
                 .relation = {},
                 .column = place,
                 .description = fmt::format("{}: the attribute {} of the field {} is absent from the type "
                                            "{}, which has: {}",
                                            place, column.name, field, type_name, listed(attributes)),
                 .mend = fmt::format("give the attribute's name by matview::db_column<&{}, \"…\">, or add it: "
                                     "ALTER TYPE {} ADD ATTRIBUTE …",
                                     field, type_name)});
            continue;
        }
        const std::size_t before = found.size();
        if (column.codec->differences)
            column.codec->differences(without_domains(attribute->type, types), types, place, found);
        const bool told =
            std::any_of(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                        [](const problem& p) { return p.what != problem::kind::enumerator_without_label; });
        if (told || reads(*column.codec, attribute->type, column.optional, types)) continue;
        const type_info* named = types.find(attribute->type);
        const std::string fitting = cpp_type_for(attribute->type, types);
        found.push_back(
            {.what = problem::kind::wrong_type,
             .relation = {},
             .column = place,
             .description = fmt::format("{} is {}, which {} ({}) does not read", place,
                                        named ? named->name : "of a type that is gone", field, column.codec->cpp_name),
             .mend = fitting.empty()   ? fmt::format("give {} another type, or change the attribute's", field)
                     : column.optional ? fmt::format("make {} std::optional<{}>", field, fitting)
                                       : fmt::format("make {} {}", field, fitting)});
    }
}

}  // namespace matview::inline v0::detail
