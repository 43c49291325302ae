// Structs that stand for composite types, https://www.postgresql.org/docs/current/rowtypes.html
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/description.hpp>
#include <matview/model/meta.hpp>
#include <matview/reflect/type_name.hpp>
#include <matview/wire/composed.hpp>

namespace matview::inline v0 {
namespace detail {

template <class T>
concept declared_composite = std::is_class_v<T> && requires {
    { meta_of<T>::type } -> std::convertible_to<composite_type>;
};

template <class T>
requires declared_composite<T>
inline constexpr bool is_composed<T> = true;

template <class T> const model_info& describe();

template <class T> pg_type composite_pg_type() {
    static constexpr composite_type type = meta_of<T>::type;
    pg_type named{"", ""};
    named.name = type.name;
    named.schema = type.schema;
    return named;
}

MATVIEW_EXPORT bool is_composite(const pg_type& wanted, oid type, const type_registry& types);
MATVIEW_EXPORT std::vector<decode_step> composite_parts(const model_info& info, oid type, const type_registry& types);
MATVIEW_EXPORT void read_composite(cell value, void* object, const decode_step& step, const model_info& info);
MATVIEW_EXPORT encoded write_composite(const void* object, const model_info& info, oid type, byte_writer& out,
                                       const type_registry& types);
MATVIEW_EXPORT void print_composite(const void* object, const model_info& info, std::string& out);
MATVIEW_EXPORT void composite_differences(const model_info& info, oid type, const type_registry& types,
                                          const std::string& path, std::vector<problem>& found);

template <class T> struct composite_codec {
    static bool fits(oid type, const type_registry& types) { return is_composite(composite_pg_type<T>(), type, types); }
    static void read(cell value, T& field, const decode_step& step) {
        read_composite(value, &field, step, describe<T>());
    }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        return fits(type, types) ? decode_composed_by<T, &read>(optional) : nullptr;
    }
    static std::vector<decode_step> parts(oid type, const type_registry& types) {
        return composite_parts(describe<T>(), type, types);
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        return fits(type, types) ? write_composite(value, describe<T>(), type, out, types) : encoded::mismatch;
    }
    static void print(const void* value, std::string& out) { print_composite(value, describe<T>(), out); }
    static void differences(oid type, const type_registry& types, const std::string& path,
                            std::vector<problem>& found) {
        if (fits(type, types)) composite_differences(describe<T>(), type, types, path, found);
    }
};

}  // namespace detail

/// A struct whose Meta names a composite type. Fields and attributes are matched by name; attributes that the struct lacks are passed over
/// when it is read, and refused when it is written.
template <detail::declared_composite T> struct codec<T> {
    static const detail::value_ops& ops() {
        using own = detail::composite_codec<T>;
        static const detail::value_ops made{detail::type_name<T>(),
                                            detail::composite_pg_type<T>(),
                                            &own::decoder,
                                            &own::encode,
                                            &own::print,
                                            nullptr,
                                            &own::parts,
                                            &own::differences};
        return made;
    }
};

}  // namespace matview::inline v0
