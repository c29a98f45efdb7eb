#pragma once

#include "server/domain/digest_schedule.hpp"
#include "server/domain/directory.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// When the digest of a district leaves the house. Pure. Source: docs/decisions/0023.
namespace tillnote::domain {

enum class DigestRhythm {
    daily,
    weekly,  ///< after each Sunday, the last day of a calendar week
};

[[nodiscard]] std::string_view to_text(DigestRhythm rhythm) noexcept;
[[nodiscard]] std::optional<DigestRhythm> find_digest_rhythm(std::string_view text) noexcept;

/// A store as the district's schedule sees it.
struct ScheduledStore {
    const StoreEntry* entry = nullptr;
    std::chrono::minutes digest_time = digest_time_default;  ///< of its own digest, local wall time
};

/// By store, without those that nobody asked another time of.
using DigestTimes = std::map<std::string, std::chrono::minutes, std::less<>>;

/// `store` outlives what is returned.
[[nodiscard]] ScheduledStore schedule_store(const StoreEntry& store, const DigestTimes& times);

/// How long a district waits for stores that are not complete, from the last store's digest time on.
inline constexpr std::chrono::hours district_wait_max{2};

/// The stores that belonged to `district` on `day` and were in business then.
[[nodiscard]] std::vector<ScheduledStore> stores_on(std::span<const ScheduledStore> stores, std::string_view district,
                                                    Day day);

/// When a business day may be told of.
struct DistrictDue {
    Instant ends_at;    ///< its last store's business day ends: never before
    Instant latest_at;  ///< whatever is missing

    friend bool operator==(const DistrictDue&, const DistrictDue&) = default;
};

/// `stores`: those of stores_on. Nothing when there are none.
[[nodiscard]] std::optional<DistrictDue> district_due(std::span<const ScheduledStore> stores, Day day);

/// What a district's schedule has to do, oldest day first.
struct DistrictDays {
    std::vector<Day> missed;     ///< due too long ago to be sent; to be written down as such
    std::vector<Day> due;        ///< at most catch_up_days; of weekly digests the last
    std::optional<Day> waiting;  ///< the day after these: has ended, and is due as soon as its stores are complete

    friend bool operator==(const DistrictDays&, const DistrictDays&) = default;
};

/// The days after `last_decided` that are told of in `rhythm`, as they stand at `now`. What was due at `rhythm_since` or
/// before was decided under another rhythm and is left out.
[[nodiscard]] DistrictDays find_district_days(std::span<const ScheduledStore> stores, std::string_view district,
                                              DigestRhythm rhythm, std::optional<Instant> rhythm_since, Day last_decided,
                                              Instant now);

/// The last day that is due at `now` whatever is missing and whatever the rhythm: where a new schedule begins. In a district
/// without such a day the one before its first. Nothing where no store has been in business lately.
[[nodiscard]] std::optional<Day> last_due_district_day(std::span<const ScheduledStore> stores, std::string_view district,
                                                       Instant now);

}  // namespace tillnote::domain
