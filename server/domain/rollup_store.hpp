#pragma once

#include "server/domain/rollup.hpp"

#include <functional>
#include <vector>

namespace tillnote::domain {

/// A store-day as one snapshot shows it.
struct DayRecord {
    bool is_stale = false;  ///< a mark waits that may change this rollup: it need not agree with the notes yet
    std::vector<CountedNote> notes;
    std::vector<OutboxAround> around;  ///< what the gaps of these notes need
    DayRollup rollup;
};

/// Stale marks and rollups. Blocking: database threads only. Errors of all: busy, unavailable, internal.
class RollupStore {
public:
    virtual ~RollupStore() = default;

    /// Store-days with marks now, at most `count_max`, newest days first; marks of undos are resolved to their notes' days
    /// first.
    virtual Result<std::vector<StoreDay>> list_stale(std::size_t count_max) = 0;
    /// Takes the store's advisory lock (one recompute per store at a time), deletes the marks it sees, recomputes in a later
    /// statement of the same READ COMMITTED transaction. Sealed days, and days whose notes are gone: the marks go, the
    /// rollup stays.
    virtual Result<void> recompute(const StoreDay& store_day, const DayBounds& bounds, bool sealed) = 0;

    virtual Result<std::vector<StoreDay>> list_days_with_notes_or_rollups() = 0;
    /// Days whose kept sum of transactions, or its lanes, differs from the hours that lanes told.
    virtual Result<std::vector<StoreDay>> list_days_with_wrong_transactions() = 0;
    /// One REPEATABLE READ transaction.
    virtual Result<DayRecord> load_day(const StoreDay& store_day) = 0;

    /// Makes the months from `today`'s to three ahead, moving their rows out of the default partition.
    virtual Result<void> make_months_ahead(Day today) = 0;
};

}  // namespace tillnote::domain
