// A relation on its way to a struct.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "manage/catalog.hpp"

namespace matview::inline v0::managing {

struct model_column {
    int number;
    std::string name;
    std::int64_t type;
    std::string type_name;  // as the server prints it
    bool never_null = false;
};

/// A column that refers to the only key column of another relation.
struct model_reference {
    int column;
    std::int64_t target;
    bool guessed;
    std::string why;  // "by the foreign key of quiz_quizresult.user_id"
};

struct model_index {
    bool unique;
    std::string definition;  // CREATE INDEX …
    struct part {
        int column;
        bool descending, nulls_first;
    };
    std::vector<part> parts;  // empty where the index has more to it than columns and directions
};

struct model {
    found_relation of;
    std::vector<model_column> columns;
    std::vector<int> key;  // numbers of columns that identify a row; empty where none are known
    std::vector<model_reference> references;
    std::vector<std::int64_t> joined;  // what the definition reads beside the first relation
    std::vector<model_index> indexes;  // beside the key's
    std::string definition;            // of a view
    std::string comment;               // COMMENT ON

    const model_column* column(int number) const {
        for (const model_column& one : columns)
            if (one.number == number) return &one;
        return nullptr;
    }
};

}  // namespace matview::inline v0::managing
