// From the catalog to a model.
#pragma once

#include "manage/definition/definitions.hpp"
#include "manage/definition/nullability.hpp"
#include "manage/inspect/model.hpp"

namespace matview::inline v0::managing {

class model_reader {
public:
    explicit model_reader(catalog& from) : from_(from), definitions_(from), nullability_(definitions_) {}

    model read(const found_relation& relation);

private:
    void read_columns(model& into);
    void read_indexes(model& into);
    void read_references(model& into);
    std::optional<model_reference> reference_of(const model& of, const model_column& column);
    std::optional<model_reference> guess_by_name(const model& of, const model_column& column);
    void read_joined(model& into);

    catalog& from_;
    definitions definitions_;
    nullability nullability_;
};

}  // namespace matview::inline v0::managing
