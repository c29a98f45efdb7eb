#include "server/domain/dated_catalog.hpp"

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

}  // namespace tillnote::domain
