// function_ref: something that can be called, for as long as a call that it is given to. std::function would keep a copy of it.
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace matview::inline v0::detail {

template <class Signature> class function_ref;

/// Refers to what it is made from, which must outlive it. May be empty. As P0792, std::function_ref of C++26.
template <class R, class... A> class function_ref<R(A...)> {
public:
    function_ref() noexcept = default;
    template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, function_ref> && std::is_invocable_r_v<R, F&, A...>)
        function_ref(F&& f)
    noexcept
        : object_(const_cast<void*>(static_cast<const void*>(std::addressof(f)))),
          call_([](void* object, A... arguments) -> R {
              return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<A>(arguments)...);
          }) {}

    explicit operator bool() const noexcept { return call_ != nullptr; }
    R operator()(A... arguments) const { return call_(object_, std::forward<A>(arguments)...); }

private:
    void* object_ = nullptr;
    R (*call_)(void*, A...) = nullptr;
};

}  // namespace matview::inline v0::detail
