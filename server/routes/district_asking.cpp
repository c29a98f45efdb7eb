#include "server/routes/district_asking.hpp"

#include "server/routes/make_id.hpp"

namespace tillnote::routes {

std::vector<const domain::StoreEntry*> list_district_stores(const domain::Directory& directory, std::string_view district) {
    std::vector<const domain::StoreEntry*> stores;
    for (const auto& [id, entry] : directory.stores) {
        if (entry.district.id == district) {
            stores.push_back(&entry);
        }
    }
    return stores;
}

Result<std::vector<domain::Ask>> put_district_ask(Scope& scope, std::string_view district, domain::Ask ask) {
    std::vector<domain::Ask> asks;
    for (const auto* entry : list_district_stores(*scope.directory, district)) {
        if (entry->store.closed_on && *entry->store.closed_on <= ask.first_day) {
            continue;
        }
        ask.ask_id = make_random_id();
        ask.store = entry->store.id;
        if (auto checked = domain::check_ask(ask, entry->calendar.day_of(scope.now)); !checked) {
            return checked.error();
        }
        asks.push_back(ask);
    }
    if (asks.empty()) {
        return Error{ErrorCode::impossible_value, "No store of the district is open on these days.", "/from"};
    }
    if (auto added = scope.ports.asks.add_asks(asks, scope.now); !added) {
        return added.error();
    }
    return asks;
}

}  // namespace tillnote::routes
