#include <matview/view/populated.hpp>

#include "db/catalog.hpp"
#include "db/link.hpp"
#include "view/kind.hpp"

namespace matview::inline v0::detail {

bool is_populated(session& on, const model_info& model) {
    const lease at = on.lease();
    const relation_facts facts = read_facts(*at, model.relation);
    if (facts.id == 0)
        throw undefined_relation(
            {.message = "is_populated: " + absent_relation(model).description, .hint = absent_relation(model).mend});
    if (facts.kind != 'm')
        throw wrong_relation_kind({.message = "is_populated: " + display_name(model.relation) + " is " +
                                              kind_name(facts.kind) + ", not a materialized view"});
    return facts.populated;
}

}  // namespace matview::inline v0::detail
