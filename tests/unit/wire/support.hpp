// What the codecs' tests share. Bytes are written in hex, as the server prints them, and decoded from exactly sized heap
// buffers, so that AddressSanitizer sees each byte that is read outside of a cell.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <matview/error.hpp>
#include <matview/wire/codec.hpp>

namespace wire_test {

inline std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    return bytes;
}

inline std::string to_hex(std::string_view bytes) {
    std::string hex;
    for (const char c : bytes) {
        hex.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
        hex.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
    }
    return hex;
}

/// A cell whose bytes are alone in their heap block.
class exact_cell {
public:
    explicit exact_cell(std::string_view bytes) : bytes_(new char[bytes.size()]), size_(bytes.size()) {
        std::copy(bytes.begin(), bytes.end(), bytes_.get());
    }
    operator matview::cell() const { return {bytes_.get(), static_cast<std::int32_t>(size_)}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/// The built-in types, an enum `public.mood` (100001), citext (100002), a domain over text (100003), a composite type
/// (100004), and a base type of category S (100005).
class registry_with_users_types final : public matview::type_registry {
public:
    const matview::type_info* find(matview::oid id) const override {
        for (const auto& type : types_)
            if (type.id == id) return &type;
        return matview::builtin_types().find(id);
    }
    const matview::type_info* find(std::string_view name, std::string_view schema) const override {
        for (const auto& type : types_)
            if (type.name == std::string(schema) + "." + std::string(name)) return &type;
        return matview::builtin_types().find(name, schema);
    }

private:
    std::vector<matview::type_info> types_{{100001, "public.mood", 'e', 'E', 0},
                                           {100002, "public.citext", 'b', 'S', 0},
                                           {100003, "public.email", 'd', 'S', 0},
                                           {100004, "public.point3", 'c', 'C', 0},
                                           {100005, "public.longtext", 'b', 'S', 0}};
};
inline const registry_with_users_types all_types{};

inline void decode_by(const matview::detail::value_ops& ops, matview::oid type, bool optional, matview::cell value,
                      void* field) {
    const auto step = matview::detail::make_step(ops, type, optional, all_types);
    if (!step.decode) throw std::logic_error("no decoder");
    step.decode(value, field, step);
}
template <class T> void decode_cell(matview::oid type, matview::cell value, T& field) {
    decode_by(matview::codec<T>::ops(), type, false, value, &field);
}
template <class T> void decode_cell(matview::oid type, matview::cell value, std::optional<T>& field) {
    decode_by(matview::codec<T>::ops(), type, true, value, &field);
}

/// The value that a T (or an optional) becomes from those bytes of that type.
template <class T> T decode(matview::oid type, std::string_view hex) {
    T field{};
    decode_cell(type, exact_cell(from_hex(hex)), field);
    return field;
}

/// The bytes of the value as that type, in hex; or "not held", or "mismatch".
template <class T> std::string encode(const T& value, matview::oid type) {
    matview::byte_writer out;
    out.raw(std::string_view("before"));
    const auto result = matview::codec<T>::ops().encode(&value, type, out, all_types);
    if (!out.bytes().starts_with("before")) return "spoiled";
    if (result == matview::detail::encoded::done) return to_hex(out.bytes().substr(6));
    if (out.size() != 6) return "half written";
    return result == matview::detail::encoded::not_held ? "not held" : "mismatch";
}

template <class T> std::string print(const T& value) {
    std::string text;
    matview::codec<T>::ops().print(&value, text);
    return text;
}

/// The message of the Error that the call throws; "no error" where it throws none.
template <class Error = matview::value_error, class Call> std::string message_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.message();
    }
    return "no error";
}

/// Every OID that the library can name, and one that it cannot.
inline std::vector<matview::oid> known_types() {
    std::vector<matview::oid> types{100001, 100002, 100003, 100004, 100005, 4'000'000'000};
    for (matview::oid id = 1; id < 7000; ++id)
        if (matview::builtin_types().find(id)) types.push_back(id);
    return types;
}

/// The types that a T, and an optional T, is read from.
template <class T> std::set<matview::oid> types_read() {
    std::set<matview::oid> read;
    for (const matview::oid type : known_types()) {
        const bool plain = matview::codec<T>::ops().decoder(type, false, all_types);
        const bool optional = matview::codec<T>::ops().decoder(type, true, all_types);
        if (plain != optional) throw std::logic_error("plain and optional differ");
        if (plain) read.insert(type);
    }
    return read;
}

/// The types that the value is not a mismatch for.
template <class T> std::set<matview::oid> types_written(const T& value) {
    std::set<matview::oid> written;
    for (const matview::oid type : known_types())
        if (encode(value, type) != "mismatch") written.insert(type);
    return written;
}

/// Of the lengths 0 to n+1 of those n bytes and one more, the ones that are read; as a plain field and as an optional.
template <class T> std::vector<std::size_t> lengths_read(matview::oid type, std::string_view hex) {
    const std::string bytes = from_hex(hex) + '\0';
    std::vector<std::size_t> read;
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const exact_cell value(std::string_view(bytes).substr(0, length));
        T plain{};
        std::optional<T> optional;
        const bool plain_read = message_of([&] { decode_cell(type, value, plain); }) == "no error";
        const bool optional_read = message_of([&] { decode_cell(type, value, optional); }) == "no error";
        if (plain_read != optional_read) throw std::logic_error("plain and optional differ");
        if (plain_read && plain != optional) throw std::logic_error("plain and optional read different values");
        if (plain_read) read.push_back(length);
    }
    return read;
}

}  // namespace wire_test
