// Where a read makes the related rows of one join: several in one piece of memory, which goes with the last of them.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include <matview/export.hpp>
#include <matview/model/related_row.hpp>

namespace matview::inline v0::detail {

/// Memory with room for several rows of one type, and how many of them it still waits for.
struct related_block;

class MATVIEW_EXPORT related_store {
public:
    related_store() noexcept = default;
    related_store(const related_store&) = delete;
    ~related_store() { close(); }

    /// Before the first row: makes room for so many of that size (`related_size`), up to a bound, unless there is some.
    void expect(std::size_t rows, std::size_t row_size) {
        if (rows > 0 && row_size > 0 && !block_) open(rows, row_size);
    }
    /// A new empty row. It belongs to who takes it, on any thread, and may outlive the store.
    template <class T> related<T>* make();

    /// So many rows of the block are no more, or will never be; behind the last one its memory goes.
    static void leave(related_block& block, std::size_t rows) noexcept;

private:
    void open(std::size_t rows, std::size_t row_size);
    void close() noexcept;

    related_block* block_ = nullptr;
    char* at_ = nullptr;
    std::size_t left_ = 0;  // rows that there is room for, at at_
    std::size_t room_ = 0;  // of the last block, in rows
};

/// A related row in a block.
template <class T> struct related_in_block final : related<T> {
    explicit related_in_block(related_block& of) : block(of) {}
    void release() noexcept override {
        related_block& of = block;
        std::destroy_at(this);
        related_store::leave(of, 1);
    }
    related_block& block;
};

/// Of a row in a block; zero for one whose alignment asks for memory of its own.
template <class T>
inline constexpr std::size_t related_size = alignof(related_in_block<T>) > __STDCPP_DEFAULT_NEW_ALIGNMENT__
                                                ? 0
                                                : sizeof(related_in_block<T>);

template <class T> related<T>* related_store::make() {
    using in_block = related_in_block<T>;
    if constexpr (related_size<T> == 0) {
        return new related<T>;
    } else {
        if (left_ == 0) open(2 * room_, sizeof(in_block));
        auto* const made =
            ::new (static_cast<void*>(at_)) in_block(*block_);  // where this throws, the place is still free
        at_ += sizeof(in_block);
        --left_;
        return made;
    }
}

}  // namespace matview::inline v0::detail
