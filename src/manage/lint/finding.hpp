// What verify and lint have found.
#pragma once

#include <string>
#include <vector>

#include <matview/error.hpp>

#include "manage/exit_status.hpp"

namespace matview::inline v0::managing {

enum class severity {
    problem,  ///< something fails, or costs what it need not
    note      ///< worth knowing
};

struct finding {
    severity weight;
    std::string rule;         // one word of a rule's own, as docs/command_line.md lists them
    std::string description;  // one sentence
    std::string mend;         // what to do, as SQL where it is SQL
};

/// A problem of verify, as a finding.
finding in_brief(const problem& of, severity weight = severity::problem);

/// What was found of one relation.
struct relation_findings {
    std::string relation;
    std::vector<finding> found;
};

/// Prints them, as JSON or in lines for people. Failed where there is a problem among them.
exit_status report(const std::vector<relation_findings>& all, bool json);

}  // namespace matview::inline v0::managing
