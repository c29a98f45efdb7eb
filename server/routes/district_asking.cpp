#include "server/routes/district_asking.hpp"

#include "server/routes/ask_form.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t asks_shown_max = 8;  ///< each is counted in every store

using Groups = std::vector<std::vector<domain::Ask>>;

/// The district's asks, running ones first. What a single store asks is its own, unless it is the district's only store.
Result<Groups> read_groups(Scope& scope, std::string_view district, domain::Day today) {
    std::vector<domain::Ask> asks;
    for (const auto* entry : list_stores_ever(*scope.directory, district)) {
        auto of_store = scope.ports.asks.list_asks(entry->store.id);
        if (!of_store) {
            return of_store.error();
        }
        std::ranges::copy_if(*of_store, std::back_inserter(asks), [&](const domain::Ask& ask) {
            return domain::district_on(entry->store, ask.first_day) == district;
        });
    }
    Groups groups = domain::group_asks(std::move(asks), count_open_stores(*scope.directory, district));
    std::stable_sort(groups.begin(), groups.end(), [&](const auto& left, const auto& right) {
        return rank_of(domain::state_of(left, today)) < rank_of(domain::state_of(right, today));
    });
    groups.resize(std::min(groups.size(), asks_shown_max));
    return groups;
}

Result<render::DistrictAskRow> read_row(Scope& scope, const std::vector<domain::Ask>& group, domain::Day today) {
    render::DistrictAskRow row;
    row.state = domain::state_of(group, today);
    std::vector<domain::AskCounts> counts;
    for (const domain::Ask& ask : group) {
        auto of_store = scope.ports.asks.count_answers(ask);
        if (!of_store) {
            return of_store.error();
        }
        const auto* entry = scope.directory->find_store(ask.store);
        row.stores.push_back({ask.store, entry == nullptr ? ask.store : entry->store.name, domain::state_of(ask, today),
                              domain::make_ask_line(*of_store)});
        counts.push_back(std::move(*of_store));
    }
    row.together = domain::make_ask_line(domain::add_counts(counts));
    return row;
}

}  // namespace

std::vector<const domain::StoreEntry*> list_district_stores(const domain::Directory& directory, std::string_view district) {
    std::vector<const domain::StoreEntry*> stores;
    for (const auto& [id, entry] : directory.stores) {
        if (entry.district.id == district) {
            stores.push_back(&entry);
        }
    }
    return stores;
}

std::vector<const domain::StoreEntry*> list_stores_ever(const domain::Directory& directory, std::string_view district) {
    std::vector<const domain::StoreEntry*> stores;
    for (const auto& [id, entry] : directory.stores) {
        if (entry.district.id == district ||
            std::ranges::find(entry.store.memberships, district, &domain::Membership::district) !=
                entry.store.memberships.end()) {
            stores.push_back(&entry);
        }
    }
    return stores;
}

bool is_of_district(const domain::Store& store, std::string_view district, domain::Day first_day) {
    return domain::district_on(store, first_day) == district && store.opened_on <= first_day &&
           (!store.closed_on || *store.closed_on > first_day);
}

domain::CountStores count_open_stores(const domain::Directory& directory, std::string_view district) {
    return [stores = list_stores_ever(directory, district), district](domain::Day day) {
        return static_cast<std::size_t>(
            std::ranges::count_if(stores, [&](const auto* entry) { return is_of_district(entry->store, district, day); }));
    };
}

Result<std::vector<domain::Ask>> put_district_ask(Scope& scope, std::string_view district, domain::Ask ask) {
    std::vector<domain::Ask> asks;
    for (const auto* entry : list_district_stores(*scope.directory, district)) {
        if (!is_of_district(entry->store, district, ask.first_day)) {
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

Result<std::vector<render::DistrictAskRow>> read_district_asks(Scope& scope, std::string_view district, domain::Day today) {
    const auto groups = read_groups(scope, district, today);
    if (!groups) {
        return groups.error();
    }
    std::vector<render::DistrictAskRow> asks;
    for (const auto& group : *groups) {
        auto row = read_row(scope, group, today);
        if (!row) {
            return row.error();
        }
        asks.push_back(std::move(*row));
    }
    return asks;
}

}  // namespace tillnote::routes
