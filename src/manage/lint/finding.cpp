#include "manage/lint/finding.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "manage/console.hpp"

namespace matview::inline v0::managing {
namespace {

const char* rule_of(problem::kind what) {
    switch (what) {
        case problem::kind::absent_relation:
            return "absent-relation";
        case problem::kind::wrong_kind:
            return "wrong-kind";
        case problem::kind::absent_column:
            return "absent-column";
        case problem::kind::wrong_type:
            return "wrong-type";
        case problem::kind::null_value:
            return "null-value";
        case problem::kind::not_populated:
            return "not-populated";
        case problem::kind::no_usable_unique_index:
            return "no-usable-unique-index";
        case problem::kind::missing_right:
            return "missing-right";
        case problem::kind::taken_over_operator:
            return "taken-over-operator";
        case problem::kind::absent_attribute:
            return "absent-attribute";
        case problem::kind::label_without_enumerator:
            return "label-without-enumerator";
        case problem::kind::enumerator_without_label:
            return "enumerator-without-label";
        case problem::kind::needless_optional:
            return "needless-optional";
    }
    return "";
}

const char* word_for(severity weight) { return weight == severity::problem ? "problem" : "note"; }

std::string as_text(const std::vector<relation_findings>& all) {
    std::string text;
    for (const auto& [relation, found] : all) {
        if (found.empty()) text += fmt::format("{}: nothing found\n", relation);
        for (const finding& one : found) {
            const std::string word =
                one.weight == severity::problem ? red(word_for(one.weight), STDOUT_FILENO) : word_for(one.weight);
            text += fmt::format("{}: {}: {} [{}]\n", relation, word, one.description, one.rule);
            if (!one.mend.empty()) text += fmt::format("    mend: {}\n", one.mend);
        }
    }
    return text;
}

std::string as_json(const std::vector<relation_findings>& all) {
    using json = nlohmann::ordered_json;
    json list = json::array();
    for (const auto& [relation, found] : all) {
        json findings = json::array();
        for (const finding& one : found)
            findings.push_back({{"severity", word_for(one.weight)},
                                {"rule", one.rule},
                                {"description", one.description},
                                {"mend", one.mend}});
        list.push_back({{"name", relation}, {"findings", std::move(findings)}});
    }
    return list.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

bool has_problems(const std::vector<relation_findings>& all) {
    return std::any_of(all.begin(), all.end(), [](const relation_findings& of) {
        return std::any_of(of.found.begin(), of.found.end(),
                           [](const finding& one) { return one.weight == severity::problem; });
    });
}

}  // namespace

finding in_brief(const problem& of, severity weight) { return {weight, rule_of(of.what), of.description, of.mend}; }

exit_status report(const std::vector<relation_findings>& all, bool json) {
    print(json ? as_json(all) : all.empty() ? "There is no materialized view.\n" : as_text(all));
    return has_problems(all) ? exit_status::failed : exit_status::done;
}

}  // namespace matview::inline v0::managing
