// A view of packages per maintainer, and the table it points to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <matview/matview.hpp>

struct Maintainer {
    std::int64_t id;
    std::string name;
    std::optional<std::string> email;

    struct Meta {
        static constexpr auto relation = matview::table("maintainer");
        using primary_key = matview::key<&Maintainer::id>;
    };
};

struct MaintainerShare {
    matview::foreign_key<Maintainer> maintainer;  // column maintainer_id
    std::int64_t packages;
    matview::numeric installed_mib;  // exact, as PostgreSQL's sum of a bigint is

    struct Meta {
        static constexpr auto relation = matview::materialized_view("maintainer_share");
        using primary_key = matview::key<&MaintainerShare::maintainer>;
        static constexpr auto definition = R"sql(
            SELECT maintainer_id, count(*) AS packages, round(coalesce(sum(installed_kib), 0) / 1024, 1) AS installed_mib
            FROM package
            GROUP BY maintainer_id)sql";
        using indexes = matview::indexes<matview::index_on<matview::desc<&MaintainerShare::packages>>>;
    };
};
