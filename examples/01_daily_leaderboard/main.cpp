// matview in four acts: why a materialized view, how to read it, how to refresh it, and what keeps you from mistakes.
#include "01_daily_leaderboard/acts.hpp"
#include "common/program.hpp"

int main(int argc, char** argv) {
    return demo::run(argc, argv, "matview in four acts: why, how, refresh, safe.", [](const std::string& database) {
        demo::in_own_schema(database, [](const demo::own_schema& home) {
            matview::connection db = home.connect();
            make_data(db);
            why(db);
            how(db);
            refresh(db, home);
            safe(db);
        });
    });
}
