#pragma once

#include "server/domain/action.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Who changes an action and when. Managers' accounts, never cashiers.
struct Changer {
    Uuid account_id;
    Instant now;
    Day today;  ///< the store's open business day
};

/// Actions of the stores. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class ActionStore {
public:
    static constexpr int list_max = 200;

    virtual ~ActionStore() = default;

    /// Of one store: those not done first, the oldest of them first, then done ones, the latest first; at most list_max.
    virtual Result<std::vector<Action>> list_actions(std::string_view store) = 0;

    /// Replaces the line's open action, or `fresh` where there is none, by what `change` makes of it; where that opens it
    /// again, the line's latest done one. A reply goes to the lanes and one that is taken back leaves them in the same
    /// transaction, and a line "alert:<id>" acknowledges its alert. Writes down who changed what.
    /// Errors: those of `change`, conflict (the lanes have messages_valid_max messages), impossible_value (no such store).
    using Change = std::function<Result<Action>(Action)>;
    virtual Result<Action> change_line(const Action& fresh, bool opens_again, const Change& change,
                                       const Changer& changer) = 0;
    /// The same of one action. Errors besides: not_found, conflict (another action of the line is open).
    virtual Result<Action> change_action(std::string_view store, const Uuid& action_id, const Change& change,
                                         const Changer& changer) = 0;
};

}  // namespace tillnote::domain
