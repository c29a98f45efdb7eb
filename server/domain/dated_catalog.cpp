#include "server/domain/dated_catalog.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

bool is_valid_on(const DatedReason& entry, Day day) noexcept {
    return entry.valid_from <= day && (!entry.valid_to || day <= *entry.valid_to);
}

/// The change in force on `day`; null: none yet.
const Rewording* find_change(const DatedReason& entry, Day day) noexcept {
    const auto after = std::ranges::upper_bound(entry.changes, day, {}, &Rewording::valid_from);
    return after == entry.changes.begin() ? nullptr : &*std::prev(after);
}

}  // namespace

const Reason& DatedReason::worded_on(Day day) const noexcept {
    const Rewording* change = find_change(*this, day);
    return change == nullptr ? reason : change->reason;
}

int DatedReason::position_on(Day day) const noexcept {
    const Rewording* change = find_change(*this, day);
    return change == nullptr ? position : change->position;
}

const Reason* DatedCatalog::find_reason(std::string_view code, Day day) const noexcept {
    for (const DatedReason& entry : reasons) {
        if (entry.reason.code == code && is_valid_on(entry, day)) {
            return &entry.worded_on(day);
        }
    }
    return nullptr;
}

Catalog DatedCatalog::on(Day day) const {
    std::vector<const DatedReason*> valid;
    for (const DatedReason& entry : reasons) {
        if (is_valid_on(entry, day)) {
            valid.push_back(&entry);
        }
    }
    std::ranges::stable_sort(valid, {}, [day](const DatedReason* entry) { return entry->position_on(day); });
    Catalog catalog;
    catalog.departments = departments;
    for (const DatedReason* entry : valid) {
        catalog.reasons.push_back(entry->worded_on(day));
    }
    return catalog;
}

DatedCatalog DatedCatalog::worded_on(Day day) const {
    DatedCatalog catalog = *this;
    for (DatedReason& entry : catalog.reasons) {
        entry.position = entry.position_on(day);
        entry.reason = Reason(entry.worded_on(day));
        entry.changes.clear();
    }
    std::ranges::stable_sort(catalog.reasons, {}, &DatedReason::position);
    return catalog;
}

Catalog DatedCatalog::on(Day day, const std::vector<std::string>& walk) const {
    Catalog catalog = on(day);
    const auto place = [&](const Department& department) { return std::find(walk.begin(), walk.end(), department.code); };
    std::stable_sort(catalog.departments.begin(), catalog.departments.end(),
                     [&](const Department& a, const Department& b) { return place(a) < place(b); });
    return catalog;
}

}  // namespace tillnote::domain
