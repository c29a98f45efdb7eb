#include "server/app/commands/store_place.hpp"

#include "schema/time_text.hpp"

namespace tillnote::app::commands {

Result<StorePlace> find_store_place(DatabasePorts& ports, const std::string& store) {
    const auto found = ports.view.organisation.find_store(store);
    if (!found) {
        return found.error();
    }
    const std::optional<domain::Store>& known = *found;
    if (!known) {
        return Error{ErrorCode::not_found, "There is no store '" + store + "'; 'store list' shows them all.", "store"};
    }
    auto calendar = domain::StoreCalendar::make(*known);
    if (!calendar) {
        return calendar.error();
    }
    return StorePlace{*known, std::move(*calendar)};
}

Result<domain::Day> day_or(const std::string& text, domain::Day fallback, const std::string& option) {
    if (text.empty()) {
        return fallback;
    }
    auto day = parse_day(text);
    if (!day) {
        return Error{ErrorCode::usage, option + " must be YYYY-MM-DD.", option};
    }
    return *day;
}

Error name_field(const Error& error) {
    return {error.code, error.field + ": " + error.detail, error.field};
}

}  // namespace tillnote::app::commands
