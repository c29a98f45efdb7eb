#pragma once

#include "lane-client/agent_loop.hpp"
#include "lane-client/clock.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/tapping.hpp"
#include "schema/wire.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::lane {

/// An ask goes away by itself after this long.
inline constexpr std::chrono::seconds ask_shown_for{60};

/// The ask that a display shows now.
struct ShownAsk {
    Uuid showing_id;
    LaneAsk ask;
    bool with_transaction = true;

    friend bool operator==(const ShownAsk&, const ShownAsk&) = default;
};

/// Decides when an ask of the day is shown on this lane, and keeps what came of each showing: in the outbox from the moment
/// it is shown, with its outcome when that is known. One at a time. Not thread-safe.
class Asking {
public:
    using Time = LoopSource::Time;

    /// What this lane knows when something happens.
    struct Lane {
        const LaneRules& rules;
        const std::string& token;  ///< of the enrolment in force; empty before the first one
        bool watched = false;      ///< whether a display would show the ask: else nothing is asked
    };

    /// `fraction` gives random numbers in [0, 1). All references must outlive this.
    Asking(OutboxAccess& outbox, const Clock& clock, std::function<double()> fraction);

    /// At start: what was shown when the agent ended has gone away meanwhile.
    void begin_anew();
    /// A transaction of the POS is in force: the one before is over, and this one may be drawn.
    void begin_transaction(const Lane& lane, Time now);
    void end_transaction();
    /// A tap without transaction: on a lane whose POS tells none, an ask may follow at a random time.
    void note_tap(const Lane& lane, Time now);
    /// The cashier has decided. Durable on return; the same again is no failure. Errors: impossible_value (no longer shown),
    /// invalid_field (not one of its answers), disk_full, outbox_unusable.
    [[nodiscard]] Result<void> decide(const Uuid& showing_id, ShowingOutcome outcome,
                                      const std::optional<std::string>& answer);

    [[nodiscard]] const std::optional<ShownAsk>& shown() const noexcept { return shown_; }
    [[nodiscard]] std::optional<Time> due() const;
    /// Does what has become due. True when something has.
    bool pass(const Lane& lane, Time now);

private:
    void show(const LaneAsk& ask, const Lane& lane, const std::string& remark_key, Time now);
    void show_at_random(const Lane& lane, Time now);
    void expire();
    [[nodiscard]] std::vector<const LaneAsk*> find_running(const LaneRules& rules) const;

    OutboxAccess& outbox_;
    const Clock& clock_;
    std::function<double()> fraction_;
    std::optional<ShownAsk> shown_;
    std::string shown_to_;  ///< remark key of the transaction that is asked
    Time shown_until_{};
    std::optional<Time> random_at_;         ///< when to ask without a transaction
    std::optional<Time> last_customer_;     ///< when the last customer without transaction was first tapped
    std::optional<Time> last_transaction_;  ///< when the POS last told one
};

}  // namespace tillnote::lane
