#include "server/routes/lane_routes.hpp"

#include "schema/limits.hpp"
#include "server/routes/etag.hpp"
#include "server/routes/form.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::int64_t poll_interval_ms = 2'000;

Result<http::Response> start_enrolment(const EnrolmentRequest& asked, Ports& ports, Instant now) {
    const auto previous = asked.previous_token ? std::optional(hash_secret(*asked.previous_token)) : std::nullopt;
    const EnrolmentStarted started{.enrolment_id = make_random_id(),
                                   .secret = make_secret(),
                                   .code = make_enrolment_code(),
                                   .expires_at = now + limits::enrolment_life,
                                   .interval_ms = poll_interval_ms};
    if (auto made = ports.lanes.start_enrolment(started.enrolment_id, started.code, hash_secret(started.secret),
                                                asked.device, previous, now, started.expires_at);
        !made) {
        return made.error();
    }
    return http::json_response(201, to_json(started));
}

/// What is wrong with the request costs nothing of what its address may ask; what would be stored does.
void receive_enrolment(Environment& environment, const std::shared_ptr<const http::Request>& request,
                       const http::Responder& respond) {
    const auto refuse = [&](const Error& error) { respond(error_response(error, *request, Audience::script)); };
    if (auto error = require_json(*request)) {
        refuse(*error);
        return;
    }
    auto parsed = parse_enrolment_request(request->body);
    if (!parsed) {
        refuse(parsed.error());
        return;
    }
    const auto now = environment.now();
    if (!environment.limits->take_enrolment(request->peer_address, now)) {
        refuse({ErrorCode::too_many_requests, "Too many terminals of this address ask to join; wait, then go on.", ""});
        return;
    }
    const bool accepted = environment.database.submit([request, respond, now, asked = std::move(*parsed)](Ports& ports) {
        auto response = start_enrolment(asked, ports, now);
        respond(response ? std::move(*response) : error_response(response.error(), *request, Audience::script));
    });
    if (!accepted) {
        refuse({ErrorCode::busy, "More terminals ask to join than this server takes at once; try again shortly.", ""});
    }
}

Result<http::Response> poll_enrolment(const http::Request& request, Scope& scope) {
    const auto id = Uuid::parse(request.get_parameter("id"));
    const auto secret = find_bearer(request);
    if (!id || !secret) {
        return Error{ErrorCode::not_found,
                     "There is no such enrolment for this secret; start again with 'tillnote-lane enrol'.", "id"};
    }
    const auto token = make_secret();
    auto answer = scope.ports.lanes.poll_enrolment(*id, hash_secret(*secret), hash_secret(token), scope.now);
    if (!answer) {
        return answer.error();
    }
    if (answer->state == EnrolmentState::approved) {
        answer->token = token;
    }
    answer->interval_ms = poll_interval_ms;
    return http::json_response(200, to_json(*answer));
}

