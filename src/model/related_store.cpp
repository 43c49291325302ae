#include <matview/model/related_store.hpp>

#include <algorithm>
#include <atomic>

namespace matview::inline v0::detail {
namespace {

// A row that is kept keeps the memory of those beside it: not of too many.
constexpr std::size_t most_rows = 16;

}  // namespace

struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) related_block {
    explicit related_block(std::size_t rows) : awaited(rows) {}
    std::atomic<std::size_t> awaited;
};

void related_store::open(std::size_t rows, std::size_t row_size) {
    close();
    room_ = std::clamp<std::size_t>(rows, 1, most_rows);
    char* const memory = static_cast<char*>(::operator new(sizeof(related_block) + room_ * row_size));
    block_ = ::new (static_cast<void*>(memory)) related_block(room_);
    at_ = memory + sizeof(related_block);
    left_ = room_;
}

void related_store::close() noexcept {
    if (block_ && left_ > 0) leave(*block_, left_);
    block_ = nullptr;
    left_ = 0;
}

void related_store::leave(related_block& block, std::size_t rows) noexcept {
    if (block.awaited.fetch_sub(rows, std::memory_order_acq_rel) == rows) ::operator delete(&block);
}

}  // namespace matview::inline v0::detail
