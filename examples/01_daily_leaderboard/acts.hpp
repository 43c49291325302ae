// The four acts, and the data they play with.
#pragma once

#include <matview/db/session.hpp>

#include "common/own_schema.hpp"

/// 50,000 people and their 2,000,000 results of a hundred days, the same every time.
void make_data(matview::session& db);
/// New results: those of a whole day once more, made now.
void play_a_day(matview::session& db);

void why(matview::session& db);
void how(matview::session& db);
void refresh(matview::session& db, const demo::own_schema& home);
void safe(matview::session& db);
