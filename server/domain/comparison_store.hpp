#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/directory.hpp"

#include <optional>
#include <span>
#include <vector>

namespace tillnote::domain {

/// Both ends count. Traffic, which costs most where lanes tell it, is read from `traffic_from` on.
struct WantedDays {
    Day first;
    Day last;
    std::optional<Day> traffic_from;  ///< nothing: none of it
};

/// Days of many stores at once. Blocking: database threads only. Errors: unavailable, internal.
class ComparisonStore {
public:
    virtual ~ComparisonStore() = default;

    /// By store, in the order of `stores`: its business days of those wanted that it was open for business at all
    /// and that have ended by `now`, oldest first, with what was heard of `reasons`. The number of statements does not
    /// depend on the number of stores; all see one snapshot.
    virtual Result<std::vector<std::vector<ComparedDay>>> load_days(std::span<const StoreEntry* const> stores,
                                                                    const std::vector<Reason>& reasons,
                                                                    const WantedDays& wanted, Instant now) = 0;
};

}  // namespace tillnote::domain
