// A database with the quiz platform's tables and its leaderboard, small enough to know by heart.
#pragma once

#include <support/test_database.hpp>

#include "../models.hpp"

namespace matview_test {

/// user_id: quizzes played, best score
///   1 ann   (active, red):    3, 90       4 dan (inactive, no team): 2, NULL
///   2 bob   (active, blue):   3, 70       5 eve (active, team 9, which is gone): 1, 50
///   3 cy%_\ (inactive, red):  1, NULL     6 has no row in auth_user: 2, 40
class quiz_database {
public:
    explicit quiz_database(bool with_view = true) : db(database.conninfo()), other(database.conninfo()) {
        other.exec(R"sql(
            CREATE TABLE team (id int PRIMARY KEY, name varchar(30) NOT NULL);
            CREATE TABLE auth_user (id bigint PRIMARY KEY, username varchar(150) NOT NULL, active bool NOT NULL, team_id int);
            CREATE TABLE quiz_quizresult (id int GENERATED ALWAYS AS IDENTITY, user_id bigint NOT NULL, score int,
                                          created_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO team VALUES (1, 'red'), (2, 'blue');
            INSERT INTO auth_user VALUES (1, 'ann', true, 1), (2, 'bob', true, 2), (3, 'cy%_\', false, 1),
                                         (4, 'dan', false, NULL), (5, 'eve', true, 9);
            INSERT INTO quiz_quizresult (user_id, score) VALUES
                (1, 90), (1, 80), (1, NULL), (2, 70), (2, 10), (2, 20), (3, NULL), (4, NULL), (4, NULL), (5, 50), (6, 40), (6, 30);
        )sql");
        if (with_view) db.create<quiz::Leaderboard>();
    }

    test_database database;
    matview::connection db;
    raw_connection other;  // a second session, which does not go through matview
};

}  // namespace matview_test
