#include "manage/lint/differences.hpp"

#include <algorithm>

#include <matview/view/verify.hpp>

namespace matview::inline v0::managing {
namespace {

std::vector<purpose> purposes(const target& of, std::string_view word) {
    if (word == "read") return {purpose::read};
    if (word == "refresh") return {purpose::refresh};
    if (word == "refresh-concurrently") return {purpose::refresh_concurrently};
    if (of.model().relation.kind != relation_kind::materialized_view) return {purpose::read};
    return {purpose::read, purpose::refresh_concurrently};
}

}  // namespace

std::vector<finding> differences(session& on, const target& of, std::string_view word) {
    std::vector<finding> all;
    const auto add = [&](const problem& one, severity weight) {
        finding made = in_brief(one, weight);
        const bool is_known = std::any_of(all.begin(), all.end(),
                                          [&](const finding& other) { return other.description == made.description; });
        if (!is_known) all.push_back(std::move(made));
    };
    for (const purpose what_for : purposes(of, word)) {
        const verification found = detail::verify(on, of.model(), what_for);
        for (const problem& one : found.problems()) add(one, severity::problem);
        for (const problem& one : found.notes()) add(one, severity::note);
    }
    return all;
}

}  // namespace matview::inline v0::managing
