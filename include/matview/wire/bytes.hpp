// Bytes as PostgreSQL sends them: one cell of a row, and a buffer to write parameters into. Network byte order throughout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace matview::inline v0 {

/// One value of a row in binary form; a negative size stands for NULL. The bytes belong to the row source.
struct cell {
    const char* data = nullptr;
    std::int32_t size = -1;

    bool is_null() const noexcept { return size < 0; }
    std::span<const std::byte> bytes() const noexcept {
        return {reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(size < 0 ? 0 : size)};
    }
    std::string_view text() const noexcept { return {data, static_cast<std::size_t>(size < 0 ? 0 : size)}; }
};

namespace detail {

// A sum of its bytes and no loop, since that is what GCC makes one load and one byte swap of at -O2.
template <class Unsigned, std::size_t... I>
Unsigned join_bytes(const unsigned char* bytes, std::index_sequence<I...>) noexcept {
    return static_cast<Unsigned>((... | (static_cast<std::uint64_t>(bytes[I]) << (8 * (sizeof(Unsigned) - 1 - I)))));
}

}  // namespace detail

/// Reads an integer in network byte order. The caller has checked that sizeof(Int) bytes are there.
template <class Int> Int read_integer(const void* from) noexcept {
    static_assert(std::is_integral_v<Int>);
    const auto* bytes = static_cast<const unsigned char*>(from);
    return static_cast<Int>(
        detail::join_bytes<std::make_unsigned_t<Int>>(bytes, std::make_index_sequence<sizeof(Int)>()));
}

/// Collects the bytes of parameters. Not thread-safe.
class byte_writer {
public:
    template <class Int> void integer(Int value) {
        static_assert(std::is_integral_v<Int>);
        const auto bits = static_cast<std::make_unsigned_t<Int>>(value);
        for (std::size_t i = sizeof(Int); i-- > 0;) bytes_.push_back(static_cast<char>((bits >> (8 * i)) & 0xFFU));
    }
    void raw(std::string_view bytes) { bytes_.append(bytes); }
    void raw(std::span<const std::byte> bytes) {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }

    std::size_t size() const noexcept { return bytes_.size(); }
    const std::string& bytes() const noexcept { return bytes_; }
    /// Takes back what was written behind `size`.
    void truncate(std::size_t size) { bytes_.resize(size); }
    /// Writes an int32 over the four bytes at `position`: a length that was not known before.
    void patch_int32(std::size_t position, std::int32_t value) {
        const auto bits = static_cast<std::uint32_t>(value);
        for (std::size_t i = 0; i < 4; ++i) bytes_[position + i] = static_cast<char>((bits >> (8 * (3 - i))) & 0xFFU);
    }

private:
    std::string bytes_;
};

}  // namespace matview::inline v0
