// libpq by hand with results in text: what most C and C++ programs do.
#include <memory>

#include "libpq.hpp"
#include "side.hpp"
#include "text.hpp"

namespace matview_bench {
namespace {

std::vector<reading> readings(const result& all) {
    if (PQnfields(all.get()) != 7) throw std::runtime_error("other columns than asked for");
    std::vector<reading> rows;
    const int count = all.rows();
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const auto text = [&](int column) {
            return std::string_view(all.value(i, column), static_cast<std::size_t>(all.length(i, column)));
        };
        reading& row = rows.emplace_back();
        row.id = number_in<std::int64_t>(text(0));
        row.device = number_in<std::int64_t>(text(1));
        row.label = text(2);
        row.value = number_in<double>(text(3));
        row.valid = text(4) == "t";
        row.at = time_in(text(5));
        if (!all.is_null(i, 6)) row.note = text(6);
    }
    return rows;
}

}  // namespace

side side_by_hand_text(const place& at) {
    const std::shared_ptr<PGconn> on = connected(at.conninfo);
    prepare(on.get(), "scan", scan_sql(at));
    prepare(on.get(), "scan_above", scan_above_sql(at));
    return {.name = "libpq by hand, text",
            .scan =
                [on](digest* into) {
                    note(into, readings(result(PQexecPrepared(on.get(), "scan", 0, nullptr, nullptr, nullptr, 0))));
                },
            .scan_above =
                [on](digest* into) {
                    const char* const least = "0";
                    note(into,
                         readings(result(PQexecPrepared(on.get(), "scan_above", 1, &least, nullptr, nullptr, 0))));
                }};
}

}  // namespace matview_bench
