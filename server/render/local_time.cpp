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

std::string utc_words(Instant instant, const Words& words) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    return brief_date_words(words, words.date_short, domain::Day{day}) + ' ' +
           clock_words(std::chrono::floor<std::chrono::minutes>(instant - day));
}

domain::StoreCalendar utc_calendar() {
    domain::Store anywhere;
    anywhere.day_rules = {{domain::Day{}, "UTC", 0}};
    return domain::StoreCalendar::make(anywhere).value();
}

std::string dated_words(domain::Day day, const Words& words) {
    return brief_date_words(words, words.date_brief, day) + ' ' + std::to_string(static_cast<int>(day.year()));
}

}  // namespace tillnote::render
