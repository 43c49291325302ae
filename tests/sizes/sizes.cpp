// The size and alignment of each public type, a line each. Compiled in several ways, which all have to print the same: a library built in one of
// them is used from another.
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string username;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

namespace {

template <class T> void print(const char* name) { std::printf("%s %zu %zu\n", name, sizeof(T), alignof(T)); }

}  // namespace

#define PRINT(...) print<__VA_ARGS__>(#__VA_ARGS__)

int main() {
    PRINT(matview::connection);
    PRINT(matview::connection_options);
    PRINT(matview::call_options);
    PRINT(matview::transaction);
    PRINT(matview::transaction_options);
    PRINT(matview::savepoint);
    PRINT(matview::pool);
    PRINT(matview::pool_options);
    PRINT(matview::pipeline);
    PRINT(matview::copy_in);
    PRINT(matview::observer);
    PRINT(matview::line_observer);
    PRINT(matview::row_stream<User>);
    PRINT(matview::query<User>);
    PRINT(matview::statement);
    PRINT(matview::parameter);
    PRINT(matview::foreign_key<User>);
    PRINT(std::optional<matview::foreign_key<User>>);
    PRINT(matview::create_options);
    PRINT(matview::drop_options);
    PRINT(matview::refresh_options);
    PRINT(matview::refresh_result);
    PRINT(matview::lock_budget);
    PRINT(matview::verification);
    PRINT(matview::problem);
    PRINT(matview::error_context);
    PRINT(matview::error);
    PRINT(matview::server_error);
    PRINT(matview::mapping_error);
    PRINT(matview::numeric);
    PRINT(matview::uuid);
    PRINT(matview::interval);
    PRINT(matview::time_of_day);
    PRINT(matview::time_of_day_tz);
    PRINT(matview::bit_string);
    PRINT(matview::inet);
    PRINT(matview::cidr);
    PRINT(matview::macaddr);
    PRINT(matview::macaddr8);
    PRINT(matview::lsn);
    PRINT(matview::json);
    PRINT(matview::range<std::int32_t>);
    PRINT(matview::multirange<std::int32_t>);
    PRINT(matview::detail::model_info);
    PRINT(matview::detail::query_state);
    PRINT(matview::detail::column_info);
    PRINT(matview::detail::value_ops);
}
