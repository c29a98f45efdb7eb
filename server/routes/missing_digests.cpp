#include "server/routes/missing_digests.hpp"

#include "server/domain/district_edition_store.hpp"

#include <algorithm>
#include <span>

namespace tillnote::routes {

Result<std::vector<std::string>> find_missing_digests(Scope& scope, const domain::District* district, domain::Day day) {
    domain::DistrictEditionStore& editions = scope.ports.district_editions;
    const auto times = editions.list_digest_times();
    if (!times) {
        return times.error();
    }
    std::vector<std::string> due;
    for (const auto& [id, entry] : scope.directory->stores) {
        const std::string& of = domain::district_on(entry.store, day);
        if (district != nullptr && of != district->id) {
            continue;
        }
        const domain::ScheduledStore store = domain::schedule_store(entry, *times);
        const auto when = domain::district_due(domain::stores_on(std::span(&store, 1), of, day), day);
        if (when && when->latest_at <= scope.now) {
            due.push_back(id);
        }
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
