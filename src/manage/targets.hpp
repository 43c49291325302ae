// Which relations a command is about.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <matview/model/description.hpp>

#include "manage/catalog.hpp"
#include "manage/commands/command.hpp"

namespace matview::inline v0::managing {

/// A relation by its name, or a model of the service by the name of its struct or its relation.
struct target {
    std::string shown;                    // as SQL has it
    std::optional<found_relation> found;  // none only where a service's own model is not there
    const detail::model_info* own = nullptr;
    std::shared_ptr<detail::model_info> stand_in = {};  // in the place of a model, without columns

    const detail::model_info& model() const { return own ? *own : *stand_in; }
};

/// The relation of a model.
relation_name name_of(const detail::model_info& model);
/// As SQL names it.
std::string shown(const detail::model_info& model);

/// A model of the service by the name of its struct, with or without namespaces, or of its relation; null for none.
const detail::model_info* find_model(const setting& with, const std::string& text);
/// Those named, in the service's order; without names the models that have a definition. Throws query_error for a name that is no model's, or of a model without one.
std::vector<const detail::model_info*> find_defined(const setting& with, const std::vector<std::string>& texts);

/// Throws undefined_relation for a name that is neither.
target find_target(const setting& with, catalog& from, const std::string& text);
/// Those named; without names the service's own models, and where it has none all materialized views.
std::vector<target> find_targets(const setting& with, catalog& from, const std::vector<std::string>& texts);
/// The same by a catalog that is looked into for this alone, so that the connection is free again.
std::vector<target> find_targets(const setting& with, connection& db, const std::vector<std::string>& texts);

}  // namespace matview::inline v0::managing
