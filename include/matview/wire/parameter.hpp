// A value bound to $1, $2, …: keeps the C++ value until the server has said which type it wants.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>
#include <matview/wire/scalars.hpp>

namespace matview::inline v0 {
namespace detail {

/// What becomes of a list when it is written as an array whose elements cannot be some value of it: the rest is sent; or nothing is, as for one
/// value that cannot be held; or NULL is in its place.
enum class list_rest { left_out, spoils, null };

}  // namespace detail

/// One parameter of a statement. Immutable; copies share the value, also between threads.
class MATVIEW_EXPORT parameter {
public:
    /// Holds `value` and leaves its type to the server: the statement is described, the value encoded as what was inferred.
    template <class T> static parameter of(T value) {
        return parameter(std::make_shared<const one<T>>(std::move(value)), 0);
    }
    /// As `of`, but declared to be of a type: where the server could not infer it, or would infer another one.
    template <class T> static parameter typed(T value, oid type) {
        return parameter(std::make_shared<const one<T>>(std::move(value)), type);
    }
    /// As `of`, but sent as int8: right with every integer column and its indexes.
    static parameter of_integer(long long value) {
        return parameter(std::make_shared<const one<long long>>(value), pg::int8);
    }
    /// An array of values, for `= ANY ($1)`; elements that the element type cannot hold are left out, since they equal nothing.
    template <class T> static parameter array_of(std::vector<T> values) {
        const oid declared = std::is_same_v<T, long long> ? pg::int8_array : 0;
        return parameter(std::make_shared<const many<T>>(std::move(values), detail::list_rest::left_out), declared);
    }
    /// An array of values and NULLs, for what compares arrays.
    template <class T>
    static parameter list_of(std::vector<std::optional<T>> values, detail::list_rest rest, oid declared = 0) {
        return parameter(std::make_shared<const many<T>>(std::move(values), rest), declared);
    }
    /// NULL: what an operand becomes that no column can hold.
    static parameter null() { return parameter(nullptr, 0); }

    /// The type to declare, or 0 where the server infers it.
    oid declared() const noexcept { return declared_; }
    /// Another type to declare, now that the server has inferred `type`; 0 where that is right.
    oid redeclare(oid type, const type_registry& types) const;
    /// Appends the binary form as `type`.
    detail::encoded encode(oid type, byte_writer& out, const type_registry& types) const;
    bool is_null() const noexcept { return !value_; }
    /// Which C++ type it holds; null for NULL.
    const detail::value_ops* kind() const { return value_ ? &value_->ops() : nullptr; }
    /// The C++ type's name, for messages.
    std::string_view cpp_name() const;
    /// The value for people to read; never a part of SQL.
    std::string to_string() const;

private:
    struct MATVIEW_EXPORT holder {
        virtual ~holder() = default;
        virtual const detail::value_ops& ops() const = 0;
        virtual std::size_t size() const = 0;                 // of an array; 1 else
        virtual const void* at(std::size_t index) const = 0;  // null for NULL
        virtual bool is_array() const = 0;
        virtual detail::list_rest rest() const { return detail::list_rest::spoils; }
    };
    template <class T> struct one final : holder {
        explicit one(T v) : value(std::move(v)) {}
        const detail::value_ops& ops() const override { return detail::ops_of<T>(); }
        std::size_t size() const override { return 1; }
        const void* at(std::size_t) const override { return &value; }
        bool is_array() const override { return false; }
        T value;
    };
    template <class T> struct many final : holder {
        template <class U> many(std::vector<U> v, detail::list_rest rest) : what_of_rest(rest) {
            values.reserve(v.size());
            for (std::size_t i = 0; i < v.size(); ++i) values.emplace_back(std::move(v[i]));
        }
        const detail::value_ops& ops() const override { return detail::ops_of<T>(); }
        std::size_t size() const override { return values.size(); }
        const void* at(std::size_t index) const override { return values[index] ? &*values[index] : nullptr; }
        bool is_array() const override { return true; }
        detail::list_rest rest() const override { return what_of_rest; }
        std::vector<std::optional<T>> values;  // std::vector<bool> would pack its values
        detail::list_rest what_of_rest;
    };

    parameter(std::shared_ptr<const holder> value, oid declared) : value_(std::move(value)), declared_(declared) {}

    std::shared_ptr<const holder> value_;
    oid declared_;
};

}  // namespace matview::inline v0
