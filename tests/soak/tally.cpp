#include "tally.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <typeinfo>

#include <fmt/format.h>

namespace soak {
namespace {

std::string class_of(const matview::error& e) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> full(
        abi::__cxa_demangle(typeid(e).name(), nullptr, nullptr, &status), &std::free);
    const std::string name = full ? full.get() : typeid(e).name();
    return name.substr(name.rfind(':') + 1);
}

// In the view's other shape one column is no int8; nothing else in it ever differs from the model. Within a transaction, where nothing can
// be prepared anew, the change itself is the error.
bool is_about_shape(const matview::mapping_error& e) {
    if (e.sqlstate() == "0A000") return e.retryable();
    return !e.problems().empty() && std::all_of(e.problems().begin(), e.problems().end(), [](const auto& problem) {
        return problem.what == matview::problem::kind::wrong_type && problem.column == "amount";
    });
}

template <class... Class> bool is_any_of(const matview::error& e) {
    return ((dynamic_cast<const Class*>(&e) != nullptr) || ...);
}

bool is_explained(const matview::error& e) {
    if (const auto* mapping = dynamic_cast<const matview::mapping_error*>(&e)) return is_about_shape(*mapping);
    if (e.sqlstate() == "26000") return e.retryable();  // in a transaction after DISCARD ALL
    // not_populated: 55000 of a concurrent refresh whose missing index was there again when the catalog was asked why.
    return is_any_of<matview::connection_error, matview::lock_timeout, matview::query_canceled,
                     matview::transaction_conflict, matview::undefined_relation, matview::no_usable_unique_index,
                     matview::not_populated>(e);
}

}  // namespace

void tally::count(std::string_view group, std::string_view name, std::uint64_t by) {
    const std::lock_guard lock(mutex_);
    groups_[std::string(group)][std::string(name)] += by;
}

void tally::wrong(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++wrong_;
    complain("wrong: " + what);
}

void tally::error(const matview::error& e) {
    const std::string name = class_of(e);
    count("errors", e.sqlstate().empty() ? name : name + " " + e.sqlstate());
    if (!is_explained(e)) unexplained(std::string(name).append(": ").append(e.what()));
}

void tally::unexplained(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++groups_["unexplained"]["in all"];
    complain("unexplained: " + what);
}

void tally::complain(const std::string& what) {
    constexpr std::size_t most = 10;
    if (complaints_.size() < most) complaints_.push_back(what);
}

std::uint64_t tally::total(std::string_view group) const {
    const std::lock_guard lock(mutex_);
    std::uint64_t sum = 0;
    if (const auto found = groups_.find(group); found != groups_.end())
        for (const auto& [name, number] : found->second) sum += number;
    return sum;
}

std::uint64_t tally::of(std::string_view group, std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto in = groups_.find(group);
    if (in == groups_.end()) return 0;
    const auto found = in->second.find(name);
    return found == in->second.end() ? 0 : found->second;
}

std::uint64_t tally::wrong_rows() const {
    const std::lock_guard lock(mutex_);
    return wrong_;
}

std::vector<std::string> tally::complaints() const {
    const std::lock_guard lock(mutex_);
    return complaints_;
}

std::string tally::report() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& [group, names] : groups_) {
        std::uint64_t sum = 0;
        std::string parts;
        for (const auto& [name, number] : names) {
            sum += number;
            parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", name, number);
        }
        text += fmt::format("  {:<12} {:>10}  ({})\n", group, sum, parts);
    }
    return text + fmt::format("  {:<12} {:>10}\n", "wrong rows", wrong_);
}

}  // namespace soak
