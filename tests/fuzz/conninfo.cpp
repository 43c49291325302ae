// A user's connection string: read, or refused by an error that has nothing of a password in it. Nothing is connected.
#include "db/conninfo.hpp"

#include <array>

#include <matview/error.hpp>

#include "target.hpp"

namespace fuzz_test {
namespace {

constexpr std::string_view secret = "hUnTeR2";

/// What a user may write around a password, escaped or not.
struct form {
    std::string_view begin, end;
};
constexpr std::array forms{form{"password=", ""},
                           form{"password='", "'"},
                           form{"password = \"", "\" host=h"},
                           form{"host=h password=", " port=1"},
                           form{"postgresql://u:", "@h/d"},
                           form{"postgresql://u:", "@h:1,i:2/d?sslmode=x"},
                           form{"postgresql://h/d?password=", "&sslmode=x"},
                           form{"postgres://h/d?sslpassword=", ""}};

void check(const std::string& conninfo) {
    try {
        const auto given = matview::detail::given_by(conninfo);
        matview::detail::names_several_hosts(given);
        require(matview::detail::connect_bound({}, given).count() >= 0, "a bound is not negative", conninfo);
    } catch (const matview::connection_error& e) {
        require(std::string_view(e.what()).find(secret) == std::string_view::npos, "no error holds the password",
                conninfo);
        require(!e.retryable() && !e.connection_usable(), "it is never retried", conninfo);
    }
}

}  // namespace

void run(std::string_view input) {
    if (input.find(secret) != input.npos) return;  // libFuzzer sees what is looked for, and would put it anywhere
    input_reader in(input);
    const std::size_t choice = in.byte() % (forms.size() + 1);
    if (choice == forms.size()) return check(std::string(in.rest()));
    const std::string_view before = in.piece(), within = in.piece(), behind = in.piece();
    std::string conninfo;
    // A URI begins where the string does.
    if (!forms[choice].begin.starts_with("postgres")) conninfo.append(before);
    conninfo.append(forms[choice].begin).append(within).append(secret).append(behind).append(forms[choice].end);
    check(conninfo);
}

std::vector<std::string> seeds() {
    std::vector<std::string> all;
    for (std::size_t choice = 0; choice < forms.size(); ++choice)
        for (const auto& [before, within, behind] :
             std::vector<std::array<std::string_view, 3>>{{"", "", ""},
                                                          {"host=a ", "my ", "=1"},
                                                          {"", "a\"", "\" b\""},
                                                          {"x='", "'", "'"},
                                                          {"", "a@", ""},
                                                          {"", "12/", "?x=1"},
                                                          {"", "[::1", "]"},
                                                          {"", "%zz", "\n"},
                                                          {"", "a&", "=1"},
                                                          {"connect_timeout=9223372036854775807 ", "", ""}})
            all.push_back(static_cast<char>(choice) + pieces({before, within, behind}));
    for (const char* whole : {"", "d", "host=a,b port=1,2", "postgresql:///d?host=/tmp", "service=none", "=", "a=b",
                              "port=x", "postgresql://[::1]:5432/d", "connect_timeout=' +3 '", "hostaddr=::1,::2"})
        all.push_back(static_cast<char>(forms.size()) + std::string(whole));
    return all;
}

}  // namespace fuzz_test
