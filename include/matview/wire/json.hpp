// json and jsonb as text, https://www.postgresql.org/docs/current/datatype-json.html
#pragma once

#include <string>
#include <utility>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A JSON document as the server writes it: of json the very text that was stored, of jsonb the server's own spelling of the value.
/// It is not parsed here: text that is no JSON is refused by the server (22P02). <matview/json.hpp> reads the documents of nlohmann-json.
struct json {
    std::string text = "null";  ///< UTF-8

    /// The document `null`.
    json() = default;
    /// Takes text for JSON; no check is made.
    explicit json(std::string document) : text(std::move(document)) {}

    const std::string& to_string() const noexcept { return text; }

    /// Compares the texts; two spellings of one document differ. The server compares documents, and jsonb only: json has no `=` there.
    friend bool operator==(const json&, const json&) = default;
};

namespace detail {
/// What carries a JSON document.
template <class V> inline constexpr bool is_json = false;
template <> inline constexpr bool is_json<json> = true;
}  // namespace detail

/// Reads and writes json and jsonb.
template <> struct MATVIEW_EXPORT codec<json> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
