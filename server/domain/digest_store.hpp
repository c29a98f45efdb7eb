#pragma once

#include "server/domain/digest.hpp"

#include <span>
#include <vector>

namespace tillnote::domain {

/// What a digest is computed from. Blocking: database threads only.
class DigestStore {
public:
    virtual ~DigestStore() = default;

    /// Facts of one store and day, from rollups, read in one REPEATABLE READ transaction. `now` decides what is open,
    /// and bounds what "heard" may look at. Cost does not grow with the chain. Errors: unavailable, internal.
    virtual Result<DigestInput> load_input(const Store& store, const StoreCalendar& calendar, const DatedCatalog& catalog,
                                           Day day, Instant now) = 0;

    /// The store's days from `first` to `last` as the tests of a digest see them, only those since it opened. Cost
    /// grows with their number, about a short row each. Errors: unavailable, internal.
    virtual Result<std::vector<WindowDay>> load_days(const Store& store, const StoreCalendar& calendar,
                                                     const DatedCatalog& catalog, Day first, Day last) = 0;

    /// Remarks in the daily total (is_in_total) of each store-day, in the order asked for; 0 where nothing is known.
    /// One query however many there are. Errors: unavailable, internal.
    virtual Result<std::vector<int>> count_remarks(std::span<const StoreDay> store_days) = 0;
};

}  // namespace tillnote::domain
