#include "server/app/delivery_commands.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/delivery_worker.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/outgoing.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/placement.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <map>

namespace tillnote::app::commands {
namespace {

using Outcome = delivery::DeliveryEvent::Outcome;

/// What a running service does all the time: a digest must not be made from counts that wait to be made.
Result<void> count_what_waits(domain::RollupStore& rollups, const domain::Directory& directory) {
    constexpr std::size_t store_days_max = 1'000;
    const Instant now = wall_clock_now();
    auto stale = rollups.list_stale(store_days_max);
    if (!stale) {
        return stale.error();
    }
    for (const auto& store_day : *stale) {
        const auto* entry = directory.find_store(store_day.store);
        if (entry == nullptr) {
            continue;
        }
        const bool sealed = store_day.day < domain::sealing_horizon(entry->calendar.day_of(now));
        if (auto counted = rollups.recompute(store_day, entry->calendar.bounds_of(store_day.day), sealed); !counted) {
            return counted;
        }
    }
    return {};
}

using Json = nlohmann::ordered_json;

Json delivery_json(const domain::DeliveryReport& report) {
    const auto time_or_null = [](const std::optional<Instant>& time) {
        return time ? Json(format_time(*time)) : Json(nullptr);
    };
    const domain::OutgoingDelivery& delivery = report.delivery;
    const bool is_digest = delivery.kind != domain::DeliveryKind::alert;
    const bool of_district = delivery.kind == domain::DeliveryKind::district;
    return {{"store", of_district ? Json(nullptr) : Json(delivery.store)},
            {"district", of_district ? Json(delivery.district) : Json(nullptr)},
            {"kind", domain::to_text(delivery.kind)},
            {"channel", domain::to_text(delivery.channel)},
            {"to", report.address},
            {"day", is_digest ? Json(format_day(delivery.day)) : Json(nullptr)},
            {"edition", is_digest ? Json(delivery.edition) : Json(nullptr)},
            {"message_id", delivery.message_id},
            {"state", domain::to_text(report.state)},
            {"due_at", format_time(delivery.due_at)},
            {"attempts", report.attempts},
            {"next_attempt_at", time_or_null(report.next_attempt_at)},
            {"finished_at", time_or_null(report.finished_at)},
            {"problem", report.last_error.empty() ? Json(nullptr) : Json(report.last_error)}};
}

void print_delivery(const domain::DeliveryReport& report) {
    const domain::OutgoingDelivery& delivery = report.delivery;
    const std::string& place = delivery.kind == domain::DeliveryKind::district ? delivery.district : delivery.store;
    const std::string what = delivery.kind != domain::DeliveryKind::alert
                                 ? format_day(delivery.day) + " edition " + std::to_string(delivery.edition)
                                 : "alert " + delivery.alert_id.value_or(Uuid{}).to_string();
    std::printf("%-9s %s  %s  to %s, due %s, attempts %d%s%s\n", std::string(domain::to_text(report.state)).c_str(),
                place.c_str(), what.c_str(), report.address.c_str(), format_time(delivery.due_at).c_str(), report.attempts,
                report.last_error.empty() ? "" : ": ", report.last_error.c_str());
}

}  // namespace

Result<void> send_due(const Config& config) {
    const DatabasePorts web(config.database_web);
    auto directory = load_directory(web.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    if (auto counted = count_what_waits(*make_rollup_store(config.database_digest), **directory); !counted) {
        return counted;
    }
    std::map<Outcome, int> outcomes;
    Outgoing outgoing({config,
                       [&] { return *directory; },
                       wall_clock_now,
                       [&](const delivery::DeliveryEvent& event) { ++outcomes[event.outcome]; },
                       {}});
    const auto frozen = outgoing.freezer().freeze_due(**directory, wall_clock_now(), false);
    if (!frozen) {
        return frozen.error();
    }
    const auto districts = outgoing.district_freezer().freeze_due(**directory, wall_clock_now(), false);
    if (!districts) {
        return districts.error();
    }
    for (auto more = Result<bool>(true); *more;) {
        more = outgoing.loop().send_next();
        if (!more) {
            return more.error();
        }
    }
    std::printf("editions: %d frozen, %d amended; days: %d closed, %d missed; stores: %d begun\n", frozen->frozen,
                frozen->amended, frozen->closed, frozen->missed, frozen->begun);
    std::printf("districts: %d frozen, %d missed, %d begun\n", districts->frozen, districts->missed, districts->begun);
    std::printf("deliveries: %d sent, %d to be tried again, %d given up\n", outcomes[Outcome::sent],
                outcomes[Outcome::will_retry], outcomes[Outcome::failed]);
    if (frozen->failed + districts->failed > 0 || outcomes[Outcome::will_retry] + outcomes[Outcome::failed] > 0) {
        return Error{ErrorCode::unavailable,
                     "Not everything went out; 'deliveries list --state waiting' and '--state failed' say why.", ""};
    }
    return {};
}

Result<void> list_deliveries(const Config& config, const std::string& store, const std::string& state, bool as_json) {
    DatabasePorts ports(config.database_web);
    auto reports = ports.deliveries.list_deliveries(store.empty() ? std::nullopt : std::optional(store),
                                                    domain::find_delivery_state(state));
    if (!reports) {
        return reports.error();
    }
    auto rows = nlohmann::ordered_json::array();
    for (const domain::DeliveryReport& report : *reports) {
        if (as_json) {
            rows.push_back(delivery_json(report));
        } else {
            print_delivery(report);
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    } else if (reports->empty()) {
        std::printf("There are no such deliveries.\n");
    }
    return {};
}

}  // namespace tillnote::app::commands
