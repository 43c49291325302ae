// The program `matview`: the commands without a service's models.
#include <matview/manage.hpp>

int main(int argc, char** argv) { return matview::manage<>(argc, argv); }
