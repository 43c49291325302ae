// json and jsonb as documents of nlohmann-json, https://json.nlohmann.me. Optional: not part of matview.hpp, and linked as matview::json.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <matview/error.hpp>
#include <matview/query/json_path.hpp>
#include <matview/wire/json.hpp>

namespace matview::inline v0 {
namespace detail {

/// Carries the text as matview::json does, and parses it.
struct nlohmann_ops {
    static json text_of(const nlohmann::json& value) {
        try {
            return json(value.dump());
        } catch (const nlohmann::json::exception& failure) {  // text that is not UTF-8
            throw value_error(std::string("no JSON to be written: ") + failure.what());
        }
    }
    static nlohmann::json parse(const json& document) {
        try {
            return nlohmann::json::parse(document.text);
        } catch (const nlohmann::json::exception& failure) {  // also a number beyond a double
            throw value_error(std::string("JSON that nlohmann::json does not hold: ") + failure.what());
        }
    }

    static json read(cell value, oid type, const decode_step& step) {
        json document;
        codec<json>::ops().decoder(type, false, *step.types)(value, &document, step);
        return document;
    }
    static void decode(cell value, void* target, const decode_step& step) {
        *static_cast<nlohmann::json*>(target) = parse(read(value, step.type, step));
    }
    static void decode_nullable(cell value, void* target, const decode_step& step) {
        auto& field = *static_cast<std::optional<nlohmann::json>*>(target);
        if (value.is_null()) return field.reset();
        field = parse(read(value, step.type, step));
    }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        if (!codec<json>::ops().decoder(type, optional, types)) return nullptr;
        return optional ? &decode_nullable : &decode;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        const json document = text_of(*static_cast<const nlohmann::json*>(value));
        return codec<json>::ops().encode(&document, type, out, types);
    }
    static void print(const void* value, std::string& out) {
        out +=
            static_cast<const nlohmann::json*>(value)->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    static constexpr value_ops ops{"nlohmann::json", pg_type(pg::jsonb), &decoder, &encode, &print};
};

template <> inline constexpr bool is_json<nlohmann::json> = true;

// Everything becomes a document unasked; a column is compared with documents only.
template <> struct operand_of<nlohmann::json> {
    template <class O> static constexpr bool accepts = std::is_same_v<O, nlohmann::json>;
    static nlohmann::json convert(const nlohmann::json& value) { return value; }
};

}  // namespace detail

/// Reads and writes json and jsonb. A number with more digits than a double holds is rounded, as nlohmann::json does: matview::json keeps
/// them. Text that it cannot parse, and a document with text that is not UTF-8, throw value_error. NULL, which is not the document `null`,
/// is a std::optional's.
template <> struct codec<nlohmann::json> {
    static const detail::value_ops& ops() { return detail::nlohmann_ops::ops; }
};

}  // namespace matview::inline v0
