// Errors of values, told of the place where they stand.
#pragma once

#include <string>
#include <string_view>

#include <matview/error.hpp>
#include <matview/query/state.hpp>

#include "db/plan.hpp"

namespace matview::inline v0::detail {

/// What a read is about, for its errors.
struct read_of {
    const layout& asked;
    const std::string& sql;
    std::string_view what;
};

[[noreturn]] void rethrow_at(const value_error& failure, const read_of& read, const row_reader& reader);
[[noreturn]] void rethrow_at(const mapping_error& failure, const read_of& read, const row_reader& reader);

/// Calls f, which decodes by that reader, and tells what a codec throws there of its column and row.
template <class F> auto with_place(const read_of& read, const row_reader& reader, const F& f) {
    try {
        return f();
    } catch (const mapping_error& failure) {
        rethrow_at(failure, read, reader);
    } catch (const value_error& failure) {
        rethrow_at(failure, read, reader);
    }
}

}  // namespace matview::inline v0::detail
