#include "names.hpp"

#include <matview/wire/chrono.hpp>
#include <matview/wire/numeric.hpp>
#include <matview/wire/scalars.hpp>
#include <matview/wire/time_of_day.hpp>
#include <matview/wire/uuid.hpp>

namespace matview::inline v0::detail {

std::string_view cpp_type_for(oid type) {
    using std::chrono::microseconds;
    static const value_ops* const all[] = {
        &codec<bool>::ops(),
        &codec<std::int16_t>::ops(),
        &codec<std::int32_t>::ops(),
        &codec<std::int64_t>::ops(),
        &codec<float>::ops(),
        &codec<double>::ops(),
        &codec<std::vector<std::byte>>::ops(),
        &codec<numeric>::ops(),
        &codec<uuid>::ops(),
        &codec<time_of_day>::ops(),
        &codec<std::chrono::year_month_day>::ops(),
        &codec<std::chrono::sys_time<microseconds>>::ops(),
        &codec<std::chrono::local_time<microseconds>>::ops(),
    };
    for (const value_ops* ops : all)
        if (ops->natural.id == type) return ops->cpp_name;
    const value_ops& text = codec<std::string>::ops();
    return text.decoder(type, false, builtin_types()) ? text.cpp_name : std::string_view();
}

}  // namespace matview::inline v0::detail
