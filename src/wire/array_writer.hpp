// Writes an array's binary form, element after element.
#pragma once

#include <cstddef>
#include <cstdint>

#include <matview/wire/codec.hpp>

namespace matview::inline v0::detail {

/// One dimension from 1; https://www.postgresql.org/docs/current/arrays.html
class array_writer {
public:
    array_writer(oid element, byte_writer& out);

    /// Null for NULL. What is not done has left no trace.
    encoded add(const value_ops& ops, const void* value, const type_registry& types);
    void finish();
    /// As if nothing had been written.
    void undo() { out_.truncate(start_); }

private:
    byte_writer& out_;
    oid element_;
    std::size_t start_;
    std::int32_t count_ = 0;
    std::int32_t nulls_ = 0;
};

}  // namespace matview::inline v0::detail
