// libpq by hand with COPY (query) TO STDOUT (FORMAT binary). COPY does not tell its types: sizes are all that is checked.
// https://www.postgresql.org/docs/current/sql-copy.html
#include <memory>

#include "binary.hpp"
#include "side.hpp"

namespace matview_bench {
namespace {

class copy_row {
public:
    copy_row(const char* bytes, int size) : at_(bytes), end_(bytes + size) {}

    std::int16_t columns() { return static_cast<std::int16_t>(be16toh(number<std::uint16_t>())); }
    bool next() {
        size_ = static_cast<std::int32_t>(be32toh(number<std::uint32_t>()));
        value_ = at_;
        skip(size_ < 0 ? 0 : static_cast<std::size_t>(size_));
        return size_ >= 0;
    }
    const char* sized(std::int32_t size) {
        if (!next() || size_ != size) throw std::runtime_error("a value of another size");
        return value_;
    }
    void text(std::string& into) const { into.assign(value_, static_cast<std::size_t>(size_)); }
    void skip(std::size_t size) {
        if (static_cast<std::size_t>(end_ - at_) < size) throw std::runtime_error("a row that ends too early");
        at_ += size;
    }
    /// The signature, flags, and an extension, before the first row.
    void skip_header() {
        skip(11 + 4);
        skip(be32toh(number<std::uint32_t>()));
    }
    bool is_at_end() const { return at_ == end_; }

private:
    template <class U> U number() {
        const char* const from = at_;
        skip(sizeof(U));
        U value;
        std::memcpy(&value, from, sizeof value);
        return value;
    }

    const char* at_;
    const char* end_;
    const char* value_ = nullptr;
    std::int32_t size_ = 0;
};

void read(copy_row& from, reading& into) {
    into.id = integer_of(from.sized(8));
    into.device = integer_of(from.sized(8));
    if (!from.next()) throw std::runtime_error("a label that is NULL");
    from.text(into.label);
    into.value = number_of(from.sized(8));
    into.valid = *from.sized(1) != 0;
    into.at = time_of(from.sized(8));
    if (from.next())
        from.text(into.note ? *into.note : into.note.emplace());
    else
        into.note.reset();
}

// `row` is asked for the place of each row, and `take` is given it.
template <class Row, class Take> void each_row(PGconn* on, const std::string& sql, Row row, Take take) {
    const result begun(PQexec(on, sql.c_str()));
    char* bytes = nullptr;
    bool first = true;
    int size = 0;
    while ((size = PQgetCopyData(on, &bytes, 0)) > 0) {
        const std::unique_ptr<char, void (*)(void*)> owned(bytes, &PQfreemem);
        copy_row from(bytes, size);
        if (std::exchange(first, false)) from.skip_header();
        if (from.is_at_end()) continue;
        const int columns = from.columns();
        if (columns == -1) continue;  // behind the last row
        if (columns != 7) throw std::runtime_error("other columns than asked for");
        reading& into = row();
        read(from, into);
        take(into);
    }
    if (size == -2) throw std::runtime_error(PQerrorMessage(on));
    while (PGresult* last = PQgetResult(on)) result{last};
}

}  // namespace

side side_by_hand_copy(const place& at) {
    const std::shared_ptr<PGconn> on = connected(at.conninfo);
    const std::string sql = "COPY (" + scan_sql(at) + ") TO STDOUT (FORMAT binary)";
    const auto reserved = static_cast<std::size_t>(at.rows);
    return {.name = "libpq by hand, COPY",
            .scan =
                [on, sql, reserved](digest* into) {
                    std::vector<reading> rows;
                    rows.reserve(reserved);
                    each_row(
                        on.get(), sql, [&]() -> reading& { return rows.emplace_back(); }, [](const reading&) {});
                    note(into, rows);
                },
            .stream =
                [on, sql](digest* into) {
                    reading row;
                    std::size_t letters = 0;
                    each_row(
                        on.get(), sql, [&]() -> reading& { return row; },
                        [&](const reading& read) {
                            letters += read.label.size();
                            if (into) into->add(read);
                        });
                    keep(letters);
                }};
}

}  // namespace matview_bench
