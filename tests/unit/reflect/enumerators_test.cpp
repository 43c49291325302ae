#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matview/reflect/enumerators.hpp>

using namespace matview::detail;

namespace space {
enum class signed_one : signed char { lowest = -128, minus = -1, zero, same_as_zero = 0, highest = 127 };
enum class letters : char { a = 'a', b, c };
enum class truth : bool { no, yes };
enum plain : int { first_of_plain = 3 };
template <class A, class B> struct holder {
    enum class inner { p = 1, q };
    inner is = inner::p;
};
}  // namespace space

namespace {
enum class hidden { here, there };

template <class E, long long First, long long Last> std::string names() {
    std::string all;
    for_each_enumerator(enumerators_signature<E, First, Last>(), [&](std::size_t place, std::string_view name) {
        all.append(std::to_string(First + static_cast<long long>(place))).append("=").append(name).append(" ");
        return true;
    });
    return all;
}
}  // namespace

TEST_CASE("enumerators: their names by their values, wherever the enum lives") {
    CHECK(names<space::signed_one, -128, 127>() == "-128=lowest -1=minus 0=zero 127=highest ");
    CHECK(names<space::signed_one, 1, 126>() == "");
    CHECK(names<space::letters, 96, 100>() == "97=a 98=b 99=c ");
    CHECK(names<space::truth, 0, 1>() == "0=no 1=yes ");
    CHECK(names<space::plain, 3, 3>() == "3=first_of_plain ");
    CHECK(names<hidden, -3, 3>() == "0=here 1=there ");
    static_assert(static_cast<int>(space::holder<int, long>{}.is) == 1);
    CHECK(names<space::holder<int, long>::inner, -1, 3>() == "1=p 2=q ");
    enum class local { only };
    CHECK(names<local, -1, 1>() == "0=only ");
}
