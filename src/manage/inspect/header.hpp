// Which structs a header has, how they refer to each other, and in which order they stand.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "manage/inspect/cpp_types.hpp"
#include "manage/inspect/model.hpp"
#include "manage/inspect/read_model.hpp"

namespace matview::inline v0::managing {

struct header_field {
    const model_column* column;
    std::string name;
    std::string type;      // of C++; empty where nothing reads the column
    std::string remark;    // a comment behind the field
    bool renamed = false;  // Meta::columns has to say so
};

struct header_struct {
    model of;
    std::string name;
    bool only_key = false;  // it was not asked for: others refer to it
    std::vector<header_field> fields;
    std::vector<std::string> key;  // fields; empty where there is none
};

struct header {
    std::vector<header_struct> structs;     // each behind those that it needs
    std::vector<std::string> declarations;  // enums and composite types
    std::vector<std::string> forward;       // structs that are referred to before they stand
};

struct header_options {
    bool related = false;                            // with the tables that references and joins lead to
    std::map<std::int64_t, std::string> names = {};  // of structs, by relation
};

header make_header(catalog& from, const std::vector<found_relation>& relations, const header_options& options);

}  // namespace matview::inline v0::managing
