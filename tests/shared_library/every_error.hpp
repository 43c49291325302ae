// All classes of matview/error.hpp by number, thrown and caught; compiled into both sides.
#pragma once

#include <cstddef>
#include <typeinfo>

#include <matview/error.hpp>

struct error_kind {
    void (*raise)();
    bool (*catches)(void (*call)(std::size_t), std::size_t number);
};

template <class E> void raise() { throw E({.message = "thrown on the other side"}); }

// As users do: the class itself before its bases. What is caught must be of that very class, answer what it was given, and be caught by error.
template <class E> bool catches(void (*call)(std::size_t), std::size_t number) {
    bool itself = false, base = false;
    try {
        call(number);
    } catch (const E& e) {
        itself = typeid(e) == typeid(E) && e.message() == "thrown on the other side";
    } catch (...) {
        itself = false;
    }
    try {
        call(number);
    } catch (const matview::error& e) {
        base = dynamic_cast<const E*>(&e) != nullptr;
    } catch (...) {
        base = false;
    }
    return itself && base;
}

template <class E> constexpr error_kind kind_of{&raise<E>, &catches<E>};

inline constexpr error_kind every_error[] = {
    kind_of<matview::error>,
    kind_of<matview::connection_error>,
    kind_of<matview::connection_refused>,
    kind_of<matview::connect_timeout>,
    kind_of<matview::connection_lost>,
    kind_of<matview::pool_timeout>,
    kind_of<matview::server_error>,
    kind_of<matview::lock_timeout>,
    kind_of<matview::query_canceled>,
    kind_of<matview::statement_timeout>,
    kind_of<matview::transaction_conflict>,
    kind_of<matview::insufficient_privilege>,
    kind_of<matview::read_only_transaction>,
    kind_of<matview::object_in_use>,
    kind_of<matview::undefined_relation>,
    kind_of<matview::wrong_relation_kind>,
    kind_of<matview::already_exists>,
    kind_of<matview::dependents_exist>,
    kind_of<matview::not_populated>,
    kind_of<matview::no_usable_unique_index>,
    kind_of<matview::duplicate_rows>,
    kind_of<matview::mapping_error>,
    kind_of<matview::refresh_running>,
    kind_of<matview::pipeline_aborted>,
    kind_of<matview::value_error>,
    kind_of<matview::invalid_text>,
    kind_of<matview::query_error>,
    kind_of<matview::not_found>,
    kind_of<matview::multiple_found>,
    kind_of<matview::not_loaded>,
    kind_of<matview::related_row_missing>,
};
