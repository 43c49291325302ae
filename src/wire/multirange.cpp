#include <matview/wire/multirange.hpp>

#include "byte_reader.hpp"

namespace matview::inline v0::detail {

pg_type natural_multirange(const pg_type& subtype) {
    const oid range = natural_range(subtype).id;
    if (range != 0)
        for (const oid multirange : {4451U, 4532U, 4533U, 4534U, 4535U, 4536U})
            if (builtin_types().find(multirange)->element == range) return pg_type(multirange);
    return pg_type(oid{0});
}

bool is_multirange_type(oid type, const type_registry& types) {
    const type_info* info = types.find(type);
    return info && info->kind == 'm' && info->element != 0;
}

std::vector<decode_step> multirange_parts(const value_ops& range_ops, oid type, const type_registry& types) {
    return {make_step(range_ops, types.find(type)->element, false, types)};
}

void read_multirange(cell value, void* ranges, void* (*resize)(void* ranges, std::size_t count), std::size_t stride,
                     const decode_step& step) {
    constexpr std::size_t least_bytes = sizeof(std::int32_t) + 1;
    const decode_step& part = step.parts.front();
    byte_reader in(value, "multirange");
    const std::size_t count = in.count(least_bytes);
    auto* target = static_cast<char*>(resize(ranges, count));
    for (std::size_t i = 0; i < count; ++i, target += stride) {
        const cell one = in.sized();
        if (one.is_null()) in.fail("a range that is NULL");
        part.decode(one, target, part);
    }
    in.end();
}

encoded write_multirange(const void* first, std::size_t count, std::size_t stride, const value_ops& range_ops, oid type,
                         byte_writer& out, const type_registry& types) {
    if (!is_multirange_type(type, types)) return encoded::mismatch;
    const oid range_type = types.find(type)->element;
    const std::size_t start = out.size();
    out.integer(static_cast<std::int32_t>(count));
    const auto* at = static_cast<const char*>(first);
    for (std::size_t i = 0; i < count; ++i, at += stride) {
        const std::size_t size_at = out.size();
        out.integer<std::int32_t>(0);
        const encoded what = encode_as(range_ops, at, range_type, out, types);
        if (what != encoded::done) {
            out.truncate(start);
            return what;
        }
        out.patch_int32(size_at, static_cast<std::int32_t>(out.size() - size_at - sizeof(std::int32_t)));
    }
    return encoded::done;
}

}  // namespace matview::inline v0::detail
