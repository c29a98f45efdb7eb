#include "server/render/local_time.hpp"

namespace tillnote::render {

domain::Day local_date_of(Instant instant, const domain::StoreCalendar& calendar) {
    // Where clocks go back over the cut-off, the first hours of a day read earlier than the cut-off.
    constexpr std::chrono::minutes clock_change_max{180};
    const domain::Day day = calendar.day_of(instant);
    const std::chrono::minutes local = calendar.local_time_of(instant);
    const std::chrono::minutes cutoff{calendar.rule_of(day).cutoff_minutes};
    const bool has_just_begun = instant - calendar.bounds_of(day).starts_at < clock_change_max;
    if (local >= cutoff || (has_just_begun && local + clock_change_max >= cutoff)) {
        return day;
    }
    return domain::add_days(day, 1);
}

std::string moment_words(Instant instant, const domain::StoreCalendar& calendar, const Words& words) {
    return brief_date_words(words, words.date_short, local_date_of(instant, calendar)) + ' ' +
           clock_words(calendar.local_time_of(instant));
}

}  // namespace tillnote::render
