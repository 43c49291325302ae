// Four types of one's own, each with its codec. A codec stands before the first model that uses the type.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>

#include <matview/matview.hpp>

/// A strong type: no order's number is taken for a customer's. One line makes it travel as bigint does.
struct CustomerId {
    std::int64_t value;
};
template <> struct matview::codec<CustomerId> : matview::codec_as<CustomerId, std::int64_t> {};

/// An enum over the integer that the column holds.
enum class Status : std::int32_t { open = 1, paid = 2 };
template <> struct matview::codec<Status> : matview::codec_as<Status, std::int32_t> {};

/// A decimal type of one's own, in hundredths: it is made from a numeric and converts to one, so the line is the same.
class Amount {
public:
    Amount() = default;
    explicit Amount(std::int64_t cents) : cents_(cents) {}
    /// Throws matview::value_error where there are more than two digits behind the point: nothing is rounded unasked.
    explicit Amount(const matview::numeric& value);
    explicit operator matview::numeric() const { return matview::numeric(to_string()); }

    Amount& operator+=(Amount other) {
        cents_ += other.cents_;
        return *this;
    }
    std::string to_string() const;

private:
    std::int64_t cents_ = 0;
};
template <> struct matview::codec<Amount> : matview::codec_as<Amount, matview::numeric> {};

/// A type that matview has no codec for, PostgreSQL's point: two float8, as point_send writes them.
struct Place {
    double x = 0, y = 0;
};
template <> struct matview::codec<Place> {
    static constexpr matview::pg_type type{"point"};

    static Place decode(std::span<const std::byte> bytes, const matview::type_registry&) {
        if (bytes.size() != 16) throw matview::value_error("a point has 16 bytes");
        return {std::bit_cast<double>(matview::read_integer<std::uint64_t>(bytes.data())),
                std::bit_cast<double>(matview::read_integer<std::uint64_t>(bytes.data() + 8))};
    }
    static void encode(const Place& value, matview::byte_writer& out, const matview::type_registry&) {
        out.integer(std::bit_cast<std::uint64_t>(value.x));
        out.integer(std::bit_cast<std::uint64_t>(value.y));
    }
};
