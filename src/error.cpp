#include <matview/error.hpp>

#include "passwords.hpp"

namespace matview::inline v0 {
namespace {

void append_line(std::string& text, std::string_view label, const std::string& value) {
    const auto begin = value.find_first_not_of("\n");  // SQL in raw strings starts with a line end
    if (begin == value.npos) return;
    text.append("\n  ").append(label).append(": ").append(value, begin);
}

std::string compose(const error_context& context) {
    std::string text = context.message;
    append_line(text, "SQLSTATE", context.sqlstate);
    append_line(text, "detail", context.detail);
    append_line(text, "query", context.query);
    append_line(text, "hint", context.hint);
    return text;
}

std::string list_of(const std::vector<problem>& problems) {
    std::string text;
    for (const problem& p : problems) {
        text.append("\n  - ").append(p.description);
        if (!p.mend.empty()) text.append("\n    mend: ").append(p.mend);
    }
    return text;
}

error_context without_passwords(error_context context) {
    const detail::masked_text query(context.query, context.sqlstate == detail::syntax_error);
    for (std::string* told : {&context.message, &context.detail, &context.hint}) *told = query.cleaned(*told);
    context.query = std::string(query.text());
    return context;
}

error_context with_list(error_context context, const std::vector<problem>& problems) {
    context.message += list_of(problems);
    return context;
}

}  // namespace

error::error(error_context context)
    : error(std::make_shared<const error_context>(without_passwords(std::move(context)))) {}

error::error(std::shared_ptr<const error_context> context)
    : std::runtime_error(compose(*context)), context_(std::move(context)) {}

error::~error() = default;

mapping_error::mapping_error(error_context context, std::vector<problem> problems)
    : error(with_list(std::move(context), problems)),
      problems_(std::make_shared<const std::vector<problem>>(std::move(problems))) {}

const std::vector<problem>& mapping_error::problems() const noexcept {
    static const std::vector<problem> none;
    return problems_ ? *problems_ : none;
}

}  // namespace matview::inline v0
