#pragma once

#include <tuple>

#include <matview/matview.hpp>

enum class mood { sad, happy };

template <> struct matview::codec<mood> {
    static constexpr matview::pg_type type{"mood"};
    static mood decode(std::span<const std::byte> bytes, const matview::type_registry& types);
    static void encode(const mood& value, matview::byte_writer& out, const matview::type_registry& types);
};

namespace service {

struct Team {
    std::int64_t id;
    mood feeling;
    struct Meta {
        static constexpr auto relation = matview::table("team");
        using primary_key = matview::key<&Team::id>;
    };
};
struct Board {
    matview::foreign_key<Team> team;
    std::int64_t points;
    struct Meta {
        static constexpr auto relation = matview::materialized_view(BOARD);
        using primary_key = matview::key<&Board::team>;
        static constexpr auto definition = "SELECT id AS team_id, 3::bigint AS points FROM team";
    };
};

using models = std::tuple<Team, Board>;

}  // namespace service
