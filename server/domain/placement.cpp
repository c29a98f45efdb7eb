#include "server/domain/placement.hpp"

#include "server/domain/business_day.hpp"

namespace tillnote::domain {

Placement place_note(const Note& note, const Attempt& attempt, const Store& store, const StoreCalendar& calendar,
                     const DatedCatalog& catalog, Day sealed_before) {
    const std::optional<Instant> tapped_at = correct_tap_time(note, attempt);
    if (!tapped_at) {
        return {std::nullopt, std::nullopt, "day_unknown"};
    }
    const Day day = calendar.day_of(*tapped_at);
    if (day < store.opened_on) {
        return {tapped_at, std::nullopt, "day_unknown"};
    }
    if (day < sealed_before) {
        return {tapped_at, std::nullopt, "day_sealed"};
    }
    if (catalog.find_reason(note.reason, day) == nullptr) {
        return {tapped_at, std::nullopt, "unknown_reason"};
    }
    return {tapped_at, day, {}};
}

Day sealing_horizon(Day today) {
    return months_before(today, std::chrono::months{13});
}

}  // namespace tillnote::domain
