// expect: matview: a model must not have a base class: write the fields of the base into the struct itself
// variants: 5
#include <matview/matview.hpp>

struct Named {
    std::string name;
};
struct Tag {};
struct Row {
    Row(const Row&) = default;
    Row& operator=(const Row&) = default;

protected:
    Row() = default;
};
template <class Derived> struct Crtp {};

#if WRONG == 1
struct User : Named {
#elif WRONG == 2
struct User : Tag {
#elif WRONG == 3
struct User : Row {
#elif WRONG == 4
struct User : Crtp<User> {
#elif WRONG == 5
struct User : Tag, Named {
#else
struct User {
#endif
    std::int64_t id;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

const auto query = matview::from<User>().filter(matview::col<&User::id> == 1);
