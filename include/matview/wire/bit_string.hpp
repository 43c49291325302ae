// bit and bit varying: strings of bits, https://www.postgresql.org/docs/current/datatype-bit.html
#pragma once

#include <bitset>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's types bit(n) and bit varying: bits from left to right, of which the first has the index 0, as for get_bit.
class MATVIEW_EXPORT bit_string {
public:
    /// No bits.
    bit_string() = default;
    /// So many zeros.
    explicit bit_string(std::size_t size) : bytes_((size + 7) / 8, '\0'), size_(size) {}
    /// From "1011". Throws value_error, which quotes the text.
    explicit bit_string(std::string_view zeros_and_ones);

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    /// `index` is below size().
    bool operator[](std::size_t index) const noexcept {
        return (static_cast<unsigned char>(bytes_[index / 8]) >> (7 - index % 8) & 1U) != 0;
    }
    /// Sets one bit; `index` is below size().
    void set(std::size_t index, bool value = true) noexcept;
    /// "1011", as the server prints it.
    std::string to_string() const;

    friend bool operator==(const bit_string&, const bit_string&) = default;
    /// As the server orders: bit by bit, and of two that begin alike the longer one last.
    std::strong_ordering operator<=>(const bit_string& right) const noexcept;

private:
    friend struct bit_string_access;

    std::string bytes_;  // the first bit is the highest of the first byte; what is behind the last one is zero
    std::size_t size_ = 0;
};

/// Reads and writes bit and bit varying.
template <> struct MATVIEW_EXPORT codec<bit_string> { static const detail::value_ops& ops(); };

namespace detail {

/// The bits of a bit(n). Throws value_error unless it has exactly `size`.
MATVIEW_EXPORT bit_string read_bits(cell value, std::size_t size);
MATVIEW_EXPORT encoded write_bits(const bit_string& bits, oid type, byte_writer& out);

// std::bitset counts from the right: both write "1011" alike.
template <std::size_t N> struct bitset_ops {
    static void read(cell value, std::bitset<N>& field) {
        const bit_string bits = read_bits(value, N);
        for (std::size_t i = 0; i < N; ++i) field[N - 1 - i] = bits[i];
    }
    static bit_string bits_of(const std::bitset<N>& value) {
        bit_string bits(N);
        for (std::size_t i = 0; i < N; ++i) bits.set(i, value[N - 1 - i]);
        return bits;
    }
    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        if (type != pg::bit) return nullptr;
        return optional ? &decode_optional<std::bitset<N>, &read> : &decode_plain<std::bitset<N>, &read>;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
        return write_bits(bits_of(*static_cast<const std::bitset<N>*>(value)), type, out);
    }
    static void print(const void* value, std::string& out) {
        out += bits_of(*static_cast<const std::bitset<N>*>(value)).to_string();
    }

    static constexpr value_ops ops{"std::bitset", pg_type(pg::bit), &decoder, &encode, &print};
};

}  // namespace detail

/// Reads bit(N): one of another length throws value_error. Writes bit and bit varying. Its rightmost bit has the index 0.
template <std::size_t N> struct codec<std::bitset<N>> {
    static const detail::value_ops& ops() { return detail::bitset_ops<N>::ops; }
};

}  // namespace matview::inline v0
