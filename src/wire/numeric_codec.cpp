// numeric <-> bytes. The binary form is that of numeric_send (src/backend/utils/adt/numeric.c of PostgreSQL): four 16-bit integers,
// which are the count of digits, the first digit's power of 10000, the sign and the digits shown behind the point, then the digits.
#include <optional>

#include <fmt/format.h>

#include <matview/error.hpp>
#include <matview/wire/numeric.hpp>

#include "numeric_limits.hpp"
#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0::detail {
namespace {

enum sign_code : std::uint16_t {
    positive = 0x0000,
    negative = 0x4000,
    nan = 0xC000,
    positive_infinity = 0xD000,
    negative_infinity = 0xF000
};

constexpr std::size_t header_size = 8;

[[noreturn]] void fail(const std::string& what) { throw value_error("malformed numeric: " + what); }

}  // namespace

struct numeric_access {
    static void read(cell value, numeric& field);
    static void write(const numeric& value, byte_writer& out);
    static std::optional<std::int64_t> integer(const numeric& value) noexcept;
    static std::optional<std::uint64_t> xid8(const numeric& value) noexcept;

private:
    static void read_digits(cell value, std::size_t count, numeric& field);
    static std::uint16_t sign_of(const numeric& value) noexcept;
};

void numeric_access::read(cell value, numeric& field) {
    const std::size_t size = value.bytes().size();
    if (size < header_size) fail(fmt::format("{} bytes where at least {} belong", size, header_size));
    const std::size_t count = read_integer<std::uint16_t>(value.data);
    if (size != header_size + 2 * count)
        fail(fmt::format("{} bytes where {} digits need {}", size, count, header_size + 2 * count));
    const auto sign = read_integer<std::uint16_t>(value.data + 4);
    const auto scale = read_integer<std::uint16_t>(value.data + 6);
    if (scale > numeric_largest_scale) fail(fmt::format("scale {}", scale));

    numeric number;
    switch (sign) {
        case positive:
        case negative:
            number.weight_ = read_integer<std::int16_t>(value.data + 2);
            number.scale_ = scale;
            read_digits(value, count, number);
            number.negative_ = sign == negative && !number.digits_.empty();
            break;
        case nan:
            number.kind_ = numeric::kind::nan;
            break;
        case positive_infinity:
        case negative_infinity:
            number.kind_ = numeric::kind::infinity;
            number.negative_ = sign == negative_infinity;
            break;
        default:
            fail(fmt::format("sign 0x{:04x}", sign));
    }
    if (!number.is_finite() && count != 0) fail("digits of no number");
    field = std::move(number);
}

void numeric_access::read_digits(cell value, std::size_t count, numeric& field) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto digit = read_integer<std::uint16_t>(value.data + header_size + 2 * i);
        if (digit > 9999) fail(fmt::format("digit {}", digit));
        if (digit == 0 && field.digits_.empty())
            --field.weight_;
        else
            field.digits_.push_back(digit);
    }
    field.digits_.erase(field.digits_.find_last_not_of(u'\0') + 1);
    if (field.digits_.empty()) {
        field.weight_ = 0;
        return;
    }
    // What stands behind the scale would count and yet not be shown. The server never sends it.
    const std::int64_t places = (static_cast<std::int64_t>(field.digits_.size()) - 1 - field.weight_) * 4;
    constexpr int powers_of_ten[] = {1, 10, 100, 1000};
    const std::int64_t hidden = places - field.scale_;
    if (hidden > 3 || (hidden > 0 && field.digits_.back() % powers_of_ten[hidden] != 0))
        fail(fmt::format("digits behind its scale of {}", field.scale_));
}

std::uint16_t numeric_access::sign_of(const numeric& value) noexcept {
    if (value.is_nan()) return nan;
    if (value.is_infinite()) return value.negative_ ? negative_infinity : positive_infinity;
    return value.negative_ ? negative : positive;
}

void numeric_access::write(const numeric& value, byte_writer& out) {
    out.integer(static_cast<std::uint16_t>(value.digits_.size()));
    out.integer(static_cast<std::int16_t>(value.weight_));
    out.integer(sign_of(value));
    out.integer(value.scale_);
    for (const char16_t digit : value.digits_) out.integer(static_cast<std::uint16_t>(digit));
}

std::optional<std::int64_t> numeric_access::integer(const numeric& value) noexcept {
    constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
    widest_unsigned magnitude = 0;
    if (!value.integer_within(highest + 1, highest, magnitude)) return std::nullopt;
    return static_cast<std::int64_t>(value.negative_ ? 0 - magnitude : magnitude);
}

std::optional<std::uint64_t> numeric_access::xid8(const numeric& value) noexcept {
    widest_unsigned magnitude = 0;
    if (!value.integer_within(0, std::numeric_limits<std::uint64_t>::max(), magnitude)) return std::nullopt;
    return static_cast<std::uint64_t>(magnitude);
}

namespace {

// A number of 64 bits without a sign.
void read_xid8(cell value, numeric& field) { field = read_exactly<std::uint64_t>(value, "xid8"); }

encoded write_xid8(std::optional<std::uint64_t> value, byte_writer& out) {
    if (!value) return encoded::not_held;
    out.integer(*value);
    return encoded::done;
}

decode_fn decoder(oid type, bool optional, const type_registry&) {
    switch (type) {
        case pg::numeric:
            return decode_by<numeric, &numeric_access::read>(optional);
        case pg::int2:
            return decode_by<numeric, &read_as<numeric, std::int16_t>>(optional);
        case pg::int4:
            return decode_by<numeric, &read_as<numeric, std::int32_t>>(optional);
        case pg::int8:
            return decode_by<numeric, &read_as<numeric, std::int64_t>>(optional);
        case pg::xid8:
            return decode_by<numeric, &read_xid8>(optional);
        default:
            return nullptr;
    }
}

encoded encode(const void* at, oid type, byte_writer& out, const type_registry&) {
    const auto& value = *static_cast<const numeric*>(at);
    if (is_integer(type)) return write_integer(numeric_access::integer(value), type, out);
    if (is_text(type)) return write_text(value.to_string(), type, out);
    if (type == pg::xid8) return write_xid8(numeric_access::xid8(value), out);
    if (type != pg::numeric) return encoded::mismatch;
    numeric_access::write(value, out);
    return encoded::done;
}

void print(const void* value, std::string& out) { out += static_cast<const numeric*>(value)->to_string(); }

// `int_column < numeric("2.5")` has to be compared as decimals, though the server infers an integer for the parameter.
oid declare(oid inferred) { return is_integer(inferred) ? pg::numeric : 0; }

}  // namespace
}  // namespace matview::inline v0::detail

namespace matview::inline v0 {

const detail::value_ops& codec<numeric>::ops() {
    static constexpr detail::value_ops ops{"matview::numeric", pg_type(pg::numeric), &detail::decoder,
                                           &detail::encode,    &detail::print,       &detail::declare};
    return ops;
}

}  // namespace matview::inline v0
