#include <matview/wire/codec.hpp>

#include <fmt/format.h>

#include <utility>

#include <matview/error.hpp>

namespace matview::inline v0::detail {

void fail_null() {
    problem found{.what = problem::kind::null_value,
                  .relation = {},
                  .column = {},
                  .description = "NULL where the field cannot hold it",
                  .mend = "make the field std::optional, or leave such rows out"};
    throw mapping_error({.message = "a NULL for a plain field"}, {std::move(found)});
}

void fail_size(std::string_view type, std::int32_t expected, std::int32_t actual) {
    if (actual < 0) fail_null();
    throw value_error(fmt::format("malformed {}: {} bytes where {} belong", type, actual, expected));
}

oid resolve(const pg_type& type, const type_registry& types) {
    const type_info* found = type.id != 0 || type.name.empty() ? nullptr : types.find(type.name, type.schema);
    const oid id = found ? found->id : type.id;
    if (!type.array || id == 0) return id;
    if (!found) found = types.find(id);
    return found ? found->array : 0;
}

oid without_domains(oid type, const type_registry& types) {
    // Domains are told from others by the registry alone, which knows the built-in types without asking.
    for (const type_info* info = types.find(type); info && info->kind == 'd' && info->element != 0;
         info = types.find(type))
        type = info->element;
    return type;
}

decode_step make_step(const value_ops& ops, oid type, bool optional, const type_registry& types) {
    decode_step step{.decode = ops.decoder(type, optional, types), .types = &types, .type = type};
    if (!step.decode) {
        step.type = without_domains(type, types);
        if (step.type != type) step.decode = ops.decoder(step.type, optional, types);
    }
    if (step.decode && ops.parts) step.parts = ops.parts(step.type, types);
    for (const decode_step& part : step.parts)
        if (!part.decode) step.decode = nullptr;
    return step;
}

bool reads(const value_ops& ops, oid type, bool optional, const type_registry& types) {
    return make_step(ops, type, optional, types).decode != nullptr;
}

encoded encode_as(const value_ops& ops, const void* value, oid type, byte_writer& out, const type_registry& types) {
    const encoded what = ops.encode(value, type, out, types);
    if (what != encoded::mismatch) return what;
    const oid base = without_domains(type, types);
    return base == type ? what : ops.encode(value, base, out, types);
}

}  // namespace matview::inline v0::detail
