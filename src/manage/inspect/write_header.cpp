#include "manage/inspect/write_header.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace matview::inline v0::managing {
namespace {

// Behind //: neither a backslash at the end of a line nor what begins a new one gets out of the comment.
std::string in_comment(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    std::replace(text.begin(), text.end(), '\\', '/');
    for (std::size_t at = 0; (at = text.find("??", at)) != text.npos; ++at) text.insert(at + 1, 1, ' ');  // no trigraph
    return text;
}

std::string fields_of(const header_struct& one) {
    std::size_t width = 0;
    for (const header_field& field : one.fields) width = std::max(width, field.type.size());
    std::string text;
    for (const header_field& field : one.fields) {
        if (field.type.empty()) {
            text += fmt::format("    // {} {}: {}\n", in_comment(field.column->type_name),
                                in_comment(field.column->name), field.remark);
            continue;
        }
        text += fmt::format("    {:<{}} {};", field.type, width, field.name);
        const std::string remark =
            field.remark.empty() && field.renamed ? "column " + field.column->name : field.remark;
        if (!remark.empty()) text += "  // " + in_comment(remark);
        text += '\n';
    }
    return text;
}

const char* kind_of(const found_relation& relation) {
    return relation.kind == 'm' ? "materialized_view" : relation.kind == 'v' ? "view" : "table";
}

std::string relation_of(const found_relation& relation) {
    return fmt::format("        static constexpr auto relation = matview::{}({}{});\n", kind_of(relation),
                       literal(relation.name), relation.visible ? "" : ", " + literal(relation.schema));
}

std::string members(const header_struct& one, const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += fmt::format("{}&{}::{}", text.empty() ? "" : ", ", one.name, name);
    return text;
}

// `using name = matview::name<first, second>;` in a line, or a line for each where that is too long.
std::string using_list(const char* name, const std::vector<std::string>& parts) {
    if (parts.empty()) return {};
    std::string line = fmt::format("        using {0} = matview::{0}<{1}>;\n", name, fmt::join(parts, ", "));
    if (line.size() <= 121) return line;
    return fmt::format("        using {0} = matview::{0}<\n            {1}>;\n", name,
                       fmt::join(parts, ",\n            "));
}

std::string columns_of(const header_struct& one) {
    std::vector<std::string> parts;
    for (const header_field& field : one.fields)
        if (!field.type.empty() && field.renamed)
            parts.push_back(
                fmt::format("matview::db_column<&{}::{}, {}>", one.name, field.name, literal(field.column->name)));
    return using_list("columns", parts);
}

// Empty where a part is no field of the struct.
std::string index_part(const header_struct& one, const model_index::part& part) {
    for (const header_field& field : one.fields) {
        if (field.column->number != part.column || field.type.empty()) continue;
        const std::string member = fmt::format("&{}::{}", one.name, field.name);
        if (!part.descending && !part.nulls_first) return member;
        std::string text = fmt::format("matview::{}<{}>", part.descending ? "desc" : "asc", member);
        if (part.nulls_first != part.descending) text += part.nulls_first ? ".nulls_first()" : ".nulls_last()";
        return text;
    }
    return {};
}

std::string indexes_of(const header_struct& one) {
    std::vector<std::string> parts;
    std::string left_out;
    for (const model_index& index : one.of.indexes) {
        std::vector<std::string> texts;
        for (const model_index::part& part : index.parts) texts.push_back(index_part(one, part));
        if (texts.empty() || std::count(texts.begin(), texts.end(), "") != 0)
            left_out += fmt::format("        // not made by create: {}\n", in_comment(index.definition));
        else
            parts.push_back(
                fmt::format("matview::{}<{}>", index.unique ? "unique_index_on" : "index_on", fmt::join(texts, ", ")));
    }
    return using_list("indexes", parts) + left_out;
}

std::string definition_of(const header_struct& one) {
    std::string text = one.of.definition;
    if (text.ends_with(';')) text.pop_back();
    return fmt::format("        static constexpr auto definition = {};\n", raw_literal("\n" + text));
}

std::string meta_of(const header_struct& one, bool definition) {
    std::string text = relation_of(one.of.of);
    if (!one.key.empty()) text += fmt::format("        using primary_key = matview::key<{}>;\n", members(one, one.key));
    text += columns_of(one);
    if (definition && !one.only_key && !one.of.definition.empty()) {
        text += definition_of(one);
        if (one.of.of.kind == 'm') text += indexes_of(one);
    }
    return text;
}

std::string about(const header_struct& one) {
    std::string text;
    if (one.only_key)
        text = fmt::format("The key of {}, for what refers to it; add the columns to read.", one.of.of.shown());
    else if (!one.of.comment.empty())
        text = one.of.comment;
    return text.empty() ? text : fmt::format("/// {}\n", in_comment(text));
}

std::string struct_text(const header_struct& one, bool definition) {
    if (std::all_of(one.fields.begin(), one.fields.end(), [](const header_field& field) { return field.type.empty(); }))
        return fmt::format("// {} has no column that can be read.\n{}", in_comment(one.of.of.shown()), fields_of(one));
    return fmt::format("{}struct {} {{\n{}\n    struct Meta {{\n{}    }};\n}};\n", about(one), one.name, fields_of(one),
                       meta_of(one, definition));
}

std::string includes_for(const std::string& text) {
    struct use {
        const char *word, *header;
    };
    constexpr use uses[] = {{"std::chrono::", "chrono"}, {"std::byte", "cstddef"},       {"std::int", "cstdint"},
                            {"std::map<", "map"},        {"std::optional<", "optional"}, {"std::string", "string"},
                            {"std::vector<", "vector"}};
    std::string includes;
    for (const use& one : uses)
        if (text.find(one.word) != text.npos) includes += fmt::format("#include <{}>\n", one.header);
    return includes + (includes.empty() ? "" : "\n") + "#include <matview/matview.hpp>\n";
}

}  // namespace

std::string write_header(const header& structs, const std::string& database, bool definition) {
    std::string body;
    for (const std::string& name : structs.forward) body += fmt::format("struct {};\n", name);
    for (const std::string& one : structs.declarations) body.append(body.empty() ? "" : "\n").append(one);
    for (const header_struct& one : structs.structs)
        body.append(body.empty() ? "" : "\n").append(struct_text(one, definition));
    return fmt::format(
        "// From the database {}, by `matview inspect`. db.verify<T>() tells when a struct and its relation "
        "part.\n#pragma once\n\n{}\n{}",
        in_comment(database), includes_for(body), body);
}

}  // namespace matview::inline v0::managing
