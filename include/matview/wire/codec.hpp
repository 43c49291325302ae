// One C++ type <-> one PostgreSQL type, in binary: the interface that built-in and users' own codecs share.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <matview/export.hpp>
#include <matview/reflect/type_name.hpp>
#include <matview/wire/bytes.hpp>
#include <matview/wire/type_registry.hpp>

namespace matview::inline v0 {

struct problem;

/// Names a PostgreSQL type: by name (of a given schema, or along the search_path), or by OID for types that every database has.
struct pg_type {
    std::string_view name;
    std::string_view schema = {};
    oid id = 0;
    bool array = false;  ///< the type of arrays of it

    constexpr pg_type(const char* type_name, const char* type_schema = "") : name(type_name), schema(type_schema) {}
    constexpr explicit pg_type(oid type_id) : id(type_id) {}
};

/// The type of arrays of that type.
constexpr pg_type array_of(pg_type type) {
    type.array = true;
    return type;
}

/// Carries values of T over the wire. Specialise it for a type of your own:
///
///     template <> struct matview::codec<mood> {
///         static constexpr matview::pg_type type{"mood"};
///         static mood decode(std::span<const std::byte> bytes, const matview::type_registry& types);
///         static void encode(const mood& value, matview::byte_writer& out, const matview::type_registry& types);
///     };
///
/// decode is given exactly the bytes of one value, never NULL; both may throw matview::value_error.
template <class T> struct codec;

namespace detail {

struct decode_step;

/// Decodes one cell into the object at `target`. Throws value_error; the caller adds view, column and row.
using decode_fn = void (*)(cell value, void* target, const decode_step& step);

/// One column of a decode plan: made once a query, used for each row.
struct decode_step {
    decode_fn decode = nullptr;
    decode_fn inner = nullptr;  // what `decode` wraps, where it is a wrapper
    const type_registry* types = nullptr;
    oid type = 0;
    std::size_t offset = 0;          // of the target within its row
    const void* relation = nullptr;  // of a foreign key: its relation_info
    std::vector<decode_step> parts =
        {};  // of a value that holds others: an array's or range's elements, a composite's fields
};

/// What became of a value that was to be encoded as a given type.
enum class encoded {
    done,
    not_held,  ///< the type cannot hold this value: it equals nothing there
    mismatch   ///< the type is never written from this C++ type
};

/// The face of codec<T> without T: what the compiled part of the library works with.
struct value_ops {
    std::string_view cpp_name;
    pg_type natural;                                                            // the type that says the same
    decode_fn (*decoder)(oid type, bool optional, const type_registry& types);  // null: refused
    encoded (*encode)(const void* value, oid type, byte_writer& out, const type_registry& types);
    void (*print)(const void* value, std::string& out);  // for people, not for SQL
    oid (*declare)(oid inferred) = nullptr;  // another type to declare for a parameter than the inferred one, or 0
    // Of a value that holds others: a step for each, for a type that `decoder` takes. One without `decode` refuses the type.
    std::vector<decode_step> (*parts)(oid type, const type_registry& types) = nullptr;
    // Of a type with labels or attributes: how a type of that name differs, at a path as "home.zip". Nothing is said of other types.
    void (*differences)(oid type, const type_registry& types, const std::string& path,
                        std::vector<problem>& found) = nullptr;
};

/// What a domain is over, through all its layers; every other type is itself.
MATVIEW_EXPORT oid without_domains(oid type, const type_registry& types);
/// The step that reads values of a type, perhaps of a domain, into a field; its `decode` is null where the field does not read the type.
MATVIEW_EXPORT decode_step make_step(const value_ops& ops, oid type, bool optional, const type_registry& types);
/// Whether a field reads values of that type, perhaps of a domain.
MATVIEW_EXPORT bool reads(const value_ops& ops, oid type, bool optional, const type_registry& types);
/// Writes a value as a type, perhaps a domain.
MATVIEW_EXPORT encoded encode_as(const value_ops& ops, const void* value, oid type, byte_writer& out,
                                 const type_registry& types);

/// Throws mapping_error: NULL for a field that cannot hold it.
[[noreturn]] MATVIEW_EXPORT void fail_null();
/// Throws value_error: the cell's size is not the type's. For NULL, whose size is negative, it is fail_null().
[[noreturn]] MATVIEW_EXPORT void fail_size(std::string_view type, std::int32_t expected, std::int32_t actual);

template <class V, void (*Read)(cell, V&)> void decode_plain(cell value, void* target, const decode_step&) {
    if (value.is_null()) fail_null();
    Read(value, *static_cast<V*>(target));
}
template <class V, void (*Read)(cell, V&)> void decode_optional(cell value, void* target, const decode_step&) {
    auto& field = *static_cast<std::optional<V>*>(target);
    if (value.is_null()) return field.reset();
    if (!field) field.emplace();
    Read(value, *field);
}

template <class T>
concept builtin_codec = requires {
    { codec<T>::ops() } -> std::same_as<const value_ops&>;
};
template <class T>
concept users_codec = requires(std::span<const std::byte> in, byte_writer& out, const type_registry& types,
                               const T& value) {
    { codec<T>::type } -> std::convertible_to<pg_type>;
    { codec<T>::decode(in, types) } -> std::convertible_to<T>;
    codec<T>::encode(value, out, types);
};
template <class T>
concept has_codec = builtin_codec<T> || users_codec<T>;

MATVIEW_EXPORT oid resolve(const pg_type& type, const type_registry& types);

template <class T> void decode_users_plain(cell value, void* target, const decode_step& step) {
    if (value.is_null()) fail_null();
    *static_cast<T*>(target) = codec<T>::decode(value.bytes(), *step.types);
}
template <class T> void decode_users_optional(cell value, void* target, const decode_step& step) {
    auto& field = *static_cast<std::optional<T>*>(target);
    if (value.is_null()) return field.reset();
    field = codec<T>::decode(value.bytes(), *step.types);
}

template <users_codec T> struct users_ops {
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        if (type == 0 || type != resolve(codec<T>::type, types)) return nullptr;
        return optional ? &decode_users_optional<T> : &decode_users_plain<T>;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        if (type == 0 || type != resolve(codec<T>::type, types)) return encoded::mismatch;
        codec<T>::encode(*static_cast<const T*>(value), out, types);
        return encoded::done;
    }
    static void print(const void*, std::string& out) { out.append("<").append(codec<T>::type.name).append(">"); }

    static constexpr value_ops ops{type_name<T>(), codec<T>::type, &decoder, &encode, &print};
};

template <has_codec T> const value_ops& ops_of() {
    if constexpr (builtin_codec<T>)
        return codec<T>::ops();
    else
        return users_ops<T>::ops;
}

}  // namespace detail
}  // namespace matview::inline v0
