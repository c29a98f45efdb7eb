#pragma once

#include "server/domain/district_schedule.hpp"
#include "server/domain/edition_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// A district's frozen digest as it is kept.
struct DistrictEditionRecord {
    std::string district;
    Day day;
    Edition edition;
    std::string input;   ///< all the digest was computed from, as JSON
    std::string digest;  ///< the digest as JSON
};

/// One district as its schedule stands.
struct DistrictSchedule {
    std::string district;
    DigestRhythm rhythm = DigestRhythm::daily;
    std::optional<Instant> rhythm_since;  ///< nothing: since ever
    std::optional<Day> last_decided;      ///< nothing before the schedule began
    std::vector<DigestTarget> targets;    ///< active ones, without a time of their own
};

/// Editions of districts and the schedule's own notes about them. Blocking: database threads only. Errors of all:
/// unavailable, internal.
class DistrictEditionStore {
public:
    virtual ~DistrictEditionStore() = default;

    /// Every district's schedule, by id.
    virtual Result<std::vector<DistrictSchedule>> list_schedules() = 0;
    /// When each store freezes its digest: the earliest time any of its recipients wants. Stores without one are left out.
    virtual Result<DigestTimes> list_digest_times() = 0;
    /// Those of `stores` whose own digest of `day` is frozen, or that were closed on it.
    virtual Result<std::vector<std::string>> list_told(const std::vector<std::string>& stores, Day day) = 0;
    /// Whether no note of these stores and day waits to be counted.
    virtual Result<bool> is_counted(const std::vector<std::string>& stores, Day day) = 0;

    /// The edition, or without `number` the latest. Nothing when there is none.
    virtual Result<std::optional<DistrictEditionRecord>> find_edition(std::string_view district, Day day,
                                                                      std::optional<int> number) = 0;
    /// The last day that has an edition.
    virtual Result<std::optional<Day>> find_last_day(std::string_view district) = 0;
    /// Writes down a decision other than `frozen`. Nothing when one is there already.
    virtual Result<void> record_run(std::string_view district, Day day, RunOutcome outcome, Instant now) = 0;
    /// Keeps the day's first edition, with the run and one delivery per target, in one transaction. False when another
    /// server has decided about the day: nothing was done.
    virtual Result<bool> freeze(const DistrictEditionRecord& record, const std::vector<OutgoingDelivery>& deliveries) = 0;
};

}  // namespace tillnote::domain
