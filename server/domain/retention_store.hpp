#pragma once

#include "server/domain/organisation.hpp"

#include <span>
#include <string>
#include <vector>

namespace tillnote::domain {

/// Up to where things are past their term.
struct RetentionCut {
    Instant free_text_before;
    Instant audit_before;    ///< entries of the audit log
    Instant expired_before;  ///< sign-ins and terminals' requests whose time was over
    std::optional<Day>
        notes_before;  ///< notes and all that belongs to them, of business days before this one; nothing: none
};

/// Rows of one store, or of none, that are there though their term is over.
struct PastTerm {
    std::string table;
    std::string store;
    std::int64_t rows = 0;
    Day oldest{};
};

/// Forgetting. The store refuses what is younger than its term by its own clock. Blocking: database threads only.
/// Errors of all: busy (nothing was done), unavailable, internal.
class RetentionStore {
public:
    virtual ~RetentionStore() = default;

    /// Whether all days before `before` have been let go.
    virtual Result<bool> are_notes_gone(Day before) = 0;
    /// Keeps what is still read of one store's days before `before` from their raw traces. May run again.
    virtual Result<void> keep_rollups(const std::string& store, Day before) = 0;
    /// From now on no day before `before` is recounted. Waits for recounts under way.
    virtual Result<void> let_notes_go(Day before) = 0;
    /// Drops the oldest month of notes if all its days were let go. Returns its first day; nothing: there is none.
    virtual Result<std::optional<Day>> drop_month() = 0;
    /// Removes at most `rows_max` rows of each table of one store, those of notes on days that were let go. Returns how
    /// many.
    virtual Result<std::int64_t> remove_rows(const std::string& store, Instant free_text_before, int rows_max) = 0;
    /// Removes at most `rows_max` entries of the audit log. Returns how many.
    virtual Result<std::int64_t> remove_audit_entries(Instant before, int rows_max) = 0;
    /// Removes at most `rows_max` sign-ins that expired before `before`, and as many requests of terminals that did so a
    /// day earlier. Returns how many.
    virtual Result<std::int64_t> remove_expired(Instant before, int rows_max) = 0;

    /// Keeps how a run went, for RetentionLog.
    virtual Result<void> record_run(Instant ran_at, std::int64_t rows_removed, std::span<const Day> months_dropped,
                                    std::int64_t rows_past_term) = 0;

    virtual Result<std::vector<PastTerm>> list_past_term(const RetentionCut& cut) = 0;
};

}  // namespace tillnote::domain
