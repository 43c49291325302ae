// Every codec on every type that it reads: bytes become a value or are refused, and a value becomes bytes that are that value again.
#include <optional>

#include <matview/wire/parameter.hpp>

#include "../unit/wire/codecs.hpp"
#include "target.hpp"
#include "wire/utf8.hpp"

namespace fuzz_test {
namespace {

using namespace matview;
using wire_test::composed_types;
using wire_test::type_list;

template <class T> std::optional<std::string> bytes_of(const T& value, oid type) {
    byte_writer out;
    if (detail::encode_as(detail::ops_of<T>(), &value, type, out, composed_types) != detail::encoded::done)
        return std::nullopt;
    return out.bytes();
}

// NaN, also within a value, equals nothing.
template <class T> bool same(const T& a, const T& b, oid type) {
    return a == b || bytes_of(a, type) == bytes_of(b, type);
}

// Whether the server can have sent it: it is trusted to send text that it would also take.
// Values that the server does not send are told when they are written.
template <class T> bool can_be_sent(const T& value, oid type) {
    try {
        return bytes_of(value, type).has_value();
    } catch (const value_error&) {
        return false;
    }
}

/// The value, or nothing where the bytes are refused; `into` is what the field held before.
template <class Field> std::optional<Field> decoded(oid type, cell value, Field into = {}) {
    try {
        using ops = typename detail::field_traits<Field>;
        const auto step = detail::make_step(detail::ops_of<typename ops::value>(), type, ops::optional, composed_types);
        step.decode(value, &into, step);
        return into;
    } catch (const value_error&) {
    } catch (const mapping_error&) {
    }
    return std::nullopt;
}

template <class T> std::string printed(const T& value) {
    std::string text;
    detail::ops_of<T>().print(&value, text);
    return text;
}
template <class T> std::string written(const T& value, oid type) {
    const auto bytes = bytes_of(value, type);
    require(bytes.has_value(), "what was read is written", printed(value));
    return *bytes;
}

template <class T> void check_null(oid type) {
    require(!decoded<T>(type, cell{}), "NULL is refused by a plain field");
    const auto read = decoded<std::optional<T>>(type, cell{}, T{});
    require(read && !*read, "NULL empties an optional");
}

template <class T> void check_optional(oid type, cell bytes, const std::optional<T>& plain) {
    for (const std::optional<T>& before : {std::optional<T>(), std::optional<T>(T{})}) {
        const auto read = decoded<std::optional<T>>(type, bytes, before);
        require(read.has_value() == plain.has_value(), "an optional field takes what a plain one takes");
        require(!read || (*read && same(**read, *plain, type)), "an optional field reads what a plain one reads");
    }
}

template <class T> void check_round_trip(oid type, const T& value) {
    const std::string bytes = written(value, type);
    const auto again = decoded<T>(type, wire_test::exact_cell(bytes));
    require(again && same(*again, value, type), "what was written is read as the same value", printed(value));
    require(written(*again, type) == bytes, "the same value is written in the same way", printed(value));
}

oid array_of(oid element) {
    static const std::vector<oid> types = composed_types.all();
    for (const oid type : types)
        if (const type_info* info = composed_types.find(type);
            info && info->category == 'A' && info->element == element)
            return type;
    return 0;
}

template <class T> void check_array(oid type, const T& value) {
    const oid array = array_of(type);
    if (array == 0) return;
    const std::string element = written(value, type);
    byte_writer expected;
    for (const std::int32_t field : {1, 0, static_cast<std::int32_t>(type), 2, 1}) expected.integer(field);
    for (int i = 0; i < 2; ++i) {
        expected.integer(static_cast<std::int32_t>(element.size()));
        expected.raw(std::string_view(element));
    }
    byte_writer out;
    const auto parameter = parameter::array_of(std::vector<T>{value, value});
    require(parameter.encode(array, out, composed_types) == detail::encoded::done,
            "an array of such values is written");
    require(out.bytes() == expected.bytes(), "an array is its header and its elements", parameter.to_string());
}

// As what the server infers for a parameter, whatever that is.
template <class T> void check_other_type(oid type, const T& value) {
    byte_writer out;
    out.raw(std::string_view("before"));
    try {
        const auto how = detail::encode_as(detail::ops_of<T>(), &value, type, out, composed_types);
        require(out.bytes().starts_with("before") && (how == detail::encoded::done || out.size() == 6),
                "what is not held leaves nothing behind", printed(value));
    } catch (const value_error&) {
    } catch (const mapping_error&) {
    }
}

void check_tsvector(const std::string& text) {
    const auto in_order = decoded<std::string>(pg::tsvector, wire_test::exact_cell(written(text, pg::tsvector)));
    require(in_order.has_value(), "a tsvector that was written is read", text);
    check_round_trip(pg::tsvector, *in_order);
}

template <class T> void check(oid type, oid other, std::string_view bytes) {
    const wire_test::exact_cell cell(bytes);
    const auto value = decoded<T>(type, cell);
    check_optional<T>(type, cell, value);
    check_null<T>(type);
    if (!value) return;
    check_other_type(other, *value);
    if (!can_be_sent(*value, type)) return;
    if constexpr (std::is_same_v<T, std::string>)
        if (type == pg::tsvector) return check_tsvector(*value);  // the server sends them in order, the fuzzer does not
    check_round_trip(type, *value);
    if constexpr (detail::array_element<T>) check_array(type, *value);
}

struct entry {
    oid type;
    void (*check)(oid type, oid other, std::string_view bytes);
};

template <class... T> std::vector<entry> entries_of(type_list<T...>) {
    std::vector<entry> all;
    const auto add = [&all]<class One>(type_list<One>) {
        for (const oid type : wire_test::composed_types_read<One>()) all.push_back({type, &check<One>});
    };
    (add(type_list<T>{}), ...);
    return all;
}

const std::vector<entry>& entries() {
    static const std::vector<entry> all = entries_of(wire_test::codecs{});
    return all;
}

}  // namespace

void run(std::string_view input) {
    static const std::vector<oid> others = composed_types.all();
    input_reader in(input);
    const entry& chosen = entries()[in.number() % entries().size()];
    const oid other = others[in.number() % others.size()];
    chosen.check(chosen.type, other, in.rest());
}

std::vector<std::string> seeds() {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < entries().size(); ++i) {
        std::vector<std::string> values{wire_test::sample_of(entries()[i].type)};
        for (const std::size_t size : {0U, 1U, 2U, 4U, 8U, 16U}) {
            values.push_back(std::string(size, '\0'));
            values.push_back(std::string(size, '\xff'));
            values.push_back("\x80" + std::string(size, '\0'));
        }
        for (const char* numeric :
             {"0002000040000002000c1388", "00000000c0000000", "00010fff00003fff0001", "00000000d0000020"})
            values.push_back(wire_test::from_hex(numeric));
        for (const std::string& value : values) {
            byte_writer seed;
            seed.integer(static_cast<std::uint16_t>(i));
            seed.integer(static_cast<std::uint16_t>(all.size()));
            seed.raw(std::string_view(value));
            all.push_back(seed.bytes());
        }
    }
    return all;
}

}  // namespace fuzz_test
