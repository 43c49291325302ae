// tsvector as text, https://www.postgresql.org/docs/current/datatype-textsearch.html
#pragma once

#include <string>

#include <matview/wire/bytes.hpp>

namespace matview::inline v0::detail {

/// "'fat':2 'rat':3A,9", as the server prints it. Throws value_error where the bytes are no tsvector.
std::string tsvector_text(cell value);

}  // namespace matview::inline v0::detail
