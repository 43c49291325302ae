#include "manage/inspect/header.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace matview::inline v0::managing {
namespace {

class header_maker {
public:
    header_maker(catalog& from, const header_options& options)
        : from_(from), options_(options), reader_(from), types_(from, taken_) {}

    header make(const std::vector<found_relation>& relations) {
        for (const found_relation& one : relations) add(one, false);
        if (options_.related)
            for (std::size_t i = 0, asked = structs_.size(); i < asked; ++i) add_related(structs_[i].of);
        for (std::size_t i = 0; i < structs_.size(); ++i)
            if (!structs_[i].only_key) add_targets(structs_[i].of);
        for (const auto& [relation, name] : options_.names) static_cast<void>(taken_.take(name));
        for (header_struct& one : structs_) one.name = name_of(one.of.of);
        for (header_struct& one : structs_) fill_key(one);
        for (header_struct& one : structs_) place(one);
        header made{{}, types_.declarations(), {forward_.begin(), forward_.end()}};
        for (const std::int64_t id : order_) made.structs.push_back(std::move(struct_of(id)));
        return made;
    }

private:
    void add(const found_relation& relation, bool only_key) {
        if (places_.contains(relation.id)) return;
        places_.emplace(relation.id, structs_.size());
        structs_.push_back({reader_.read(relation), {}, only_key, {}, {}});
    }

    void add_by_id(std::int64_t relation, bool only_key) {
        if (const auto found = from_.find(relation)) add(*found, only_key);
    }

    // By value: adding moves the structs.
    void add_related(model of) {
        for (const model_reference& one : of.references) add_by_id(one.target, false);
        for (const std::int64_t one : of.joined) add_by_id(one, false);
    }
    void add_targets(model of) {
        for (const model_reference& one : of.references) add_by_id(one.target, true);
    }

    header_struct& struct_of(std::int64_t relation) { return structs_[places_.at(relation)]; }

    std::string name_of(const found_relation& relation) {
        const auto given = options_.names.find(relation.id);
        return given != options_.names.end() ? given->second : taken_.take(struct_name(relation.name));
    }

    // Names of fields, and those of the key, before any reference looks at them.
    void fill_key(header_struct& into) {
        names taken;
        for (const model_column& column : into.of.columns) {
            const bool in_key = std::count(into.of.key.begin(), into.of.key.end(), column.number) != 0;
            if (into.only_key && !in_key) continue;
            header_field field{&column, {}, types_.of(column.type).text, {}};
            if (!field.type.empty() && ++readable_[into.of.of.id] > most_fields) {
                field.type.clear();
                field.remark = fmt::format("beyond the {} fields that a struct can have", most_fields);
            } else if (field.type.empty()) {
                field.remark = "nothing reads this type: cast it in a view, or register a codec";
            }
            if (!field.type.empty())
                field.name = taken.take(member_name(column.name, fmt::format("column_{}", column.number)));
            field.renamed = field.name != column.name;
            into.fields.push_back(std::move(field));
        }
        for (const int number : into.of.key) {
            const header_field* const field = field_of(into, number);
            if (!field || field->type.empty() || !types_.of(field->column->type).plain) return into.key.clear();
            into.key.push_back(field->name);
        }
    }

    static header_field* field_of(header_struct& in, int number) {
        for (header_field& one : in.fields)
            if (one.column->number == number) return &one;
        return nullptr;
    }

    // The C++ type of the one key column of a reference's target; empty where the reference cannot be a foreign_key.
    std::string key_type(const model_reference& reference) {
        const auto place = places_.find(reference.target);
        if (place == places_.end()) return {};
        header_struct& target = structs_[place->second];
        if (target.key.size() != 1) return {};
        return types_.of(field_of(target, target.of.key.front())->column->type).text;
    }

    // A smaller integer is read as a greater one.
    static bool fits(const std::string& column, const std::string& key) {
        const auto width = [](const std::string& type) {
            return type == "std::int64_t" ? 3 : type == "std::int32_t" ? 2 : type == "std::int16_t" ? 1 : 0;
        };
        return column == key || (width(column) != 0 && width(column) < width(key));
    }

    void place(header_struct& one) {
        if (!placed_.insert(one.of.of.id).second) return;
        open_.insert(one.of.of.id);
        if (!one.only_key)
            for (const model_reference& reference : one.of.references) refer(one, reference);
        for (header_field& field : one.fields)
            if (!field.type.empty() && !field.column->never_null)
                field.type = fmt::format("std::optional<{}>", field.type);
        open_.erase(one.of.of.id);
        order_.push_back(one.of.of.id);
    }

    void refer(header_struct& from, const model_reference& reference) {
        header_field* const field = field_of(from, reference.column);
        if (!field || field->type.empty()) return;
        const std::string key = key_type(reference);
        if (key.empty() || !fits(field->type, key)) {
            const auto target = from_.find(reference.target);
            if (!reference.guessed && target)
                field->remark = fmt::format("refers to {}, {}", target->shown(),
                                            key.empty() ? "whose key no field holds" : "whose key is a " + key);
            return;
        }
        header_struct& target = struct_of(reference.target);
        place(target);
        const bool later = open_.contains(reference.target);
        if (later && &target != &from) forward_.insert(target.name);
        field->type = later ? fmt::format("matview::foreign_key<{}, {}>", target.name, key)
                            : fmt::format("matview::foreign_key<{}>", target.name);
        name_reference(from, *field);
        field->remark = "column " + field->column->name + (reference.why.empty() ? "" : ", " + reference.why);
    }

    // user_id is the field user; a name that another field has is left to that.
    static void name_reference(header_struct& in, header_field& field) {
        const std::string old = field.name;
        if (field.column->name.ends_with("_id") && field.column->name.size() > 3) {
            const std::string shorter =
                member_name(std::string_view(field.column->name).substr(0, field.column->name.size() - 3), old);
            if (std::none_of(in.fields.begin(), in.fields.end(),
                             [&](const header_field& one) { return one.name == shorter; }))
                field.name = shorter;
        }
        field.renamed = field.name + "_id" != field.column->name;
        std::replace(in.key.begin(), in.key.end(), old, field.name);
    }

    catalog& from_;
    const header_options& options_;
    model_reader reader_;
    names taken_;
    cpp_types types_;
    std::vector<header_struct> structs_;
    std::map<std::int64_t, std::size_t> places_;    // of a relation's struct
    std::map<std::int64_t, std::size_t> readable_;  // fields so far
    std::set<std::int64_t> placed_, open_;
    std::vector<std::int64_t> order_;
    std::set<std::string> forward_;
};

}  // namespace

header make_header(catalog& from, const std::vector<found_relation>& relations, const header_options& options) {
    return header_maker(from, options).make(relations);
}

}  // namespace matview::inline v0::managing
