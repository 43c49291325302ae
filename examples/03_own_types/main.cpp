// Types of one's own: a strong key, an enum, a decimal, and a type that the library has no codec for.
#include <fmt/format.h>

#include "03_own_types/models.hpp"
#include "common/own_schema.hpp"
#include "common/program.hpp"
#include "common/screen.hpp"

namespace {

constexpr const char* invoices = R"sql(
    CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, home point NOT NULL);
    CREATE TABLE invoice (customer_id bigint NOT NULL, status int NOT NULL, amount numeric(12, 2) NOT NULL);
    INSERT INTO customer VALUES (1, 'Ada', '(51.5, -0.12)'), (2, 'Emmy', '(51.53, 9.94)');
    INSERT INTO invoice VALUES (1, 1, 19.99), (1, 2, 100), (2, 2, 0.01), (2, 2, 250.5))sql";

void show(matview::session& db) {
    db.execute(invoices);
    db.create<CustomerTotal>();

    const auto paid = matview::from<CustomerTotal>()
                          .select_related<&CustomerTotal::customer>()
                          .filter(matview::col<&CustomerTotal::status> == Status::paid)
                          .order_by(matview::desc<&CustomerTotal::total>);
    Amount all;
    for (const auto& row : db.fetch(paid)) {
        fmt::print("  {:<8} lives at {:g}, {:g} and paid {:>8}\n", row.customer->name, row.customer->home.x,
                   row.customer->home.y, row.total.to_string());
        all += row.total;
    }
    fmt::print("  together {}\n", all.to_string());

    const auto ada = db.get<Customer>(CustomerId{1});
    const auto open = db.get(matview::from<CustomerTotal>()
                                 .filter(matview::col<&CustomerTotal::customer> == ada.id)
                                 .filter(matview::col<&CustomerTotal::status> == Status::open));
    fmt::print("  {} still owes {}\n", ada.name, open.total.to_string());
}

void example(const std::string& database) {
    demo::heading("Types of one's own", "a strong key, an enum, a decimal, a point");
    demo::in_own_schema(database, [](const demo::own_schema& home) {
        matview::connection db = home.connect();
        show(db);
    });
}

}  // namespace

int main(int argc, char** argv) {
    return demo::run(argc, argv, "Strong types by one line, and a codec written by hand.", example);
}
