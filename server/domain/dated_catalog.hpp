#pragma once

#include "schema/catalog.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::domain {

struct DatedReason {
    Reason reason;
    Day valid_from;
    std::optional<Day> valid_to;  ///< last day it may be tapped

    friend bool operator==(const DatedReason&, const DatedReason&) = default;
};

/// The reason catalog with validity. Immutable; shared between threads by shared_ptr<const DatedCatalog>.
struct DatedCatalog {
    std::string version;  ///< changes with every change of the catalog
    std::vector<Department> departments;
    std::vector<DatedReason> reasons;

    /// Nothing when the code does not exist or is not valid on `day`.
    [[nodiscard]] const Reason* find_reason(std::string_view code, Day day) const noexcept;
    /// The catalog as it stands on `day`.
    [[nodiscard]] Catalog on(Day day) const;
    /// The same with the departments of `walk` first, in its order: a store's walking order.
    [[nodiscard]] Catalog on(Day day, const std::vector<std::string>& walk) const;

    friend bool operator==(const DatedCatalog&, const DatedCatalog&) = default;
};

}  // namespace tillnote::domain
