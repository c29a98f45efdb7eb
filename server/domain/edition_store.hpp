#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/domain/digest_parts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// A frozen digest as it is kept. Source: CONTRACT "Edition".
struct EditionRecord {
    std::string store;
    Day day;
    Edition edition;
    int remarks = 0;
    std::string input;   ///< all the digest was computed from, as JSON
    std::string digest;  ///< the digest as JSON; its `edition.of` is of the moment it was frozen
};

/// A digest that was sent to a webhook or a person at a time of its own.
struct DigestTarget {
    DeliveryChannel channel = DeliveryChannel::mail;
    Uuid target_id;
    std::optional<std::chrono::minutes> local_time;  ///< nothing for a webhook: as soon as there is an edition
};

/// One store as its schedule stands.
struct StoreSchedule {
    std::string store;
    std::optional<Day> last_decided;    ///< nothing before the schedule began
    std::vector<DigestTarget> targets;  ///< active ones; those of the chain included
    std::vector<Day> changed_days;      ///< ended days recounted since an edition looked at them, oldest first
};

/// That a day was recounted, as it was seen.
struct DayChange {
    Day day;
    std::int64_t changes = 0;
    Instant changed_at;
};

enum class RunOutcome { begun, frozen, closed, missed };

[[nodiscard]] std::string_view to_text(RunOutcome outcome) noexcept;
[[nodiscard]] std::optional<RunOutcome> find_run_outcome(std::string_view text) noexcept;

/// Editions and the schedule's own notes. Blocking: database threads only. Errors of all: unavailable, internal, and those
/// named.
class EditionStore {
public:
    virtual ~EditionStore() = default;

    /// Every store's schedule, by store id.
    virtual Result<std::vector<StoreSchedule>> list_schedules() = 0;
    /// What the schedule decided about a day; nothing when it has not, or had not begun.
    virtual Result<std::optional<RunOutcome>> find_run(std::string_view store, Day day) = 0;
    /// The edition, or without `number` the latest; `of` counts all. Nothing when there is none.
    virtual Result<std::optional<EditionRecord>> find_edition(std::string_view store, Day day,
                                                              std::optional<int> number) = 0;

    /// Writes down a decision other than `frozen`. Nothing when one is there already.
    virtual Result<void> record_run(std::string_view store, Day day, RunOutcome outcome, Instant now) = 0;
    /// Lets a store's schedule begin after `day`, unless it has sent something. For a chain with a history.
    virtual Result<void> begin_after(std::string_view store, Day day, Instant now) = 0;

    /// Recounts of the store's ended days that no edition has taken in yet, oldest day first.
    virtual Result<std::vector<DayChange>> list_changes(std::string_view store) = 0;
    /// Forgets a recount that needs no edition, unless the day was recounted again.
    virtual Result<void> drop_change(std::string_view store, const DayChange& seen) = 0;
    /// Days other than `day` amended since the digest before it was frozen, oldest first.
    virtual Result<std::vector<ChangeLine>> list_amended(std::string_view store, Day day) = 0;

    /// Keeps the day's first edition, with the run and one delivery per target, in one transaction; `seen` is forgotten
    /// unless the day was recounted again. False when another server has decided about the day: nothing was done.
    virtual Result<bool> freeze(const EditionRecord& record, const std::vector<OutgoingDelivery>& deliveries,
                                const std::optional<DayChange>& seen) = 0;
    /// Keeps a later edition of a day. False when another server has amended it: nothing was done.
    virtual Result<bool> amend(const EditionRecord& record, const DayChange& seen) = 0;
};

}  // namespace tillnote::domain
