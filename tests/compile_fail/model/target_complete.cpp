// expect: matview: foreign_key<T> needs the definition of T above it; for a self-reference or a T declared
// variants: 3
#include <matview/matview.hpp>

struct Department;

struct Employee {
    std::int64_t id;
#if WRONG == 1
    matview::foreign_key<Employee> boss;
#elif WRONG == 2
    std::optional<matview::foreign_key<Employee> > boss;
#else
    std::optional<matview::foreign_key<Employee, std::int64_t> > boss;
#endif
#if WRONG == 3
    matview::foreign_key<Department> department;
#else
    matview::foreign_key<Department, std::string> department;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("employee");
        using primary_key = matview::key<&Employee::id>;
    };
};

struct Department {
    std::string code;

    struct Meta {
        static constexpr auto relation = matview::table("department");
        using primary_key = matview::key<&Department::code>;
    };
};

const auto query = matview::from<Employee>().select_related<&Employee::boss, &Employee::department>().filter(
    matview::col<&Employee::department, &Department::code> == "x");
