// What find_package(matview COMPONENTS json manage testing) gives beside the library.
#include <matview/json.hpp>
#include <matview/manage.hpp>
#include <matview/testing.hpp>

struct Board {
    std::int64_t id;
    nlohmann::json document;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        static constexpr auto definition = "SELECT 1::bigint AS id, '{}'::jsonb AS document";
    };
};

void in_test() { static_cast<void>(matview::testing::database().uri()); }

int main(int argc, char** argv) { return matview::manage<Board>(argc, argv); }
