#include <doctest/doctest.h>

#include <matview/wire/builtin.hpp>

#include "support.hpp"

using namespace wire_test;
namespace pg = matview::pg;
using matview::detail::ops_of;

namespace {

struct UserId {
    std::int64_t value;
    bool operator==(const UserId&) const = default;
};
enum class Level : std::int16_t { low = 1, high = 2 };
class Email {
public:
    Email() = default;
    explicit Email(std::string text) : text_(std::move(text)) {
        if (text_.find('@') == text_.npos) throw matview::value_error("no e-mail address: " + text_);
    }
    explicit operator std::string() const { return text_; }

private:
    std::string text_;
};

}  // namespace

template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::int64_t> {};
template <> struct matview::codec<Level> : matview::codec_as<Level, std::int16_t> {};
template <> struct matview::codec<Email> : matview::codec_as<Email, std::string> {};

namespace {

template <class T> T read(matview::oid type, std::string_view hex) {
    T field{};
    const auto step = matview::detail::make_step(ops_of<T>(), type, false, all_types);
    REQUIRE(static_cast<bool>(step.decode));
    step.decode(exact_cell(from_hex(hex)), &field, step);
    return field;
}
template <class T> std::optional<T> read_optional(matview::oid type, matview::cell value) {
    std::optional<T> field;
    const auto step = matview::detail::make_step(ops_of<T>(), type, true, all_types);
    REQUIRE(static_cast<bool>(step.decode));
    step.decode(value, &field, step);
    return field;
}

}  // namespace

TEST_CASE("codec_as: a struct of one value") {
    CHECK(read<UserId>(pg::int8, "0000000000000007") == UserId{7});
    CHECK(read<UserId>(pg::int4, "00000007") == UserId{7});  // it widens as std::int64_t does
    CHECK(read_optional<UserId>(pg::int8, exact_cell(from_hex("0000000000000007"))) == UserId{7});
    CHECK(read_optional<UserId>(pg::int8, matview::cell{}) == std::nullopt);
    CHECK(encode(UserId{7}, pg::int4) == "00000007");
    CHECK(encode(UserId{1LL << 40}, pg::int4) == "not held");
    CHECK(encode(UserId{7}, pg::bool_) == "mismatch");
    CHECK(print(UserId{7}) == "7");
    CHECK(types_read<UserId>() == types_read<std::int64_t>());
    CHECK(ops_of<UserId>().cpp_name == "UserId");
    CHECK(ops_of<UserId>().natural.id == pg::int8);
}

TEST_CASE("codec_as: an enum over its integer") {
    CHECK(read<Level>(pg::int2, "0002") == Level::high);
    CHECK(encode(Level::low, pg::int2) == "0001");
    CHECK(types_read<Level>() == std::set<matview::oid>{pg::int2});
    CHECK(print(Level::high) == "2");
}

TEST_CASE("codec_as: a class with conversions, whose errors come through") {
    CHECK(static_cast<std::string>(read<Email>(pg::text, "614062")) == "a@b");
    CHECK(message_of([] { read<Email>(pg::text, "6162"); }) == "no e-mail address: ab");
    CHECK(encode(Email("a@b"), pg::varchar) == "614062");
    CHECK(types_read<Email>() == types_read<std::string>());
}
