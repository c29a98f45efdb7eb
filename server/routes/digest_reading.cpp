#include "server/routes/digest_reading.hpp"

#include "schema/time_text.hpp"

namespace tillnote::routes {

Result<domain::Day> resolve_day(const domain::StoreEntry& entry, std::string_view text, Instant now) {
    const auto today = entry.calendar.day_of(now);
    domain::Day day = today;
    if (text == "latest") {
        day = domain::add_days(today, -1);
    } else if (text != "today") {
        auto parsed = parse_day(text);
        if (!parsed) {
            return Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD, 'today' or 'latest'.", "day"};
        }
        day = *parsed;
    }
    if (day > today) {
        return Error{ErrorCode::not_found, "That business day has not begun; 'today' is " + format_day(today) + ".", "day"};
    }
    if (day < entry.store.opened_on) {
        return Error{ErrorCode::not_found,
                     "The store had not opened then; its first day is " + format_day(entry.store.opened_on) + ".", "day"};
    }
    return day;
}

Result<domain::Digest> read_digest(domain::DigestStore& digests, const domain::Directory& directory,
                                   const domain::StoreEntry& entry, domain::Day day, Instant now) {
    auto input = digests.load_input(entry.store, entry.calendar, directory.catalog, day, now);
    if (!input) {
        return input.error();
    }
    input->district = entry.district;
    return domain::build_digest(*input, entry.calendar);
}

}  // namespace tillnote::routes
