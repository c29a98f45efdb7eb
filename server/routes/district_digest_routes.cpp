#include "server/routes/district_digest_routes.hpp"

#include "schema/time_text.hpp"
#include "server/render/district_digest_data.hpp"
#include "server/render/district_digest_page.hpp"
#include "server/render/edition_json.hpp"
#include "server/routes/digest_reading.hpp"
#include "server/routes/etag.hpp"
#include "server/routes/language.hpp"

namespace tillnote::routes {
namespace {

using domain::DistrictEditionRecord;

/// "YYYY-MM-DD", or "latest": the last day that has a digest.
Result<domain::Day> get_day(const http::Request& request, Scope& scope) {
    const std::string text(request.get_parameter("day"));
    if (text != "latest") {
        const auto day = parse_day(text);
        return day ? Result<domain::Day>(*day)
                   : Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD or 'latest'.", "day"};
    }
    const auto last = scope.ports.district_editions.find_last_day(scope.district->id);
    if (!last) {
        return last.error();
    }
    if (!*last) {
        return Error{ErrorCode::not_found,
                     "This district has no digest yet; there is one when somebody is on its list of recipients.", "day"};
    }
    return **last;
}

Result<DistrictEditionRecord> get_edition(const http::Request& request, Scope& scope) {
    const auto day = get_day(request, scope);
    if (!day) {
        return day.error();
    }
    std::optional<int> number;
    if (const auto text = request.find_query("edition")) {
        const auto parsed = parse_edition_number(*text);
        if (!parsed) {
            return parsed.error();
        }
        number = *parsed;
    }
    name_object(scope, format_day(*day));
    auto found = scope.ports.district_editions.find_edition(scope.district->id, *day, number);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found,
                     "No such digest of " + format_day(*day) + " was made; the comparison shows any days.", "day"};
    }
    return std::move(**found);
}

Result<http::Response> send(const http::Request& request, Scope& scope) {
    const auto record = get_edition(request, scope);
    if (!record) {
        return record.error();
    }
    auto json = render::restate_edition(record->digest, record->edition);
    return json ? tagged_json(request, *json) : Result<http::Response>(json.error());
}

/// In whose time the page says when it was sent: of a store it tells of.
const domain::StoreCalendar* find_calendar(const Scope& scope, const domain::DistrictDigestInput& input) {
    for (const domain::ComparedMember& member : input.comparison.members) {
        if (const auto* entry = scope.directory->find_store(member.id)) {
            return &entry->calendar;
        }
    }
    return nullptr;
}

Result<http::Response> show(const http::Request& request, Scope& scope) {
    const auto record = get_edition(request, scope);
    if (!record) {
        return record.error();
    }
    const auto input = render::parse_district_input(record->input);
    if (!input) {
        return input.error();
    }
    const auto* calendar = find_calendar(scope, *input);
    if (calendar == nullptr) {
        return Error{ErrorCode::unavailable, "The stores of this digest are not known yet; try again shortly.", ""};
    }
    return http::html_response(200, render::render_district_digest_page(
                                        {.digest = domain::build_district_digest(*input, record->edition),
                                         .calendar = *calendar,
                                         .path = request.path + "?edition=" + std::to_string(record->edition.number),
                                         .leads = domain::may_manage_district(*scope.identity, scope.district->id),
                                         .signed_in_as = scope.identity->email,
                                         .csrf_token = scope.identity->csrf_token,
                                         .language = language_of(request)}));
}

}  // namespace

void add_district_digest_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::read_district;
    guard.add(http::Method::get, "/v1/districts/{district}/digests/{day}", permission, Audience::script, send);
    guard.add(http::Method::get, "/districts/{district}/digests/{day}", permission, Audience::page, show);
}

}  // namespace tillnote::routes
