// What every side that is written by hand against libpq begins with.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <libpq-fe.h>

namespace matview_bench {

struct connection_closer {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
using connection_ptr = std::unique_ptr<PGconn, connection_closer>;

inline connection_ptr connected(const std::string& conninfo) {
    connection_ptr made(PQconnectdb(conninfo.c_str()));
    if (PQstatus(made.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(made.get()));
    return made;
}

/// Owns a result. Throws std::runtime_error where it is a failed one.
class result {
public:
    explicit result(PGresult* of) : of_(of) {
        switch (PQresultStatus(of)) {
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
            case PGRES_SINGLE_TUPLE:
            case PGRES_COPY_OUT:
            case PGRES_PIPELINE_SYNC:
                return;
            default:
                const std::string said = of ? PQresultErrorMessage(of) : "no result";
                PQclear(of);
                throw std::runtime_error(said);
        }
    }
    ~result() { PQclear(of_); }
    result(const result&) = delete;
    result& operator=(const result&) = delete;

    PGresult* get() const { return of_; }
    ExecStatusType status() const { return PQresultStatus(of_); }
    int rows() const { return PQntuples(of_); }
    bool is_null(int row, int column) const { return PQgetisnull(of_, row, column) == 1; }
    const char* value(int row, int column) const { return PQgetvalue(of_, row, column); }
    int length(int row, int column) const { return PQgetlength(of_, row, column); }

private:
    PGresult* of_;
};

inline void prepare(PGconn* on, const char* name, const std::string& sql, int parameters = 0,
                    const Oid* types = nullptr) {
    result(PQprepare(on, name, sql.c_str(), parameters, types));
}

}  // namespace matview_bench
