// tsvector as text, https://www.postgresql.org/docs/current/datatype-textsearch.html
#pragma once

#include <string>
#include <string_view>

#include <matview/wire/bytes.hpp>

namespace matview::inline v0::detail {

/// "'fat':2 'rat':3A,9", as the server prints it. Throws value_error where the bytes are no tsvector.
std::string tsvector_text(cell value);

/// Writes what the server reads from such text: lexemes with or without quotes, positions with weights, in any order. Throws value_error
/// where the text is none.
void write_tsvector(std::string_view text, byte_writer& out);

}  // namespace matview::inline v0::detail
