#include "db/statement_cache.hpp"

#include <fmt/format.h>

#include <utility>

namespace matview::inline v0::detail {

prepared_statement* statement_cache::find(std::string_view text) {
    if (!by_use_.empty() && by_use_.front().text == text) return &by_use_.front();  // one verb looks more than once
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return &by_use_.front();
}

prepared_statement* statement_cache::insert(prepared_statement statement) {
    erase(statement.text);
    by_use_.push_front(std::move(statement));
    by_text_[by_use_.front().text] = by_use_.begin();
    return &by_use_.front();
}

void statement_cache::erase(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return;
    const auto entry = found->second;
    by_text_.erase(found);
    by_use_.erase(entry);
}

void statement_cache::clear() {
    by_text_.clear();
    by_use_.clear();
}

std::string statement_cache::take_oldest_if_full() {
    if (by_use_.size() < capacity_) return {};
    std::string name = by_use_.back().name;
    by_text_.erase(by_use_.back().text);
    by_use_.pop_back();
    return name;
}

std::string statement_cache::make_name(std::string_view text) {
    return fmt::format("matview_{:016x}_{}", std::hash<std::string_view>{}(text), ++made_);
}

}  // namespace matview::inline v0::detail
