// arguments: what a command takes on the command line. CLI11 stands behind it: its headers take ten seconds to compile.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace matview::inline v0::managing {

class arguments {
public:
    /// Of a command that is added to that program. What is declared is filled in when the program's arguments are read.
    arguments(CLI::App& program, const char* command, const char* about);

    enum class count { any, at_least_one };
    /// Words that stand by themselves.
    void words(const char* name, std::vector<std::string>& into, const char* about, count how_many = count::any);
    void flag(const char* name, bool& into, const char* about);
    /// An option with a value. `check` says what is wrong with it; empty: nothing.
    void value(const char* name, std::string& into, const char* about);
    void value(const char* name, std::string& into, const char* about, const char* type,
               const std::function<std::string(const std::string&)>& check);
    void choice(const char* name, std::string& into, const char* about, const char* type,
                const std::vector<std::string>& of);
    /// An option that may be given again, with a value each time.
    void values(const char* name, std::vector<std::string>& into, const char* about);

    /// Options that were declared before: they are not given together; the one is given only with the other.
    void exclude(const char* one, const char* other);
    void need(const char* one, const char* other);

    /// Stands below the options in the help.
    void footer(const char* text);
    void when_chosen(const std::function<void()>& call);

private:
    CLI::App& own_;
};

}  // namespace matview::inline v0::managing
