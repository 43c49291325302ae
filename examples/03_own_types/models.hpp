// The models, with types of one's own as key, foreign key's key and fields.
#pragma once

#include "03_own_types/types.hpp"

struct Customer {
    CustomerId id;
    std::string name;
    Place home;

    struct Meta {
        static constexpr auto relation = matview::table("customer");
        using primary_key = matview::key<&Customer::id>;
    };
};

struct CustomerTotal {
    matview::foreign_key<Customer> customer;
    Status status;
    Amount total;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("customer_total");
        using primary_key = matview::key<&CustomerTotal::customer, &CustomerTotal::status>;
        static constexpr auto definition = R"sql(
            SELECT customer_id, status, sum(amount) AS total FROM invoice GROUP BY customer_id, status)sql";
    };
};
