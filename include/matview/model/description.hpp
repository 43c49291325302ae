// A model without its type: what the compiled part of the library knows of a struct and its relation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/order.hpp>
#include <matview/model/relation.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0::detail {

/// Where a foreign key stands: for the message of a related row that was not selected.
struct relation_info {
    std::string_view model;
    std::string_view field;
};

/// A column, and where its value goes in the struct.
struct column_info {
    std::string name;
    std::string_view field;
    const value_ops* codec;
    bool optional;  // the field can hold NULL
    std::size_t offset;
    decode_fn key_wrapper = nullptr;  // of a foreign key: decodes through it
    const relation_info* relation = nullptr;
    const void* (*held)(const void* field) = nullptr;  // of an optional field: its value, or null
};

struct field_info {
    std::string_view name;
    std::size_t first_column;
    std::size_t column_count;
    std::size_t offset;
};

struct index_part {
    std::size_t column;
    direction way;
    nulls place;
};
struct index_info {
    bool unique;
    std::vector<index_part> parts;
};

// Its special members are compiled once in the library, as are those of other parts that every query is made of.
struct MATVIEW_EXPORT model_info {
    model_info();
    model_info(const model_info&);
    model_info(model_info&&) noexcept;
    ~model_info();

    std::string_view name;         // of the struct
    matview::relation relation{};  // its name is empty for a plain row type
    std::string fetch;             // "fetch of leaderboard", for errors
    std::vector<field_info> fields;
    std::vector<column_info> columns;
    std::vector<std::size_t> primary_key;  // columns
    std::string_view definition;
    std::vector<index_info> indexes;

    /// Terminates when there is no such field: the compile-time rules have seen to it.
    const field_info& field(std::string_view field_name) const;
    bool has_column(std::string_view column_name) const;
};

/// schema.name, unquoted, for messages.
MATVIEW_EXPORT std::string display_name(const relation& relation);

}  // namespace matview::inline v0::detail
