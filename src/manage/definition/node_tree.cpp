#include "manage/definition/node_tree.hpp"

#include <cstdlib>

#include <matview/error.hpp>

namespace matview::inline v0::managing {

class node::reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    node whole() {
        node read = one();
        skip_space();
        if (!rest_.empty()) fail();
        return read;
    }

private:
    [[noreturn]] static void fail() {
        throw value_error("a definition in pg_rewrite is not in the form of a pg_node_tree");
    }

    static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
    static bool stands_alone(char c) { return c == '(' || c == ')' || c == '{' || c == '}'; }

    void skip_space() {
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    }
    bool at(char c) {
        skip_space();
        if (rest_.empty()) fail();
        return rest_.front() == c;
    }
    void take(char c) {
        if (!at(c)) fail();
        rest_.remove_prefix(1);
    }
    std::string token() {
        skip_space();
        std::string text;
        while (!rest_.empty() && !is_space(rest_.front()) && !stands_alone(rest_.front())) {
            if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
            text += rest_.front();
            rest_.remove_prefix(1);
        }
        return text;
    }

    node one() {
        node read;
        if (at('(')) {
            take('(');
            read.shape_ = shape::list;
            while (!at(')')) read.items_.push_back(one());
            take(')');
        } else if (at('{')) {
            take('{');
            read.shape_ = shape::labelled;
            read.text_ = token();
            while (!at('}')) read.fields_.push_back(field());
            take('}');
        } else {
            if (at(')') || at('}')) fail();
            const bool null = rest_.starts_with("<>");
            read.text_ = token();
            read.shape_ = null ? shape::nothing : shape::token;
        }
        return read;
    }
    // A field's value is one node; of a constant, its bytes come behind it.
    std::pair<std::string, node> field() {
        std::string name = token();
        if (!name.starts_with(':')) fail();
        std::pair<std::string, node> read(name.substr(1), one());
        while (!at('}') && !at(':')) static_cast<void>(one());
        return read;
    }

    std::string_view rest_;
};

node node::parse(std::string_view text) { return reader(text).whole(); }

const node& node::operator[](std::string_view field) const {
    for (const auto& [name, value] : fields_)
        if (name == field) return value;
    return nothing();
}

const node& node::at(std::int64_t place) const {
    if (place < 1 || static_cast<std::size_t>(place) > items_.size()) return nothing();
    return items_[static_cast<std::size_t>(place - 1)];
}

const node& node::nothing() {
    static const node none;
    return none;
}

std::int64_t node::number() const { return std::strtoll(text_.c_str(), nullptr, 10); }

}  // namespace matview::inline v0::managing
