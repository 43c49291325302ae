// A relation to filter, by matview and by SQL written by hand.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include <matview/matview.hpp>

namespace matview_test {

/// T has a primary key `id` of integers; all its other fields are std::optional.
template <class T> class filtered {
public:
    explicit filtered(const std::string& setup) { by_hand.exec(setup); }

    /// The rows that `condition` keeps are those of `where`, and exclude and ! keep the others; the SQL's condition is `text`.
    void gives(const matview::condition<T>& condition, const std::string& where, const std::string& text = "") {
        const auto q = matview::from<T>().filter(condition).order_by(matview::asc<&T::id>);
        const std::string sql = q.sql().text;
        const std::string kept = sql.substr(sql.find("\nWHERE ") + 7, sql.find("\nORDER") - sql.find("\nWHERE ") - 7);
        CAPTURE(kept);
        CAPTURE(where);
        if (!text.empty()) CHECK_EQ(kept, text);
        const std::string expected = ids_by_hand(where);
        CHECK_EQ(ids(q), expected);
        CHECK_EQ(ids(matview::from<T>().filter(!condition).order_by(matview::asc<&T::id>)),
                 ids_by_hand("(" + where + ") IS NOT TRUE"));
        CHECK_EQ(db.count(q) + db.count(matview::from<T>().exclude(condition)), db.count<T>());
        CHECK_EQ(db.exists(q), !expected.empty());
    }

    /// The rows in that order, as SQL by hand has them.
    void is_ordered(const matview::query<T>& q, const std::string& by_hand_order) {
        CAPTURE(by_hand_order);
        std::string expected;
        for (const auto& row : by_hand.rows("SELECT id FROM " + table() + " ORDER BY " + by_hand_order))
            expected += *row[0] + " ";
        CHECK_EQ(ids(q), expected);
    }

    /// The plan of the very statement that was prepared for `condition` has `index` and a condition on it.
    void uses_index(const matview::condition<T>& condition, const std::string& arguments, const std::string& index) {
        const auto q = matview::from<T>().filter(condition).template only<&T::id>();
        db.fetch(q);
        const auto name = db.query<std::string>(
            "SELECT pg_catalog.quote_ident(name) FROM pg_catalog.pg_prepared_statements WHERE statement = $1",
            q.sql().text);
        REQUIRE_EQ(name.size(), 1);
        db.execute("SET enable_seqscan = off");
        std::string plan;
        for (const std::string& line : db.query<std::string>("EXPLAIN EXECUTE " + name[0] + "(" + arguments + ")"))
            plan += line + "\n";
        db.execute("RESET enable_seqscan");
        CAPTURE(plan);
        CHECK(plan.find(index) != plan.npos);
        CHECK(plan.find("Index Cond: ") != plan.npos);
        CHECK(plan.find("Seq Scan on " + table() + " t0") == plan.npos);
    }

    test_database database;
    matview::connection db{database.conninfo()};
    raw_connection by_hand{database.conninfo()};

private:
    static std::string table() { return std::string(matview::detail::describe<T>().relation.name); }
    std::string ids(const matview::query<T>& q) {
        std::string text;
        for (const T& row : db.fetch(q.template only<&T::id>())) text += std::to_string(row.id) + " ";
        return text;
    }
    std::string ids_by_hand(const std::string& where) {
        std::string text;
        for (const auto& row : by_hand.rows("SELECT id FROM " + table() + " WHERE " + where + " ORDER BY id"))
            text += *row[0] + " ";
        return text;
    }
};

}  // namespace matview_test
