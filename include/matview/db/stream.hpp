// row_stream: the rows of a query one after the other, in bounded memory.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>

#include <matview/db/session.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {
namespace detail {

/// Reads rows into one place; the compiled part of row_stream.
class MATVIEW_EXPORT cursor {
public:
    cursor(session& from, const rendered& query, void* row);
    cursor(cursor&&) noexcept;
    cursor& operator=(cursor&&) noexcept;
    ~cursor();

    /// The next row; false behind the last one.
    bool advance();

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace detail

/// What `session::stream` gives: an input range, to be gone through once. Each step decodes the next row into the same place, so keep what
/// is to outlast the step: copy the row, or move from it. Memory does not grow with the number of rows.
///
/// Until it is at its end or destroyed its connection is used for nothing else: other verbs throw query_error. Where it is destroyed before
/// its end, the server is asked to stop, and the connection is usable as before; in a transaction, that goes on too. What fails while rows
/// arrive is thrown by the step that comes to it, behind the rows that came before. Used by one thread at a time; moved, not copied.
template <class T> class row_stream {
public:
    class iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        T& operator*() const noexcept { return *of_->row_; }
        T* operator->() const noexcept { return of_->row_.get(); }
        iterator& operator++() {
            of_->advance();
            return *this;
        }
        void operator++(int) { of_->advance(); }
        bool operator==(std::default_sentinel_t) const noexcept { return of_->at_end_; }

    private:
        friend class row_stream;
        explicit iterator(row_stream& of) noexcept : of_(&of) {}
        row_stream* of_;
    };

    /// For the library itself.
    row_stream(session& from, const matview::query<T>& q)
        : row_(std::make_unique<T>()), cursor_(from, q.rendered(), row_.get()) {}

    /// Reads the first row, when called for the first time. Throws what `fetch` throws.
    iterator begin() {
        if (!begun_) advance();
        return iterator(*this);
    }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    void advance() {
        begun_ = true;
        at_end_ = !cursor_.advance();
    }

    std::unique_ptr<T> row_;
    detail::cursor cursor_;
    bool begun_ = false, at_end_ = false;
};

template <class T> row_stream<T> session::stream(const matview::query<T>& q) { return row_stream<T>(*this, q); }
template <class T> row_stream<T> session::stream() { return stream(matview::query<T>()); }

template <class T, class F> std::uint64_t session::for_each(const matview::query<T>& q, F&& call) {
    std::uint64_t rows = 0;
    for (T& row : stream(q)) {
        call(row);
        ++rows;
    }
    return rows;
}

}  // namespace matview::inline v0
