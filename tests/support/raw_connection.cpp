#include "raw_connection.hpp"

#include <libpq-fe.h>

#include <cstddef>
#include <utility>

namespace matview_test {

namespace {

struct clear_result {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result_ptr = std::unique_ptr<PGresult, clear_result>;

void drop_notice(void* /*unused*/, const PGresult* /*unused*/) {}

result_ptr run(PGconn* connection, std::string_view sql) {
    const std::string text{sql};
    result_ptr result{PQexec(connection, text.c_str())};
    switch (PQresultStatus(result.get())) {
        case PGRES_EMPTY_QUERY:
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
            return result;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            throw server_error("raw_connection cannot COPY from or to the client\n" + text, "");
        default:
            break;
    }
    const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw server_error(PQerrorMessage(connection) + text, sqlstate == nullptr ? "" : sqlstate);
}

}  // namespace

void raw_connection::finish::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }

raw_connection::raw_connection(std::string_view conninfo) : connection_{PQconnectdb(std::string{conninfo}.c_str())} {
    if (PQstatus(native()) != CONNECTION_OK) throw server_error(PQerrorMessage(native()), "");
    PQsetNoticeReceiver(native(), &drop_notice, nullptr);
}

void raw_connection::exec(std::string_view sql) { run(native(), sql); }

text_rows raw_connection::rows(std::string_view sql) {
    const result_ptr result = run(native(), sql);
    const int columns = PQnfields(result.get());
    text_rows all(static_cast<std::size_t>(PQntuples(result.get())));
    int number = 0;
    for (auto& row : all) {
        row.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result.get(), number, column) != 0) {
                row.emplace_back();
            } else {
                row.emplace_back(std::in_place, PQgetvalue(result.get(), number, column),
                                 static_cast<std::size_t>(PQgetlength(result.get(), number, column)));
            }
        }
        ++number;
    }
    return all;
}

int raw_connection::backend_pid() const { return PQbackendPID(native()); }

void exec(std::string_view conninfo, std::string_view sql) { raw_connection{conninfo}.exec(sql); }

text_rows rows(std::string_view conninfo, std::string_view sql) { return raw_connection{conninfo}.rows(sql); }

}  // namespace matview_test
