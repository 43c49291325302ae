// The settings that statements are to run with, put in force around them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "db/link.hpp"

namespace matview::inline v0::detail {

/// The settings that the link's statements are to run with are in force while it lives. In a transaction that began with others, they are
/// set and set back; outside one, a transaction is opened for them. Does nothing inside of another one, and where nothing is to be set.
class in_settings {
public:
    /// `sql` is what will be run, if the user wrote it. `always`: a transaction is opened also where nothing is to be set.
    in_settings(link& on, std::string_view what, std::string_view sql = {}, bool always = false) : on_(on) {
        if (!on.enter_settings() && (always || on.wants_settings())) [[unlikely]]
            set(what, sql);
    }
    in_settings(const in_settings&) = delete;
    /// Undoes all where `done` was not called.
    ~in_settings() {
        if (!over_) [[unlikely]]
            give_up();
    }

    /// Commits, or sets back.
    void done() {
        over_ = true;
        on_.leave_settings();
        if (made_) [[unlikely]]
            keep();
    }
    /// Whether a transaction was opened.
    bool own_transaction() const noexcept { return made_ && made_->own_transaction; }

private:
    struct change {
        std::string what;  // asked for it
        bool own_transaction = false;
        settings before;

        ~change();  // elsewhere: a statement that needs no settings is not to carry it along
    };

    void set(std::string_view what, std::string_view sql);
    void set_back();
    void keep();
    void give_up() noexcept;

    link& on_;
    std::unique_ptr<change> made_;  // null where there is nothing to undo
    bool over_ = false;
};

}  // namespace matview::inline v0::detail
