#pragma once

#include "server/domain/business_day.hpp"
#include "server/render/words.hpp"

namespace tillnote::render {

/// The local calendar date of `instant`, which is not its business day before the cut-off.
[[nodiscard]] domain::Day local_date_of(Instant instant, const domain::StoreCalendar& calendar);

/// "Fri 20 Nov 19:42" in the store's zone.
[[nodiscard]] std::string moment_words(Instant instant, const domain::StoreCalendar& calendar, const Words& words);

}  // namespace tillnote::render
