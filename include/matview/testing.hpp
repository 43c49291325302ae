// For the tests of a program that uses matview: link matview::testing. No part of matview.hpp.
#pragma once

#include <matview/testing/database.hpp>
#include <matview/testing/ensure_populated.hpp>
#include <matview/testing/private_server.hpp>
#include <matview/testing/stand_in.hpp>
