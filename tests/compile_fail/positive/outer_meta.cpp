// A struct that cannot be edited, in an anonymous namespace and in one with a name, with its Meta outside.
#include <matview/matview.hpp>

namespace {
struct Person {
    std::int64_t id;
    std::string name;
};
}  // namespace

namespace legacy {
struct Person {
    std::int64_t id;
    std::string full_name;
    std::int64_t person_id;
};
}  // namespace legacy

template <> struct matview::meta<Person> {
    static constexpr auto relation = matview::table("person", "hr");
    using primary_key = matview::key<&Person::id>;
};
template <> struct matview::meta<legacy::Person> {
    static constexpr auto relation = matview::view("person");
    using primary_key = matview::key<&legacy::Person::id>;
    using columns = matview::columns<matview::db_column<&legacy::Person::full_name, "Full Name">>;
};

std::size_t use(matview::session& db) {
    using matview::col;
    struct Local {  // for rows of one's own SQL no Meta is needed
        std::int64_t id;
    };
    return db.fetch(matview::from<Person>().filter(col<&Person::name> == "x")).size() +
           db.fetch(matview::from<legacy::Person>().filter(col<&legacy::Person::full_name> == "x")).size() +
           db.query<Local>("SELECT 1 AS id").size();
}
