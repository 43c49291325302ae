// The connection's type registry: built-in types from a table, all others asked of the database once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <matview/wire/type_registry.hpp>

namespace matview::inline v0::detail {

class link;

class connection_types final : public type_registry {
public:
    explicit connection_types(link& on) : on_(on) {}

    const type_info* find(oid id) const override;
    const type_info* find(std::string_view name, std::string_view schema) const override;
    bool has_label(oid type, std::string_view label) const override;
    std::vector<std::string> labels(oid type) const override;
    std::vector<type_attribute> attributes(oid type) const override;

    /// Attributes are asked for once a statement: they can be renamed at any time, and no value tells.
    void begin_statement() { attributes_.clear(); }
    /// What was learned may be out of date: a type was dropped and made again. References given before stay valid.
    void forget();
    /// The same of labels alone: they can be renamed. Whether any were known.
    bool forget_labels() { return !std::exchange(labels_, {}).empty(); }

private:
    const type_info* ask(const char* condition, const std::string& argument) const;
    bool may_ask() const;
    void read_labels(oid type) const;

    link& on_;
    mutable std::map<oid, std::shared_ptr<const type_info>> by_id_;
    mutable std::map<std::pair<std::string, std::string>, oid> by_name_;
    std::map<oid, std::shared_ptr<const type_info>> retired_;
    mutable std::map<oid, std::vector<std::string>> labels_;
    mutable std::map<oid, std::vector<type_attribute>> attributes_;
};

}  // namespace matview::inline v0::detail
