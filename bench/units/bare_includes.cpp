// What a program with reflected structs cannot do without: bench/compile_time compares top_ten.cpp with it.
#include <boost/pfr.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>
