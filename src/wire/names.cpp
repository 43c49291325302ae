#include "names.hpp"

#include <matview/wire/builtin.hpp>
#include <matview/wire/composed.hpp>

namespace matview::inline v0::detail {

// Where several read a type, the first one is the one to declare.
std::span<const value_ops* const> all_codecs() {
    using std::chrono::microseconds;
    static const value_ops* const all[] = {
        &codec<bool>::ops(),
        &codec<char>::ops(),
        &codec<std::int16_t>::ops(),
        &codec<std::int32_t>::ops(),
        &codec<std::int64_t>::ops(),
        &codec<float>::ops(),
        &codec<double>::ops(),
        &codec<numeric>::ops(),
        &codec<std::string>::ops(),
        &codec<std::vector<std::byte>>::ops(),
        &codec<json>::ops(),
        &codec<uuid>::ops(),
        &codec<time_of_day>::ops(),
        &codec<time_of_day_tz>::ops(),
        &codec<std::chrono::year_month_day>::ops(),
        &codec<std::chrono::sys_time<microseconds>>::ops(),
        &codec<std::chrono::local_time<microseconds>>::ops(),
        &codec<or_infinity<std::chrono::year_month_day>>::ops(),
        &codec<or_infinity<std::chrono::sys_time<microseconds>>>::ops(),
        &codec<or_infinity<std::chrono::local_time<microseconds>>>::ops(),
        &codec<interval>::ops(),
        &codec<microseconds>::ops(),
        &codec<std::chrono::milliseconds>::ops(),
        &codec<std::chrono::seconds>::ops(),
        &codec<std::chrono::minutes>::ops(),
        &codec<std::chrono::hours>::ops(),
        &codec<bit_string>::ops(),
        &codec<inet>::ops(),
        &codec<cidr>::ops(),
        &codec<macaddr>::ops(),
        &codec<macaddr8>::ops(),
        &codec<lsn>::ops(),
        &codec<std::map<std::string, std::optional<std::string>>>::ops(),
    };
    return all;
}

std::string_view cpp_type_for(oid type) {
    if (type == 0) return {};
    for (const value_ops* ops : all_codecs())
        if (ops->natural.id == type) return ops->cpp_name;
    for (const value_ops* ops : all_codecs())
        if (ops->decoder(type, false, builtin_types())) return ops->cpp_name;
    return {};
}

std::string cpp_type_for(oid type, const type_registry& types) {
    const std::string_view plain = cpp_type_for(type);
    if (!plain.empty()) return std::string(plain);
    const value_ops& text = codec<std::string>::ops();
    if (text.decoder(type, false, types)) return std::string(text.cpp_name);
    const type_info* info = types.find(type);
    if (!info || info->element == 0) return {};
    const std::string part = cpp_type_for(info->element, types);
    if (part.empty() || info->kind == 'd') return part;
    if (info->kind == 'r') return composed_name("matview::range<", part, false, ">");
    if (info->kind == 'm') return "matview::multi" + part.substr(part.find("range<"));
    return info->category == 'A' ? composed_name("std::vector<", part, false, ">") : std::string();
}

}  // namespace matview::inline v0::detail
