#include <matview/model/enum.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <matview/error.hpp>
#include "wire/quote.hpp"

namespace matview::inline v0::detail {
namespace {

std::string_view label_of(long long value, std::string_view name, std::initializer_list<renamed_enumerator> labels) {
    for (const renamed_enumerator& given : labels)
        if (given.value == value) return given.label;
    return name;
}

bool is_identifier(std::string_view text) {
    return !text.empty() && !(text.front() >= '0' && text.front() <= '9') &&
           std::all_of(text.begin(), text.end(), &is_identifier_part);
}

std::string in_sql_quotes(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
    return quoted += '\'';
}

}  // namespace

enum_info::enum_info(std::string_view enum_name, pg_type stands_for, std::initializer_list<std::string_view> texts,
                     long long first, std::initializer_list<renamed_enumerator> labels)
    : name(enum_name), type(stands_for) {
    for (const std::string_view text : texts) {
        for_each_enumerator(text, [&](std::size_t place, std::string_view found) {
            const long long value = first + static_cast<long long>(place);
            by_value.push_back({value, found, label_of(value, found, labels)});
            return true;
        });
        first += values_a_text;
    }
    by_label = by_value;
    std::sort(by_label.begin(), by_label.end(),
              [](const enumerator& a, const enumerator& b) { return a.label < b.label; });
}

const enum_info::enumerator* enum_info::find(long long value) const {
    const auto found = std::lower_bound(by_value.begin(), by_value.end(), value,
                                        [](const enumerator& e, long long wanted) { return e.value < wanted; });
    return found != by_value.end() && found->value == value ? &*found : nullptr;
}

const enum_info::enumerator* enum_info::find(std::string_view label) const {
    const auto found = std::lower_bound(by_label.begin(), by_label.end(), label,
                                        [](const enumerator& e, std::string_view wanted) { return e.label < wanted; });
    return found != by_label.end() && found->label == label ? &*found : nullptr;
}

bool reads_enum(const enum_info& info, oid type, const type_registry& types) {
    if (type == 0 || type != resolve(info.type, types)) return false;
    const std::vector<std::string> labels = types.labels(type);
    return std::all_of(labels.begin(), labels.end(), [&](const std::string& label) { return info.find(label); });
}

long long read_label(const enum_info& info, cell value) {
    if (const auto* known = info.find(value.text())) return known->value;
    throw value_error({.message = fmt::format("the label {} of the enum {} has no enumerator in {}",
                                              in_quotes(value.text()), info.type.name, info.name),
                       .hint = fmt::format("verify tells which enumerators {} lacks", info.name)});
}

encoded write_label(const enum_info& info, long long value, oid type, byte_writer& out, const type_registry& types) {
    if (type == 0 || type != resolve(info.type, types)) return encoded::mismatch;
    const auto* known = info.find(value);
    if (!known || !types.has_label(type, known->label)) return encoded::not_held;
    out.raw(known->label);
    return encoded::done;
}

void print_label(const enum_info& info, long long value, std::string& out) {
    if (const auto* known = info.find(value))
        fmt::format_to(std::back_inserter(out), "{}::{}", info.name, known->name);
    else
        fmt::format_to(std::back_inserter(out), "{}({})", info.name, value);
}

void enum_differences(const enum_info& info, oid type, const type_registry& types, const std::string& path,
                      std::vector<problem>& found) {
    if (type == 0 || type != resolve(info.type, types)) return;
    const std::string type_name = types.find(type)->name;
    const std::vector<std::string> labels = types.labels(type);
    for (const std::string& label : labels) {
        if (info.find(label)) continue;
        const std::string mend = is_identifier(label)
                                     ? fmt::format("add the enumerator {} to {}", label, info.name)
                                     : fmt::format(
                                           "add an enumerator to {}, and matview::label<{}::…, {}> to its "
                                           "meta",
                                           info.name, info.name, in_quotes(label));
        found.push_back({.what = problem::kind::label_without_enumerator,
                         .relation = {},
                         .column = path,
                         .description = fmt::format("column {}: the label {} of the enum {} has no enumerator in {}",
                                                    path, in_quotes(label), type_name, info.name),
                         .mend = mend});
    }
    for (const auto& e : info.by_value)
        if (!labels.empty() && std::find(labels.begin(), labels.end(), e.label) == labels.end())
            found.push_back(
                {.what = problem::kind::enumerator_without_label,
                 .relation = {},
                 .column = path,
                 .description = fmt::format("column {}: the enumerator {}::{} stands for the label {}, "
                                            "which the enum {} does not have",
                                            path, info.name, e.name, in_quotes(e.label), type_name),
                 .mend = fmt::format("ALTER TYPE {} ADD VALUE {}, or name its label by matview::label<{}::{}, "
                                     "\"…\">",
                                     type_name, in_sql_quotes(e.label), info.name, e.name)});
}

}  // namespace matview::inline v0::detail
