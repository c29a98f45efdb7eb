#include "server/domain/dated_catalog.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

bool is_valid_on(const DatedReason& entry, Day day) noexcept {
    return entry.valid_from <= day && (!entry.valid_to || day <= *entry.valid_to);
}

}  // namespace

const Reason* DatedCatalog::find_reason(std::string_view code, Day day) const noexcept {
    for (const DatedReason& entry : reasons) {
        if (entry.reason.code == code && is_valid_on(entry, day)) {
            return &entry.reason;
        }
    }
    return nullptr;
}

Catalog DatedCatalog::on(Day day) const {
    Catalog catalog;
    catalog.departments = departments;
    for (const DatedReason& entry : reasons) {
        if (is_valid_on(entry, day)) {
            catalog.reasons.push_back(entry.reason);
        }
    }
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
