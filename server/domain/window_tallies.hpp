#pragma once

#include "schema/catalog.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/digest_windows.hpp"

#include <span>
#include <vector>

namespace tillnote::domain {

/// Remarks and hearings by day of what is tested: each reason in the total, or each department and polarity.
/// Days are counted back from the digest's day, 0.
struct WindowTallies {
    struct Row {
        std::vector<int> remarks;   ///< by days back
        std::vector<int> hearings;  ///< independent ones, see hearings.hpp
        std::vector<int> breadth;
    };

    std::vector<Row> rows;
    Row all;  ///< their sum; N and M

    /// Adds another row up.
    void append(Row row);
    /// Over the days that `days_back` lists.
    [[nodiscard]] ShareCounts remarks_of(const Row& row, std::span<const std::size_t> days_back) const;
    [[nodiscard]] ShareCounts hearings_of(const Row& row, std::span<const std::size_t> days_back) const;
    /// So many equally busy days vary as much as these, at least 1.
    [[nodiscard]] double equal_days(std::span<const std::size_t> days_back) const;
    /// How far the rows' hearings differ between these days by more than chance, see pool_over_dispersion().
    [[nodiscard]] double over_dispersion_of(std::span<const std::size_t> days_back) const;
};

/// Reasons that are tested: the others are in no total.
[[nodiscard]] std::vector<Reason> reasons_in_total(const Catalog& catalog);

/// One row per reason of `reasons`, in their order.
[[nodiscard]] WindowTallies tally_reasons(const std::vector<Reason>& reasons, const DigestWindows& windows);

/// One row per entry of `groups`, which lists the rows of `tallies` that it adds up. A group's breadth is that of its
/// broadest reason: a lower bound.
[[nodiscard]] WindowTallies add_up(const WindowTallies& tallies, const std::vector<std::vector<std::size_t>>& groups);

}  // namespace tillnote::domain
