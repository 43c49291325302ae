// The place of a related row inside a foreign_key: empty, a row of its own, or the knowledge that the row is gone.
#pragma once

#include <string_view>
#include <utility>

#include <matview/export.hpp>

namespace matview::inline v0::detail {

struct relation_info;

struct MATVIEW_EXPORT related_base {
    virtual ~related_base() = default;
    /// In memory of its own, wherever this one is.
    virtual related_base* clone() const = 0;
    /// Ends it, and its memory where that is its own.
    virtual void release() noexcept = 0;
};

template <class T> struct related : related_base {
    related() = default;
    explicit related(const T& r) : row(r) {}
    related_base* clone() const override { return new related(*this); }
    void release() noexcept override { delete this; }
    T row{};
};

/// Owns the row and copies it deeply. Knows nothing of its type, so a foreign_key may point to a struct that is declared later.
class MATVIEW_EXPORT related_row {
public:
    related_row() noexcept = default;
    explicit related_row(related_base* owned) noexcept : row_(owned) {}
    related_row(const related_row& other)
        : row_(other.row_ ? other.row_->clone() : nullptr), origin_(other.origin_), missing_(other.missing_) {}
    related_row(related_row&& other) noexcept
        : row_(std::exchange(other.row_, nullptr)), origin_(other.origin_), missing_(other.missing_) {}
    related_row& operator=(related_row other) noexcept {
        std::swap(row_, other.row_);
        origin_ = other.origin_;
        missing_ = other.missing_;
        return *this;
    }
    ~related_row() { hold(nullptr); }

    void clear(const relation_info* origin) noexcept {
        hold(nullptr);
        origin_ = origin;
        missing_ = false;
    }
    void mark_missing() noexcept { missing_ = true; }
    void hold(related_base* owned) noexcept {
        if (related_base* const before = std::exchange(row_, owned)) before->release();
    }

    bool loaded() const noexcept { return row_ != nullptr; }
    bool missing() const noexcept { return missing_; }
    related_base* get() const noexcept { return row_; }

    /// Throws related_row_missing or not_loaded, naming the field it was read through and the call that would load it.
    [[noreturn]] void fail(std::string_view target) const;

private:
    related_base* row_ = nullptr;
    const relation_info* origin_ = nullptr;
    bool missing_ = false;
};

}  // namespace matview::inline v0::detail
