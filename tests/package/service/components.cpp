// What find_package(matview COMPONENTS json manage testing) gives beside the library.
#include <matview/manage.hpp>
#include <matview/testing.hpp>

#include "board.hpp"

void in_test() {
    matview::connection db(matview::testing::database().uri());
    matview::testing::stand_in<Board>(db, {{.id = 1, .document = {}}}, {.with_data = false});
    matview::testing::ensure_populated<Board>(db);
}

int main(int argc, char** argv) { return matview::manage<Board>(argc, argv); }
