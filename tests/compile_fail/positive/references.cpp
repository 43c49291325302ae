// A self-reference, two models that refer to each other, and keys that are keys of others.
#include <matview/matview.hpp>

namespace {

struct Department;

struct Employee {
    std::int64_t id;
    std::string name;
    std::optional<matview::foreign_key<Employee, std::int64_t>> boss;
    matview::foreign_key<Department, std::string> department;

    struct Meta {
        static constexpr auto relation = matview::table("employee");
        using primary_key = matview::key<&Employee::id>;
    };
};

struct Department {
    std::string code;
    std::optional<matview::foreign_key<Employee>> head;

    struct Meta {
        static constexpr auto relation = matview::table("department");
        using primary_key = matview::key<&Department::code>;
    };
};

struct Badge {  // its key is an employee's
    matview::foreign_key<Employee> owner;
    bool valid;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("badge");
        using primary_key = matview::key<&Badge::owner>;
    };
};

struct Entry {  // the key of a key
    std::int64_t id;
    matview::foreign_key<Badge> badge;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("entry");
        using primary_key = matview::key<&Entry::id>;
    };
};

}  // namespace

std::size_t use(matview::session& db) {
    using matview::asc, matview::col;
    const auto staff = matview::from<Employee>()
                           .select_related<&Employee::boss, &Employee::boss>()
                           .select_related<&Employee::department, &Department::head>()
                           .filter(col<&Employee::department, &Department::head, &Employee::name> != "x")
                           .order_by(asc<&Employee::boss, &Employee::name>);
    const auto entries = matview::from<Entry>()
                             .select_related<&Entry::badge, &Badge::owner>()
                             .filter(col<&Entry::badge> == 3, col<&Entry::badge, &Badge::valid>)
                             .filter(col<&Entry::badge, &Badge::owner, &Employee::id> == col<&Entry::badge>);
    static_assert(std::is_same_v<matview::key_of<Badge>, std::int64_t>);
    return db.fetch(staff).size() + db.fetch(entries).size() + static_cast<std::size_t>(db.get<Badge>(3).owner.key());
}
