#include <matview/model/path.hpp>

namespace matview::inline v0::detail {

path_info::path_info(const model_info& from) : root(&from) {}
path_info::path_info(const path_info&) = default;
path_info::path_info(path_info&&) noexcept = default;
path_info::~path_info() = default;

void path_info::add_join(const model_info& from, std::string_view key, const model_info& to, const join_calls& calls) {
    joins.push_back({&from.field(key), &to, calls});
}

}  // namespace matview::inline v0::detail
