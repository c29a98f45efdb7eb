#include "server/routes/page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/pages.hpp"
#include "server/routes/digest_reading.hpp"
#include "server/routes/language.hpp"

namespace tillnote::routes {
namespace {

/// A district's worth of digests is quick to work out; a chain's is not, so it is only counted.
constexpr std::size_t complete_stores_max = 24;

using Entries = std::vector<const domain::StoreEntry*>;
using Lines = std::vector<render::StoreLine>;

render::StoreLine line_of(const domain::StoreEntry& entry, const Scope& scope) {
    const bool leads = domain::may_manage_district(*scope.identity, entry.district.id);
    const bool compares = domain::may_read_district(*scope.identity, entry.district.id);
    return {.id = entry.store.id,
            .name = entry.store.name,
            .district_name = entry.district.name,
            .latest = std::max(domain::add_days(entry.calendar.day_of(scope.now), -1), entry.store.opened_on),
            .remarks = 0,
            .percent_complete = std::nullopt,
            .district_asks_path = leads ? "/districts/" + entry.district.id + "/asks" : "",
            .district_mail_path = leads ? "/districts/" + entry.district.id + "/recipients" : "",
            .district_path = compares ? "/districts/" + entry.district.id : ""};
}

Result<Lines> assess_stores(const Entries& entries, Scope& scope) {
    Lines lines;
    for (const auto* entry : entries) {
        auto line = line_of(*entry, scope);
        auto digest = read_shown_digest(scope.ports, *scope.directory, *entry, line.latest, std::nullopt, scope.now);
        if (!digest) {
            return digest.error();
        }
        line.remarks = digest->remarks;
        if (digest->completeness.lanes_expected > 0) {
            line.percent_complete = digest->completeness.percent;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<Lines> count_stores(const Entries& entries, Scope& scope) {
    Lines lines;
    std::vector<domain::StoreDay> store_days;
    for (const auto* entry : entries) {
        lines.push_back(line_of(*entry, scope));
        store_days.push_back({lines.back().id, lines.back().latest});
    }
    auto remarks = scope.ports.digests.count_remarks(store_days);
    if (!remarks) {
        return remarks.error();
    }
    for (std::size_t index = 0; index < lines.size(); ++index) {
        lines[index].remarks = (*remarks)[index];
    }
    return lines;
}

/// Somebody with a single store has no use for a list.
Result<http::Response> show_home(const http::Request& request, Scope& scope) {
    Entries readable;
    for (const auto& [id, entry] : scope.directory->stores) {
        if (domain::may_read_store(*scope.identity, id, entry.district.id)) {
            readable.push_back(&entry);
        }
    }
    if (readable.size() == 1) {
        const auto& only = *readable.front();
        const bool first_day = only.calendar.day_of(scope.now) <= only.store.opened_on;
        return http::redirect_response("/stores/" + only.store.id + (first_day ? "/today" : "/latest"));
    }
    auto lines = readable.size() > complete_stores_max ? count_stores(readable, scope) : assess_stores(readable, scope);
    if (!lines) {
        return lines.error();
    }
    const auto standing = scope.ports.alerts.count_standing();
    if (!standing) {
        return standing.error();
    }
    for (render::StoreLine& line : *lines) {
        const auto found = standing->find(line.id);
        line.alerts = found == standing->end() ? 0 : found->second;
    }
    return http::html_response(200,
                               render::render_stores_page({.signed_in_as = scope.identity->email,
                                                           .csrf_token = scope.identity->csrf_token,
                                                           .stores = std::move(*lines),
                                                           .language = language_of(request),
                                                           .compares_districts = domain::may_read_chain(*scope.identity),
                                                           .administers = domain::administers(*scope.identity)}));
}

Result<http::Response> show_day(const http::Request& request, Scope& scope) {
    auto day = resolve_day(*scope.store, request.get_parameter("day"), scope.now);
    if (!day) {
        return day.error();
    }
    name_object(scope, format_day(*day));
    std::optional<int> number;
    if (const auto edition = request.find_query("edition")) {
        auto parsed = parse_edition_number(*edition);
        if (!parsed) {
            return parsed.error();
        }
        number = *parsed;
    }
    auto digest = read_page_digest(scope.ports, *scope.directory, *scope.store, *day, number, scope.now);
    if (!digest) {
        return digest.error();
    }
    render::PageFrame frame{
        .signed_in_as = scope.identity->email,
        .csrf_token = scope.identity->csrf_token,
        .previous = {},
        .next = {},
        .manages_lanes = domain::may_approve_lane(*scope.identity, scope.store->store.id, scope.store->district.id),
        .missed = false,
        .manages_store = domain::may_manage_store(*scope.identity, scope.store->store.id, scope.store->district.id),
        .language = language_of(request)};
    if (!digest->edition) {
        const auto run = scope.ports.editions.find_run(scope.store->store.id, *day);
        if (!run) {
            return run.error();
        }
        frame.missed = *run == domain::RunOutcome::missed;
    }
    if (*day > scope.store->store.opened_on) {
        frame.previous = domain::add_days(*day, -1);
    }
    if (*day < scope.store->calendar.day_of(scope.now)) {
        frame.next = domain::add_days(*day, 1);
    }
    return http::html_response(200, render::render_digest_page(*digest, frame));
}

void show_asset(const http::Request& request, const http::Responder& respond) {
    const auto asset = render::find_asset(request.path);
    if (!asset) {
        respond(error_response({ErrorCode::not_found, "There is no such asset; reload the page that names it.", "name"},
                               request, Audience::script));
        return;
    }
    respond({.status = 200,
             .content_type = std::string(asset->content_type),
             .body = std::string(asset->body),
             .headers = {{"Cache-Control", "public, max-age=31536000, immutable"}}});
}

}  // namespace

void add_page_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/", Permission::signed_in, Audience::page, show_home);
    guard.add(http::Method::get, "/stores/{store}/{day}", Permission::read_store, Audience::page, show_day);
    guard.add_open(http::Method::get, "/assets/{name}", show_asset);
}

}  // namespace tillnote::routes
