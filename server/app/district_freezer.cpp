#include "server/app/district_freezer.hpp"

#include "server/domain/district_digest.hpp"
#include "server/render/district_digest_data.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

using domain::Day;
using domain::RunOutcome;
using domain::ScheduledStore;

constexpr int complete_percent = 100;  ///< nothing that is known of is missing

bool ever_belonged(const domain::Store& store, const std::string& district) {
    return store.district == district ||
           std::ranges::any_of(store.memberships, [&](const auto& row) { return row.district == district; });
}

std::vector<ScheduledStore> stores_of(const domain::Directory& directory, const std::string& district,
                                      const domain::DigestTimes& times) {
    std::vector<ScheduledStore> stores;
    for (const auto& [id, entry] : directory.stores) {
        if (ever_belonged(entry.store, district)) {
            stores.push_back(domain::schedule_store(entry, times));
        }
    }
    return stores;
}

std::vector<std::string> ids_of(const std::vector<ScheduledStore>& stores) {
    std::vector<std::string> ids(stores.size());
    std::ranges::transform(stores, ids.begin(), [](const ScheduledStore& store) { return store.entry->store.id; });
    return ids;
}

}  // namespace

struct DistrictFreezer::Work {
    const domain::District& district;
    const domain::DistrictSchedule& schedule;
    const std::vector<ScheduledStore>& stores;  ///< that ever belonged to it
    Instant now;
    std::optional<Instant> started_at;

    [[nodiscard]] std::vector<ScheduledStore> stores_on(Day day) const {
        return domain::stores_on(stores, district.id, day);
    }
};

Result<DistrictSummary> DistrictFreezer::freeze_due(const domain::Directory& directory, Instant now,
                                                    const std::atomic<bool>& stopping, std::optional<Instant> started_at) {
    const auto schedules = editions_.list_schedules();
    if (!schedules) {
        return schedules.error();
    }
    DistrictSummary summary;
    const auto is_wanted = [](const auto& schedule) { return !schedule.targets.empty() || schedule.last_decided; };
    if (std::ranges::none_of(*schedules, is_wanted)) {
        return summary;
    }
    const auto times = editions_.list_digest_times();
    if (!times) {
        return times.error();
    }
    for (const domain::DistrictSchedule& schedule : *schedules) {
        const auto* const district = directory.find_district(schedule.district);
        if (stopping || district == nullptr || !is_wanted(schedule)) {
            continue;
        }
        const auto stores = stores_of(directory, district->id, *times);
        if (auto worked = work_on({*district, schedule, stores, now, started_at}, summary); !worked) {
            options_.on_failure(district->id, worked.error());
            ++summary.failed;
        }
    }
    return summary;
}

/// Whoever is the first on the list, or on it again, gets the next digest and not those nobody wanted.
Result<void> DistrictFreezer::begin(const Work& work, DistrictSummary& summary) {
    const auto before = domain::last_due_district_day(work.stores, work.district.id, work.now);
    if (!before || (work.schedule.last_decided && *before <= *work.schedule.last_decided)) {
        return {};
    }
    ++summary.begun;
    return editions_.record_run(work.district.id, *before, RunOutcome::begun, work.now);
}

Result<void> DistrictFreezer::work_on(const Work& work, DistrictSummary& summary) {
    if (work.schedule.targets.empty() || !work.schedule.last_decided) {
        return begin(work, summary);
    }
    const auto found = domain::find_district_days(work.stores, work.district.id, work.schedule.rhythm,
                                                  work.schedule.rhythm_since, *work.schedule.last_decided, work.now);
    for (const Day day : found.missed) {
        if (auto missed = editions_.record_run(work.district.id, day, RunOutcome::missed, work.now); !missed) {
            return missed;
        }
        ++summary.missed;
    }
    for (const Day day : found.due) {
        const auto waits = waits_for_stores(work, day);
        if (!waits || *waits) {
            return waits ? Result<void>() : waits.error();
        }
        if (auto frozen = freeze_day(work, day, summary); !frozen) {
            return frozen;
        }
    }
    if (!found.waiting) {
        return {};
    }
    const auto complete = is_complete(work, *found.waiting);
    if (!complete) {
        return complete.error();
    }
    return *complete ? freeze_day(work, *found.waiting, summary) : Result<void>();
}

