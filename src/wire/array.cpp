#include <matview/wire/array.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "array_writer.hpp"
#include "byte_reader.hpp"

namespace matview::inline v0::detail {
namespace {

// Where each dimension's lower bound stands in the header, and how long that is without any.
constexpr std::int32_t empty_header_size = 12;

/// Reads the header; returns how many elements follow.
std::size_t read_header(byte_reader& in, oid element) {
    const auto dimensions = in.integer<std::int32_t>();
    const auto flags = in.integer<std::int32_t>();
    if (dimensions < 0 || (flags != 0 && flags != 1)) in.fail("its header");
    if (in.integer<oid>() != element) in.fail("its elements are of another type than the array's");
    if (dimensions == 0) return 0;
    if (dimensions > 1)
        throw value_error({.message = fmt::format("an array of {} dimensions, where one is read", dimensions),
                           .hint = "flatten it in the SQL: ARRAY(SELECT pg_catalog.unnest(column))"});
    const auto count = in.integer<std::int32_t>();
    const auto lower = in.integer<std::int32_t>();
    if (count < 0 || static_cast<std::size_t>(count) > in.left() / sizeof(std::int32_t))
        in.fail("more elements announced than its bytes hold");
    if (lower != 1 && count != 0)
        throw value_error({.message = fmt::format("an array whose first element has the index {}, not 1", lower),
                           .hint = "let its indexes begin at 1 in the SQL: (column)[:]"});
    return static_cast<std::size_t>(count);
}

std::string element_name(std::size_t index) { return fmt::format("element {}", index + 1); }

void read_element(cell value, void* target, const decode_step& step, bool optional) {
    if (value.is_null() && !optional)
        throw mapping_error("NULL where the elements cannot hold it: make them std::optional");
    step.decode(value, target, step);
}

}  // namespace

bool is_array_type(oid type, const type_registry& types) {
    const type_info* info = types.find(type);
    return info && info->category == 'A' && info->element != 0;
}

std::vector<decode_step> array_parts(const container_ops& ops, oid type, const type_registry& types) {
    const oid element = types.find(type)->element;
    decode_step step = make_step(ops.element(), element, ops.optional, types);
    step.type = element;  // as it stands in the header, also where that is a domain
    return {step};
}

void array_differences(const container_ops& ops, oid type, const type_registry& types, const std::string& path,
                       std::vector<problem>& found) {
    if (is_array_type(type, types) && ops.element().differences)
        ops.element().differences(without_domains(types.find(type)->element, types), types, path, found);
}

void read_array(cell value, void* container, const decode_step& step, const container_ops& ops) {
    const decode_step& part = step.parts.front();
    byte_reader in(value, "array");
    const std::size_t count = read_header(in, part.type);
    auto* target = static_cast<char*>(ops.resize(container, count));
    std::size_t i = 0;
    try {
        if (ops.set_bit) {
            for (bool bit = false; i < count; ++i) {
                read_element(in.sized(), &bit, part, false);
                ops.set_bit(container, i, bit);
            }
        } else {
            for (; i < count; ++i, target += ops.stride) read_element(in.sized(), target, part, ops.optional);
        }
    } catch (const mapping_error& failure) {
        rethrow_within(failure, element_name(i));
    } catch (const value_error& failure) {
        rethrow_within(failure, element_name(i));
    }
    in.end();
}

void fail_array_size(std::size_t expected, std::size_t actual) {
    throw value_error(fmt::format("an array of {} elements where {} belong", actual, expected));
}

array_writer::array_writer(oid element, byte_writer& out) : out_(out), element_(element), start_(out.size()) {
    out_.integer<std::int32_t>(1);  // dimension
    out_.integer<std::int32_t>(0);  // without NULLs
    out_.integer<oid>(element);
    out_.integer<std::int32_t>(0);  // elements
    out_.integer<std::int32_t>(1);  // the first one's index
}

encoded array_writer::add(const value_ops& ops, const void* value, const type_registry& types) {
    const std::size_t size_at = out_.size();
    out_.integer<std::int32_t>(-1);
    if (value) {
        const encoded what = encode_as(ops, value, element_, out_, types);
        if (what != encoded::done) {
            out_.truncate(size_at);
            return what;
        }
        out_.patch_int32(size_at, static_cast<std::int32_t>(out_.size() - size_at - sizeof(std::int32_t)));
    } else {
        nulls_ = 1;
    }
    ++count_;
    return encoded::done;
}

void array_writer::finish() {
    out_.patch_int32(start_ + sizeof(std::int32_t), nulls_);
    out_.patch_int32(start_ + empty_header_size, count_);
}

namespace {

/// Calls with each element's value, null for NULL, until a call returns false.
template <class Call> void for_each_value(const void* container, const container_ops& ops, const Call& call) {
    const auto* at = static_cast<const char*>(ops.first(container));
    const std::size_t count = ops.size(container);
    for (std::size_t i = 0; i < count; ++i) {
        const bool bit = ops.get_bit && ops.get_bit(container, i);
        const void* element = ops.get_bit ? static_cast<const void*>(&bit) : at + i * ops.stride;
        if (!call(ops.held ? ops.held(element) : element, i)) return;
    }
}

}  // namespace

encoded write_array(const void* container, const container_ops& ops, oid type, byte_writer& out,
                    const type_registry& types) {
    if (!is_array_type(type, types)) return encoded::mismatch;
    array_writer writer(types.find(type)->element, out);
    encoded what = encoded::done;
    for_each_value(container, ops, [&](const void* value, std::size_t) {
        what = writer.add(ops.element(), value, types);
        return what == encoded::done;
    });
    if (what == encoded::done)
        writer.finish();
    else
        writer.undo();
    return what;
}

void print_array(const void* container, const container_ops& ops, std::string& out) {
    out += '{';
    for_each_value(container, ops, [&](const void* value, std::size_t i) {
        if (i != 0) out += ',';
        if (value)
            ops.element().print(value, out);
        else
            out += "NULL";
        return true;
    });
    out += '}';
}

}  // namespace matview::inline v0::detail
