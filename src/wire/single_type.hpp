// The codec of a C++ type that reads and writes one PostgreSQL type only.
#pragma once

#include <string>

#include "reading.hpp"

namespace matview::inline v0::detail {

template <class V, oid Type, void (*Read)(cell, V&), void (*Write)(const V&, byte_writer&)> struct single_type {
    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        return type == Type ? decode_by<V, Read>(optional) : nullptr;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
        if (type != Type) return encoded::mismatch;
        Write(*static_cast<const V*>(value), out);
        return encoded::done;
    }
    static void print(const void* value, std::string& out) { out += static_cast<const V*>(value)->to_string(); }

    static constexpr value_ops ops(std::string_view cpp_name) {
        return {cpp_name, pg_type(Type), &decoder, &encode, &print};
    }
};

}  // namespace matview::inline v0::detail
