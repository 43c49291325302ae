// verify<T>(): every difference between a model and the database, each with its mend.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <matview/db/session.hpp>
#include <matview/error.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {

/// What the model is to be used for.
enum class purpose { read, refresh, refresh_concurrently };

/// What was found; empty where all is well.
class verification {
public:
    explicit verification(std::vector<problem> problems, std::vector<problem> notes = {})
        : problems_(std::move(problems)), notes_(std::move(notes)) {}

    bool ok() const noexcept { return problems_.empty(); }
    explicit operator bool() const noexcept { return ok(); }
    const std::vector<problem>& problems() const noexcept { return problems_; }
    /// What is no fault, and worth knowing: a std::optional field for a column whose domain is NOT NULL. Not among the problems.
    const std::vector<problem>& notes() const noexcept { return notes_; }
    std::size_t size() const noexcept { return problems_.size(); }
    auto begin() const noexcept { return problems_.begin(); }
    auto end() const noexcept { return problems_.end(); }

private:
    std::vector<problem> problems_, notes_;
};

/// A line a problem and one for its mend; empty where all is well.
MATVIEW_EXPORT std::string to_string(const verification& found);

namespace detail {
MATVIEW_EXPORT verification verify(session& on, const model_info& model, purpose what_for);
}

/// Compares T with the catalog: absent columns, types, kind of relation, and as far as the purpose needs them population, a usable unique
/// index, rights, and operators outside of pg_catalog that comparisons of its columns would run. Changes nothing and reads no row of the view.
template <class T> verification session::verify(purpose what_for) {
    if constexpr (detail::is_model<T>())
        return detail::verify(*this, detail::describe<T>(), what_for);
    else
        return verification({});
}
template <class T> verification session::verify() { return verify<T>(purpose::read); }

}  // namespace matview::inline v0
