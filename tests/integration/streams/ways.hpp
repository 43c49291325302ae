// The ways that rows come, and an eye on which one a query took.
#pragma once

#include <dlfcn.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <matview/matview.hpp>

namespace streams_test {

using source = matview::statement_event::source;

/// Which way each statement's rows came, and how the statements ended.
class source_watcher final : public matview::observer {
public:
    void on_statement(const matview::statement_event& event) noexcept override {
        if (event.what != matview::statement_event::kind::run) return;
        const std::lock_guard lock(mutex_);
        seen_.push_back({std::string(event.text), event.by, event.rows, event.bytes, event.failed});
    }

    struct run {
        std::string text;
        source by;
        std::uint64_t rows, bytes;
        bool failed;
    };
    /// The last run of that text.
    run last(std::string_view text) const {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(seen_.rbegin(), seen_.rend(), [&](const run& r) { return r.text == text; });
        return found == seen_.rend() ? run{} : *found;
    }
    std::ptrdiff_t runs(std::string_view text) const {
        const std::lock_guard lock(mutex_);
        return std::count_if(seen_.begin(), seen_.end(), [&](const run& r) { return r.text == text; });
    }

private:
    mutable std::mutex mutex_;
    std::vector<run> seen_;
};

/// What libpq can do decides between these two.
inline source parts() { return dlsym(RTLD_DEFAULT, "PQsetChunkedRowsMode") ? source::chunked : source::single_row; }

}  // namespace streams_test