void receive_heartbeat(Environment& environment, const std::shared_ptr<const http::Request>& request,
                       const http::Responder& respond, const std::shared_ptr<const domain::LaneIdentity>& lane) {
    const auto refuse = [&](const Error& error) { respond(error_response(error, *request, Audience::script)); };
    if (auto error = require_json(*request)) {
        refuse(*error);
        return;
    }
    auto parsed = parse_heartbeat_request(request->body);
    if (!parsed) {
        refuse(parsed.error());
        return;
    }
    const auto now = environment.now();
    const auto directory = environment.directory.current();
    const auto* entry = directory->find_store(lane->current.store);
    if (entry == nullptr) {
        refuse(
            {ErrorCode::unavailable, "The store of this lane has just been made and is not known here yet; try again.", ""});
        return;
    }
    const auto day = entry->calendar.day_of(now);
    auto hours = domain::place_hours(*parsed, now, entry->store, entry->calendar);
    const auto unplaced = std::ranges::count_if(hours, [](const domain::LaneHour& hour) { return !hour.business_day; });
    auto messages = domain::lane_messages(entry->messages, day);
    const bool accepted = environment.ingest_database.submit([&environment, request, respond, lane, now, day, unplaced,
                                                              hours = std::move(hours), messages = std::move(messages),
                                                              heartbeat = std::move(*parsed)](Ports& ports) {
        const domain::LimitedRows rows(ports.rows, domain::row_scope_of_lane(lane->current.store));
        if (auto kept = ports.lanes.record_hours(lane->current, heartbeat.outbox_id, hours); !kept) {
            respond(error_response(kept.error(), *request, Audience::script));
            return;
        }
        environment.on_unplaced_hours(static_cast<std::size_t>(unplaced));
        auto have_seq = ports.lanes.record_heartbeat(lane->current, heartbeat, day, now);
        respond(have_seq ? http::json_response(
                               200, to_json(HeartbeatAnswer{.now = now, .have_seq = *have_seq, .messages = messages}))
                         : error_response(have_seq.error(), *request, Audience::script));
    });
    if (!accepted) {
        refuse({ErrorCode::busy, "More lanes report than this server takes at once; try again shortly.", ""});
    }
}

LaneCatalog compose_catalog(const domain::Directory& directory, const domain::StoreEntry& entry, int lane, Instant now) {
    const auto today = entry.calendar.day_of(now);
    const auto& rule = entry.calendar.rule_of(today);
    LaneCatalog catalog{.version = {},
                        .catalog = directory.catalog.on(today),
                        .layout = {},
                        .accepts = {},
                        .store = entry.store.id,
                        .lane = lane,
                        .zone = rule.zone,
                        .cutoff_minutes = rule.cutoff_minutes};
    auto keys = domain::lane_keys(entry.keys, directory.hot_keys, catalog.catalog);
    catalog.layout = std::move(keys.layout);
    catalog.hot_keys = std::move(keys.hot_keys);
    if (entry.store.free_text) {
        catalog.accepts.emplace_back("comment");
    }
    catalog.asks = domain::lane_asks(entry.asks, entry.calendar, today);
    catalog.version = make_short_hash(to_json(catalog));
    return catalog;
}

void answer_catalog(Environment& environment, const http::Request& request, const http::Responder& respond,
                    const domain::Enrolment& lane) {
    const auto directory = environment.directory.current();
    const auto* entry = directory->find_store(lane.store);
    if (entry == nullptr) {
        respond(error_response(
            {ErrorCode::unavailable, "The store of this lane has just been made and is not known here yet; try again.", ""},
            request, Audience::script));
        return;
    }
    respond(tagged_json(request, to_json(compose_catalog(*directory, *entry, lane.lane, environment.now()))));
}

}  // namespace

void add_lane_routes(Guard& guard) {
    using domain::Permission;
    auto& environment = guard.environment();
    guard.add_open(http::Method::post, "/v1/enrolments",
                   [&environment](http::Request request, const http::Responder& respond) {
                       receive_enrolment(environment, std::make_shared<const http::Request>(std::move(request)), respond);
                   });
    guard.add(http::Method::get, "/v1/enrolments/{id}", Permission::anyone, Audience::script, poll_enrolment);
    guard.add_lane(http::Method::post, "/v1/heartbeat",
                   [&environment](const std::shared_ptr<const http::Request>& request, const http::Responder& respond,
                                  const std::shared_ptr<const domain::LaneIdentity>& lane) {
                       receive_heartbeat(environment, request, respond, lane);
                   });
    guard.add_lane(http::Method::get, "/v1/catalog",
                   [&environment](const std::shared_ptr<const http::Request>& request, const http::Responder& respond,
                                  const std::shared_ptr<const domain::LaneIdentity>& lane) {
                       answer_catalog(environment, *request, respond, lane->current);
                   });
}

}  // namespace tillnote::routes
