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

    /// So many rows, as far as that is known: the first block has room for them, and the next ones for more and more, up to a bound.
    void expect(std::size_t rows) noexcept { expected_ = rows; }
    /// A new empty row. It belongs to who takes it, on any thread, and may outlive the store.
    template <class T> related<T>* make();

    /// So many rows of the block are no more, or will never be; behind the last one its memory goes.
    static void leave(related_block& block, std::size_t rows) noexcept;

private:
    void open(std::size_t row_size);
    void close() noexcept;

    std::size_t expected_ = 0;
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

template <class T> related<T>* related_store::make() {
    using in_block = related_in_block<T>;
    if constexpr (alignof(in_block) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
        return new related<T>;
    } else {
        if (left_ == 0) open(sizeof(in_block));
        auto* const made =
            ::new (static_cast<void*>(at_)) in_block(*block_);  // where this throws, the place is still free
        at_ += sizeof(in_block);
        --left_;
        return made;
    }
}

}  // namespace matview::inline v0::detail
