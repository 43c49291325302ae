#include <matview/wire/range.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "byte_reader.hpp"

namespace matview::inline v0::detail {
namespace {

// The first byte of a range, src/include/utils/rangetypes.h of PostgreSQL.
enum flag : unsigned { is_empty = 0x01, lower_in = 0x02, upper_in = 0x04, no_lower = 0x08, no_upper = 0x10 };

void read_bound(cell value, void* bound, const decode_step& step, std::string_view name) {
    try {
        step.decode(value, bound, step);
    } catch (const mapping_error& failure) {
        rethrow_within(failure, name);
    } catch (const value_error& failure) {
        rethrow_within(failure, name);
    }
}

std::string in_range_quotes(const std::string& text) {
    if (!text.empty() && text.find_first_of("\"\\()[], \t\n\r\v\f") == text.npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' || c == '\\' ? 2 : 1, c);
    return quoted += '"';
}

// int4range and int8range are kept as [lower, upper): a bound that would have to be one more than the largest integer is none.
bool is_beyond(oid type, std::string_view bound) {
    return (type == 3904 && bound == "\x7f\xff\xff\xff") ||
           (type == 3926 && bound == "\x7f\xff\xff\xff\xff\xff\xff\xff");
}

encoded write_bound(const void* bound, bool counted_up, const value_ops& ops, oid type, oid subtype, byte_writer& out,
                    const type_registry& types) {
    const std::size_t size_at = out.size();
    out.integer<std::int32_t>(0);
    const encoded what = encode_as(ops, bound, subtype, out, types);
    if (what != encoded::done) return what;
    const std::string_view written = std::string_view(out.bytes()).substr(size_at + sizeof(std::int32_t));
    if (counted_up && is_beyond(type, written)) return encoded::not_held;
    out.patch_int32(size_at, static_cast<std::int32_t>(written.size()));
    return encoded::done;
}

}  // namespace

// The registry knows of a built-in range what it is over: so it is asked, and no list of them kept here.
pg_type natural_range(const pg_type& subtype) {
    if (subtype.id == 0 || subtype.array) return pg_type(oid{0});
    for (const oid range : {3904U, 3906U, 3908U, 3910U, 3912U, 3926U})
        if (builtin_types().find(range)->element == subtype.id) return pg_type(range);
    return pg_type(oid{0});
}

bool is_range_type(oid type, const type_registry& types) {
    const type_info* info = types.find(type);
    return info && info->kind == 'r' && info->element != 0;
}

std::vector<decode_step> range_parts(const value_ops& ops, oid type, const type_registry& types) {
    return {make_step(ops, types.find(type)->element, true, types)};
}

void fail_bounds(const value_ops& ops, const void* lower, const void* upper) {
    std::string low, high;
    ops.print(lower, low);
    ops.print(upper, high);
    throw value_error(fmt::format("a range's lower bound {} is above its upper bound {}", low, high));
}

std::string range_text(const range_flags& flags, const void* lower, const void* upper,
                       void (*print)(const void* value, std::string& out)) {
    if (flags.empty) return "empty";
    std::string text = flags.lower_inclusive ? "[" : "(";
    const auto add = [&](const void* bound) {
        if (!bound) return;
        std::string printed;
        print(bound, printed);
        text += in_range_quotes(printed);
    };
    add(lower);
    text += ',';
    add(upper);
    return text += flags.upper_inclusive ? ']' : ')';
}

void read_range(cell value, range_flags& flags, void* lower, void* upper, const decode_step& step) {
    const decode_step& part = step.parts.front();
    byte_reader in(value, "range");
    const unsigned bits = in.integer<std::uint8_t>();
    const auto bound = [&](unsigned without) {
        if ((bits & (without | is_empty)) != 0) return cell{};
        const cell read = in.sized();
        if (read.is_null()) in.fail("a bound that is NULL");
        return read;
    };
    read_bound(bound(no_lower), lower, part, "the lower bound");
    read_bound(bound(no_upper), upper, part, "the upper bound");
    in.end();
    flags.empty = (bits & is_empty) != 0;
    flags.lower_inclusive = !flags.empty && (bits & no_lower) == 0 && (bits & lower_in) != 0;
    flags.upper_inclusive = !flags.empty && (bits & no_upper) == 0 && (bits & upper_in) != 0;
}

encoded write_range(const range_flags& flags, const void* lower, const void* upper, const value_ops& ops, oid type,
                    byte_writer& out, const type_registry& types) {
    if (!is_range_type(type, types)) return encoded::mismatch;
    const oid subtype = types.find(type)->element;
    const std::size_t start = out.size();
    const unsigned bits = flags.empty
                              ? is_empty
                              : (flags.lower_inclusive ? lower_in : 0U) | (flags.upper_inclusive ? upper_in : 0U) |
                                    (lower ? 0U : no_lower) | (upper ? 0U : no_upper);
    out.integer(static_cast<std::uint8_t>(bits));
    encoded what = encoded::done;
    if (lower && !flags.empty) what = write_bound(lower, !flags.lower_inclusive, ops, type, subtype, out, types);
    if (upper && !flags.empty && what == encoded::done)
        what = write_bound(upper, flags.upper_inclusive, ops, type, subtype, out, types);
    if (what != encoded::done) out.truncate(start);
    return what;
}

}  // namespace matview::inline v0::detail
