// The binary form of both types is the count of bits, then the bits (bit_send in src/backend/utils/adt/varbit.c of PostgreSQL).
#include <matview/wire/bit_string.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "quote.hpp"
#include "reading.hpp"

namespace matview::inline v0 {

struct bit_string_access {
    static void read(cell value, bit_string& field);
    static void write(const bit_string& value, byte_writer& out) {
        out.integer(static_cast<std::int32_t>(value.size_));
        out.raw(std::string_view(value.bytes_));
    }
};

bit_string::bit_string(std::string_view zeros_and_ones) : bit_string(zeros_and_ones.size()) {
    for (std::size_t i = 0; i < size_; ++i) {
        if (zeros_and_ones[i] != '0' && zeros_and_ones[i] != '1')
            throw value_error(fmt::format("not a bit string: {}", detail::in_quotes(zeros_and_ones)));
        if (zeros_and_ones[i] == '1') set(i);
    }
}

void bit_string::set(std::size_t index, bool value) noexcept {
    const auto bit = static_cast<unsigned char>(1U << (7 - index % 8));
    char& byte = bytes_[index / 8];
    byte = static_cast<char>(value ? static_cast<unsigned char>(byte) | bit : static_cast<unsigned char>(byte) & ~bit);
}

std::string bit_string::to_string() const {
    std::string text(size_, '0');
    for (std::size_t i = 0; i < size_; ++i)
        if ((*this)[i]) text[i] = '1';
    return text;
}

std::strong_ordering bit_string::operator<=>(const bit_string& right) const noexcept {
    // std::string compares its characters as unsigned bytes.
    const int order = bytes_.compare(right.bytes_);
    return order != 0 ? order <=> 0 : size_ <=> right.size_;
}

void bit_string_access::read(cell value, bit_string& field) {
    const std::string_view bytes = value.text();
    constexpr std::size_t header_size = 4;
    if (bytes.size() < header_size)
        throw value_error(
            fmt::format("malformed bit string: {} bytes where at least {} belong", bytes.size(), header_size));
    const auto size = read_integer<std::int32_t>(bytes.data());
    if (size < 0 || bytes.size() - header_size != (static_cast<std::size_t>(size) + 7) / 8)
        throw value_error(fmt::format("malformed bit string: {} bits in {} bytes", size, bytes.size() - header_size));
    bit_string read;
    read.bytes_ = bytes.substr(header_size);
    read.size_ = static_cast<std::size_t>(size);
    if (size % 8 != 0 && (static_cast<unsigned char>(read.bytes_.back()) & (0xFFU >> (size % 8))) != 0)
        throw value_error("malformed bit string: bits behind its end");
    field = std::move(read);
}

namespace detail {
namespace {

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::bit || type == pg::varbit ? decode_by<bit_string, &bit_string_access::read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    return write_bits(*static_cast<const bit_string*>(value), type, out);
}

void print(const void* value, std::string& out) { out += static_cast<const bit_string*>(value)->to_string(); }

}  // namespace

bit_string read_bits(cell value, std::size_t size) {
    bit_string bits;
    bit_string_access::read(value, bits);
    if (bits.size() != size)
        throw value_error(
            fmt::format("a bit({}), where the field is std::bitset<{}>: give it that size, or make it "
                        "matview::bit_string",
                        bits.size(), size));
    return bits;
}

encoded write_bits(const bit_string& bits, oid type, byte_writer& out) {
    if (type != pg::bit && type != pg::varbit) return encoded::mismatch;
    bit_string_access::write(bits, out);
    return encoded::done;
}

}  // namespace detail

const detail::value_ops& codec<bit_string>::ops() {
    static constexpr detail::value_ops ops{"matview::bit_string", pg_type(pg::varbit), &detail::decoder,
                                           &detail::encode, &detail::print};
    return ops;
}

}  // namespace matview::inline v0
