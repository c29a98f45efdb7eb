#include "server/domain/organisation.hpp"

#include "schema/time_text.hpp"

#include <algorithm>

namespace tillnote::domain {

const std::string& district_on(const Store& store, Day day) {
    if (store.memberships.empty()) {
        return store.district;
    }
    const auto after = std::ranges::upper_bound(store.memberships, day, {}, &Membership::valid_from);
    return after == store.memberships.begin() ? after->district : std::prev(after)->district;
}

Result<Store> move_store(Store store, const std::string& district, Day day) {
    if (day < store.opened_on) {
        return Error{ErrorCode::impossible_value,
                     "The store opened on " + format_day(store.opened_on) + "; it cannot move before that.", "on"};
    }
    auto& memberships = store.memberships;
    if (memberships.empty()) {
        memberships.push_back({store.opened_on, store.district});
    }
    std::erase_if(memberships, [day](const Membership& row) { return row.valid_from == day; });
    if (memberships.empty() || memberships.front().valid_from > day || district_on(store, day) != district) {
        const auto place = std::ranges::upper_bound(memberships, day, {}, &Membership::valid_from);
        memberships.insert(place, {day, district});
    }
    // What follows a membership of the same district says nothing new.
    const auto same = [](const Membership& one, const Membership& next) { return one.district == next.district; };
    const auto repeated = std::ranges::unique(memberships, same);
    memberships.erase(repeated.begin(), repeated.end());
    store.district = memberships.back().district;
    return store;
}

}  // namespace tillnote::domain