/// After downtime stores wait for their lanes, and a district that is late already for them.
Result<bool> DistrictFreezer::waits_for_stores(const Work& work, Day day) {
    if (!work.started_at || !domain::has_just_started(*work.started_at, work.now, domain::district_catch_up_wait)) {
        return false;
    }
    const auto ids = ids_of(work.stores_on(day));
    const auto told = editions_.list_told(ids, day);
    return told ? Result<bool>(told->size() < ids.size()) : told.error();
}

/// Each store has its own digest, all its lanes were heard, and no note that is known of is missing or uncounted.
Result<bool> DistrictFreezer::is_complete(const Work& work, Day day) {
    const auto stores = work.stores_on(day);
    const auto ids = ids_of(stores);
    const auto told = editions_.list_told(ids, day);
    if (!told || told->size() < ids.size()) {
        return told ? Result<bool>(false) : told.error();
    }
    auto counted = editions_.is_counted(ids, day);
    if (!counted || !*counted) {
        return counted;
    }
    std::vector<const domain::StoreEntry*> entries;
    std::ranges::transform(stores, std::back_inserter(entries), &ScheduledStore::entry);
    const auto days = comparison_.load_days(entries, {}, {day, day, std::nullopt}, work.now);
    if (!days) {
        return days.error();
    }
    return std::ranges::all_of(*days, [](const std::vector<domain::ComparedDay>& of_store) {
        return std::ranges::all_of(of_store, [](const domain::ComparedDay& each) {
            return !each.open || each.percent_complete >= complete_percent;
        });
    });
}

Result<void> DistrictFreezer::freeze_day(const Work& work, Day day, DistrictSummary& summary) {
    auto comparison = options_.load(work.district, domain::district_digest_range(day), work.now);
    if (!comparison) {
        return comparison.error();
    }
    domain::trim(*comparison);
    const auto ids = ids_of(work.stores_on(day));
    const auto told = editions_.list_told(ids, day);
    if (!told) {
        return told.error();
    }
    domain::DistrictDigestInput input{work.district, day, work.schedule.rhythm, std::move(*comparison), {}};
    std::ranges::set_difference(ids, *told, std::back_inserter(input.without_digest));  // both are in the order of the ids
    const domain::Edition edition{1, work.now, 1};
    const domain::DistrictEditionRecord record{
        work.district.id, day, edition, render::render_district_input(input),
        render::render_district_digest_json(domain::build_district_digest(input, edition))};
    const auto frozen = editions_.freeze(record, deliveries_of(work, day));
    if (!frozen) {
        return frozen.error();
    }
    if (*frozen) {
        ++summary.frozen;
        options_.on_frozen();
    }
    return {};
}

std::vector<domain::OutgoingDelivery> DistrictFreezer::deliveries_of(const Work& work, Day day) const {
    std::vector<domain::OutgoingDelivery> deliveries;
    for (const domain::DigestTarget& target : work.schedule.targets) {
        domain::OutgoingDelivery delivery;
        delivery.delivery_id = routes::make_random_id();
        delivery.district = work.district.id;
        delivery.kind = domain::DeliveryKind::district;
        delivery.channel = target.channel;
        delivery.target_id = target.target_id;
        delivery.day = day;
        delivery.edition = 1;
        delivery.message_id =
            domain::district_message_id(work.district.id, day, 1, target.target_id, options_.message_domain);
        delivery.due_at = work.now;
        deliveries.push_back(std::move(delivery));
    }
    return deliveries;
}

}  // namespace tillnote::app
