// Reads a value that holds others, byte for byte, and never behind its end.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <matview/error.hpp>
#include <matview/wire/bytes.hpp>

namespace matview::inline v0::detail {

class byte_reader {
public:
    /// `what` names the type in errors.
    byte_reader(cell value, std::string_view what)
        : at_(value.data), left_(value.is_null() ? 0 : static_cast<std::size_t>(value.size)), what_(what) {}

    template <std::integral Int> Int integer() {
        need(sizeof(Int));
        const Int value = read_integer<Int>(at_);
        skip(sizeof(Int));
        return value;
    }
    /// A length and as many bytes; a length of -1 is NULL.
    cell sized() {
        const auto size = integer<std::int32_t>();
        if (size < -1) fail("a negative length");
        if (size == -1) return {};
        need(static_cast<std::size_t>(size));
        const cell value{at_, size};
        skip(static_cast<std::size_t>(size));
        return value;
    }
    /// The bytes up to the next zero byte, which is taken too.
    std::string_view terminated() {
        const std::string_view rest(at_, left_);
        const std::size_t size = rest.find('\0');
        need(size == rest.npos ? left_ + 1 : size + 1);
        skip(size + 1);
        return rest.substr(0, size);
    }
    /// A number of parts that take at least so many bytes each: as many as the rest can hold, so room may be made for them.
    std::size_t count(std::size_t least_bytes) {
        const auto number = integer<std::int32_t>();
        if (number < 0) fail("a negative count");
        if (static_cast<std::size_t>(number) > left_ / least_bytes) fail("more parts announced than its bytes hold");
        return static_cast<std::size_t>(number);
    }
    std::size_t left() const noexcept { return left_; }
    void end() const {
        if (left_ != 0) fail("bytes behind its end");
    }
    [[noreturn]] void fail(std::string_view why) const;

private:
    void need(std::size_t bytes) const {
        if (left_ < bytes) fail("it ends too early");
    }
    void skip(std::size_t bytes) {
        at_ += bytes;
        left_ -= bytes;
    }

    const char* at_;
    std::size_t left_;
    std::string_view what_;
};

/// Throws what `failure` is, with words before its message that say which part of a value it is about.
template <class E> [[noreturn]] void rethrow_within(const E& failure, std::string_view part) {
    error_context context = failure.context();
    context.message = std::string(part).append(": ").append(failure.message());
    throw E(std::move(context));
}

}  // namespace matview::inline v0::detail
