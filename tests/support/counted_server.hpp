#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "private_server.hpp"

namespace matview_test {

/// A server of its own whose log says what it was asked to run: statements are counted where they arrive.
class counted_server {
public:
    /// With more settings of the server, each "name=value".
    explicit counted_server(const std::vector<std::string>& more = {}) : server_(settings(more)) {}

    /// To the database `postgres`, under a name that tells this session's statements from those of others.
    std::string conninfo(std::string_view application = "counted") const {
        return server_.conninfo() + " application_name=" + std::string(application);
    }

    /// The texts that were run since it was last asked, by sessions of that name. Each execution counts, also of what is prepared.
    std::vector<std::string> ran(std::string_view application = "counted") {
        std::ifstream log(server_.directory() / "postgres.log", std::ios::binary);
        log.seekg(static_cast<std::streamoff>(read_));
        const std::string fresh{std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()};
        read_ += fresh.size();
        std::vector<std::string> found;
        const std::string start = "ran_by=" + std::string(application) + "|LOG:  ";
        for (std::size_t at = fresh.find(start); at != fresh.npos; at = fresh.find(start, at + 1)) {
            const std::size_t begin = at + start.size();
            const std::size_t end = fresh.find("ran_by=", begin);
            const std::string entry = fresh.substr(begin, end == fresh.npos ? end : end - begin - 1);
            const std::size_t text = entry.find(": ");
            if (entry.starts_with("statement: ") || entry.starts_with("execute "))
                found.push_back(entry.substr(text + 2));
        }
        return found;
    }

    private_server& server() { return server_; }

private:
    static std::vector<std::string> settings(std::vector<std::string> more) {
        more.insert(more.end(), {"log_statement=all", "log_line_prefix=ran_by=%a|", "log_parameter_max_length=0",
                                 "log_duration=off"});
        return more;
    }

    private_server server_;
    std::size_t read_ = 0;
};

}  // namespace matview_test
