// What find_package(matview COMPONENTS json manage testing) gives beside the library.
#include <matview/manage.hpp>
#include <matview/testing.hpp>

#include "board.hpp"

void in_test() { static_cast<void>(matview::testing::database().uri()); }

int main(int argc, char** argv) { return matview::manage<Board>(argc, argv); }
