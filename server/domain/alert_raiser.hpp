#pragma once

#include "schema/error.hpp"
#include "server/domain/alert.hpp"
#include "server/domain/organisation.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tillnote::domain {

struct RaisedAlert {
    std::string store;
    Uuid alert_id;

    friend bool operator==(const RaisedAlert&, const RaisedAlert&) = default;
};

/// Turns urgent notes into alerts. Everything is derived from the notes and from marks that the recount of their day left,
/// so a restart loses nothing and several servers may do it at once. Blocking: database threads only. Errors of all: busy,
/// unavailable, internal.
class AlertRaiser {
public:
    virtual ~AlertRaiser() = default;

    /// Store-days whose urgent notes are to be looked at by `now`; at most `count_max`.
    virtual Result<std::vector<StoreDay>> list_urgent(Instant now, std::size_t count_max) = 0;
    /// Counts the day's due notes onto the standing alert of their reason, or raises one, and leaves a mark for those that
    /// still wait: one transaction under the store's lock. `make_id` makes the ids of new alerts.
    virtual Result<void> raise_due(const StoreDay& store_day, Instant now, const std::function<Uuid()>& make_id) = 0;

    /// Alerts that were not yet handed to delivery, at most `count_max`.
    virtual Result<std::vector<RaisedAlert>> list_unannounced(std::size_t count_max) = 0;
    virtual Result<void> note_announced(const RaisedAlert& alert, Instant now) = 0;
};

}  // namespace tillnote::domain
