#pragma once

#include "server/domain/digest.hpp"

#include <functional>

namespace tillnote::domain {

/// What a digest is computed from. Blocking: database threads only.
class DigestStore {
public:
    virtual ~DigestStore() = default;

    /// Facts of one store and day, from rollups, read in one REPEATABLE READ transaction. `now` decides what is open,
    /// and bounds what "heard" may look at. Cost does not grow with the chain. Errors: unavailable, internal.
    virtual Result<DigestInput> load_input(const Store& store, const StoreCalendar& calendar, const DatedCatalog& catalog,
                                           Day day, Instant now) = 0;
};

}  // namespace tillnote::domain
