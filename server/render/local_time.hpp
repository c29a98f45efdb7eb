#pragma once

#include "server/domain/business_day.hpp"
#include "server/render/words.hpp"

namespace tillnote::render {

/// The local calendar date of `instant`, which is not its business day before the cut-off.
[[nodiscard]] domain::Day local_date_of(Instant instant, const domain::StoreCalendar& calendar);

/// "Fri 20 Nov 19:42" in the store's zone.
[[nodiscard]] std::string moment_words(Instant instant, const domain::StoreCalendar& calendar, const Words& words);

/// "Fri 20 Nov 19:42" in UTC, for what belongs to no store.
[[nodiscard]] std::string utc_words(Instant instant, const Words& words);

/// For what belongs to no store.
[[nodiscard]] domain::StoreCalendar utc_calendar();

/// "20 Nov 2026", for days that may lie years away.
[[nodiscard]] std::string dated_words(domain::Day day, const Words& words);

}  // namespace tillnote::render
