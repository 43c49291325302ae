// What was read, in a few numbers: sides that read the same have the same digest.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

#include "models.hpp"

namespace matview_bench {

struct digest {
    std::int64_t rows = 0, integers = 0, seconds = 0, hundredths = 0;
    std::uint64_t letters = 0;

    /// Of a reading or a reading_view.
    template <class Reading> auto add(const Reading& row) -> decltype(void(row.device)) {
        ++rows;
        integers += row.id + row.device + (row.valid ? 1 : 0);
        seconds += std::chrono::floor<std::chrono::seconds>(row.at).time_since_epoch().count();
        hundredths += std::llround(row.value * 100);
        add(row.label);
        if (row.note) add(*row.note);
    }
    void add(const user& row) {
        ++rows;
        integers += row.id;
        add(row.username);
    }
    void add(std::int64_t user_id, std::int64_t quizzes_played, std::int64_t id, std::string_view username) {
        ++rows;
        integers += user_id + quizzes_played + id;
        add(username);
    }
    // Rows may come in any order.
    void add(std::string_view text) {
        std::uint64_t hash = 0;
        for (const char c : text) hash = hash * 31 + static_cast<unsigned char>(c);
        letters += hash;
    }

    bool operator==(const digest&) const = default;
};

}  // namespace matview_bench
