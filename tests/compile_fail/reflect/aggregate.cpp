// expect: matview: a model must be a plain aggregate struct: remove its constructors, virtual functions and
// variants: 5
#include <matview/matview.hpp>

struct User {
    std::int64_t id = 0;
#if WRONG == 1
    User(std::int64_t i) : id(i) {}
#elif WRONG == 2
    virtual ~User() = default;
#elif WRONG == 3
    virtual void save() {}
#elif WRONG == 4
    User() = default;
#elif WRONG == 5
private:
#endif
    std::string name;

public:
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
