#include "manage/commands/arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace matview::inline v0::managing {

arguments::arguments(CLI::App& program, const char* command, const char* about)
    : own_(*program.add_subcommand(command, about)) {
    own_.fallthrough();
}

void arguments::words(const char* name, std::vector<std::string>& into, const char* about, count how_many) {
    own_.add_option(name, into, about)->required(how_many == count::at_least_one);
}

void arguments::flag(const char* name, bool& into, const char* about) { own_.add_flag(name, into, about); }

void arguments::value(const char* name, std::string& into, const char* about) { own_.add_option(name, into, about); }

void arguments::value(const char* name, std::string& into, const char* about, const char* type,
                      const std::function<std::string(const std::string&)>& check) {
    own_.add_option(name, into, about)->type_name(type)->check(check);
}

void arguments::choice(const char* name, std::string& into, const char* about, const char* type,
                       const std::vector<std::string>& of) {
    own_.add_option(name, into, about)->type_name(type)->check(CLI::IsMember(of));
}

void arguments::values(const char* name, std::vector<std::string>& into, const char* about) {
    own_.add_option(name, into, about)->take_all()->allow_extra_args(false);
}

void arguments::exclude(const char* one, const char* other) { own_.get_option(one)->excludes(own_.get_option(other)); }

void arguments::need(const char* one, const char* other) { own_.get_option(one)->needs(own_.get_option(other)); }

void arguments::footer(const char* text) { own_.footer(text); }

void arguments::when_chosen(const std::function<void()>& call) { own_.callback(call); }

}  // namespace matview::inline v0::managing
