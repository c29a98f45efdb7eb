#include "server/routes/missing_digests.hpp"

#include "server/domain/district_edition_store.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using domain::ScheduledStore;

/// Those of the district's stores on `day` whose digest of it is due.
std::vector<std::string> list_due(const std::vector<ScheduledStore>& all, std::string_view district, domain::Day day,
                                  Instant now) {
    std::vector<std::string> due;
    for (const ScheduledStore& store : domain::stores_on(all, district, day)) {
        if (const auto when = domain::district_due(std::span(&store, 1), day); when && when->latest_at <= now) {
            due.push_back(store.entry->store.id);
        }
    }
    return due;
}

}  // namespace

Result<std::vector<std::string>> find_missing_digests(Scope& scope, const domain::District* district, domain::Day day) {
    domain::DistrictEditionStore& editions = scope.ports.district_editions;
    const auto times = editions.list_digest_times();
    if (!times) {
        return times.error();
    }
    std::vector<ScheduledStore> all;
    std::vector<std::string> districts;
    for (const auto& [id, entry] : scope.directory->stores) {
        const auto found = times->find(id);
        all.push_back({&entry, found == times->end() ? domain::digest_time_default : found->second});
        const std::string& of = domain::district_on(entry.store, day);
        if (district == nullptr ? std::ranges::find(districts, of) == districts.end() : districts.empty()) {
            districts.push_back(district == nullptr ? of : district->id);
        }
    }
    std::vector<std::string> due;
    for (const std::string& of : districts) {
        std::ranges::move(list_due(all, of, day, scope.now), std::back_inserter(due));
    }
    std::ranges::sort(due);
    const auto told = editions.list_told(due, day);
    if (!told) {
        return told.error();
    }
    std::vector<std::string> missing;
    std::ranges::set_difference(due, *told, std::back_inserter(missing));
    return missing;
}

}  // namespace tillnote::routes
