#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/domain/tap_time.hpp"

#include <optional>
#include <string_view>

namespace tillnote::domain {

/// Where one received note belongs: a business day, or quarantine with the problem's name.
struct Placement {
    std::optional<Instant> tapped_at;  ///< corrected
    std::optional<Day> business_day;   ///< set when the note can be counted
    std::string_view problem;          ///< empty, or unknown_reason, day_unknown, day_sealed
};

/// `sealed_before`: days earlier than this one are sealed. Order of the checks: time (day_unknown), opening
/// day (day_unknown), sealed (day_sealed), reason in the catalog and valid on that day (unknown_reason).
[[nodiscard]] Placement place_note(const Note& note, const Attempt& attempt, const Store& store,
                                   const StoreCalendar& calendar, const DatedCatalog& catalog, Day sealed_before);

/// The first day that is not sealed when `today` is open: thirteen calendar months back.
[[nodiscard]] Day sealing_horizon(Day today);

}  // namespace tillnote::domain
