#include "db/in_settings.hpp"

#include <utility>

namespace matview::inline v0::detail {

in_settings::change::~change() = default;

void in_settings::set(std::string_view what, std::string_view sql) try {
    if (!on_.usable()) return;
    const settings wanted = on_.wanted_settings();
    const PGTransactionStatusType status = PQtransactionStatus(on_.raw());
    auto made = std::make_unique<change>();
    made->what = what;
    if (status == PQTRANS_IDLE) {
        refuse_transaction_control(sql, "here, where each statement runs in a transaction of its own for its settings");
        on_.begin_transaction("BEGIN", what);
        made->own_transaction = true;
    } else if (status == PQTRANS_INTRANS && !wanted.empty() && wanted != on_.in_force()) {
        made->before = set_locally(on_, wanted, what);
    }
    made_ = std::move(made);
} catch (...) {
    on_.leave_settings();
    throw;
}

void in_settings::set_back() {
    if (!made_->before.empty() && on_.in_transaction() && !on_.transaction_failed())
        set_locally(on_, made_->before, made_->what);
}

void in_settings::keep() {
    if (!made_->own_transaction) return set_back();
    if (on_.in_transaction() || !on_.usable()) on_.commit_transaction(made_->what);  // a lost link is told of
}

void in_settings::give_up() noexcept {
    on_.leave_settings();
    if (!made_ || !on_.usable()) return;
    try {
        if (made_->own_transaction)
            on_.roll_back(made_->what);
        else
            set_back();
    } catch (const error&) {  // the connection is lost, and the settings with it
        return;
    }
}

}  // namespace matview::inline v0::detail
