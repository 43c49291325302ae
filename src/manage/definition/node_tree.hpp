// A pg_node_tree: how PostgreSQL keeps a view's definition, after names were resolved.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace matview::inline v0::managing {

/// A token, a list in parentheses, or a node in braces with a label and fields. What is absent is a node that is nothing.
/// The form is that of the server's src/backend/nodes/outfuncs.c; fields are found by name, so that more of them do no harm.
class node {
public:
    /// Throws value_error for text that is not one.
    static node parse(std::string_view text);

    /// Of a node: a field. Nothing where there is none.
    const node& operator[](std::string_view field) const;
    /// Of a list: what is in it.
    const std::vector<node>& items() const noexcept { return items_; }
    /// Of a list: the item in that place, counted from 1. Nothing where there is none.
    const node& at(std::int64_t place) const;
    bool is(std::string_view label) const { return shape_ == shape::labelled && text_ == label; }
    bool is_labelled() const noexcept { return shape_ == shape::labelled; }
    const std::string& text() const noexcept { return text_; }
    std::int64_t number() const;
    bool truth() const { return text_ == "true"; }

    /// Calls call(n) for what stands directly within: items of a list, fields of a node.
    template <class Call> void for_each_part(const Call& call) const {
        for (const node& item : items_) call(item);
        for (const auto& [name, value] : fields_) call(value);
    }
    /// Calls call(n) for this and all nodes within.
    template <class Call> void for_each(const Call& call) const {
        if (shape_ == shape::labelled) call(*this);
        for (const node& item : items_) item.for_each(call);
        for (const auto& [name, value] : fields_) value.for_each(call);
    }

private:
    enum class shape { nothing, token, list, labelled };
    class reader;
    static const node& nothing();

    shape shape_ = shape::nothing;
    std::string text_;  // of a token, or a label
    std::vector<node> items_;
    std::vector<std::pair<std::string, node>> fields_;
};

}  // namespace matview::inline v0::managing
