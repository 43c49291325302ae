#include <matview/wire/codec.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

namespace matview::inline v0::detail {

void fail_null() { throw mapping_error("NULL where the field cannot hold it: make the field std::optional"); }

void fail_size(std::string_view type, std::int32_t expected, std::int32_t actual) {
    if (actual < 0) fail_null();
    throw value_error(fmt::format("malformed {}: {} bytes where {} belong", type, actual, expected));
}

oid resolve(const pg_type& type, const type_registry& types) {
    if (type.id != 0) return type.id;
    const type_info* found = types.find(type.name, type.schema);
    return found ? found->id : 0;
}

}  // namespace matview::inline v0::detail
