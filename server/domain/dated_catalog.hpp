#pragma once

#include "schema/catalog.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// What a reason says from a day on. Code, department, theme, polarity and whether it is about staff stay.
struct Rewording {
    Day valid_from;
    Reason reason;
    int position = 0;

    friend bool operator==(const Rewording&, const Rewording&) = default;
};

struct DatedReason {
    Reason reason;  ///< as it is worded at first
    Day valid_from;
    std::optional<Day> valid_to;          ///< last day it may be tapped
    int position = 0;                     ///< its place in the catalog, at first; equal ones stay in order
    std::vector<Rewording> changes = {};  ///< ascending by day, later than valid_from

    /// As it is worded on `day`, whether it is valid then or not.
    [[nodiscard]] const Reason& worded_on(Day day) const noexcept;
    [[nodiscard]] int position_on(Day day) const noexcept;

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
    /// Every reason, those that have ended too, as it is worded on `day`.
    [[nodiscard]] DatedCatalog worded_on(Day day) const;

    friend bool operator==(const DatedCatalog&, const DatedCatalog&) = default;
};

}  // namespace tillnote::domain
