#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

// A main of our own only to be sure that it returns: then the server that
// the test databases share, a static object, is stopped, also after tests that failed.
int main(int argc, char** argv) {
    doctest::Context context{argc, argv};
    return context.run();
}
