#include "server/routes/loop_page.hpp"

#include "schema/time_text.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/language.hpp"

namespace tillnote::routes {

render::LoopFrame make_loop_frame(const http::Request& request, const Scope& scope) {
    const domain::StoreEntry& entry = *scope.store;
    return {.store = entry.store,
            .district = {},
            .language = language_of(request),
            .signed_in_as = scope.identity->email,
            .csrf_token = scope.identity->csrf_token,
            .manages = domain::may_manage_store(*scope.identity, entry.store.id, entry.district.id),
            .leads = false,
            .reads = domain::may_read_store(*scope.identity, entry.store.id, entry.district.id),
            .today = entry.calendar.day_of(scope.now),
            .done = {},
            .problem = {}};
}

render::LoopFrame make_district_frame(const http::Request& request, const Scope& scope, std::string_view district) {
    render::LoopFrame frame;
    frame.district = domain::District{std::string(district), std::string(district)};
    frame.language = language_of(request);
    frame.signed_in_as = scope.identity->email;
    frame.csrf_token = scope.identity->csrf_token;
    frame.leads = domain::may_manage_district(*scope.identity, district);
    frame.reads = domain::may_read_district(*scope.identity, district);
    frame.manages = frame.leads || !frame.reads;  // the chain only reads; an administrator only keeps the list of recipients
    // Where it cannot be read, the link is left out; the page's own reading says what is wrong.
    const auto last = scope.ports.district_editions.find_last_day(district);
    frame.has_digest = last.has_value() && last->has_value();
    frame.today = domain::Day{std::chrono::floor<std::chrono::days>(scope.now)};
    const auto stores = list_district_stores(*scope.directory, district);
    for (const auto* entry : stores) {
        const domain::Day open = entry->calendar.day_of(scope.now);
        frame.district = entry->district;
        frame.today = entry == stores.front() ? open : std::max(frame.today, open);
    }
    return frame;
}

bool is_said_on_page(const Error& error) {
    const int status = error_row(error.code).status;
    return status == 400 || status == 404 || status == 409 || status == 422;
}

std::string typed(const Form& form, std::string_view name) {
    return form.find(name).value_or("").substr(0, typed_text_bytes_max);
}

Result<domain::Day> typed_day(const Form& form, std::string_view name) {
    const auto day = parse_day(typed(form, name));
    if (!day) {
        return Error{ErrorCode::invalid_field, "Give the day as YYYY-MM-DD.", std::string(name)};
    }
    return *day;
}

}  // namespace tillnote::routes
