#include "server/routes/reader_routes.hpp"

#include "schema/time_text.hpp"
#include "server/routes/digest_reading.hpp"
#include "server/routes/etag.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::routes {
namespace {

Result<http::Response> list_stores(const http::Request& request, Scope& scope) {
    auto stores = nlohmann::ordered_json::array();
    for (const auto& [id, entry] : scope.directory->stores) {
        if (!domain::may_read_store(*scope.identity, id, entry.district.id)) {
            continue;
        }
        const auto today = entry.calendar.day_of(scope.now);
        const auto latest = domain::add_days(today, -1);
        stores.push_back({{"id", id},
                          {"name", entry.store.name},
                          {"district", entry.district.id},
                          {"zone", entry.calendar.rule_of(today).zone},
                          {"latest", latest < entry.store.opened_on ? nlohmann::ordered_json(nullptr)
                                                                    : nlohmann::ordered_json(format_day(latest))},
                          {"open", format_day(today)}});
    }
    return tagged_json(request, nlohmann::ordered_json{{"stores", std::move(stores)}}.dump());
}

Result<http::Response> show_digest(const http::Request& request, Scope& scope) {
    std::optional<int> number;
    if (const auto edition = request.find_query("edition")) {
        auto parsed = parse_edition_number(*edition);
        if (!parsed) {
            return parsed.error();
        }
        number = *parsed;
    }
    auto day = resolve_day(*scope.store, request.get_parameter("day"), scope.now);
    if (!day) {
        return day.error();
    }
    name_object(scope, format_day(*day));
    auto json = read_shown_json(scope.ports, *scope.directory, *scope.store, *day, number, scope.now);
    if (!json) {
        return json.error();
    }
    return tagged_json(request, *json);
}

}  // namespace

void add_reader_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/stores", Permission::read_any_store, Audience::script, list_stores);
    guard.add(http::Method::get, "/v1/stores/{store}/digests/{day}", Permission::read_store, Audience::script, show_digest);
}

}  // namespace tillnote::routes
