#pragma once

#include "server/domain/directory.hpp"
#include "server/domain/retention_store.hpp"

#include <functional>
#include <optional>

namespace tillnote::domain {

/// Free text stays this long after it was received; a message for lanes, after its last day.
inline constexpr std::chrono::days free_text_term{30};
/// An entry of the audit log stays this long.
inline constexpr std::chrono::months audit_term{13};
/// The job runs every hour; what a check finds has been past its term for longer than this.
inline constexpr std::chrono::days retention_slack{1};

/// The first day that is not sealed, of the store whose business day is furthest behind. Nothing without stores. Pure.
[[nodiscard]] std::optional<Day> sealed_before(const Directory& directory, Instant now);

/// The last moments and days that may be forgotten at `now`. Notes go by whole months: of all days before the second of a
/// month (its first day still has notes with tap dates of the month before), when that is not beyond any store's sealing
/// horizon. So a note is kept for 13 to 14 months. Without stores no note goes. Entries of the audit log go by whole days,
/// UTC. Pure. Source: PRODUCT "Privacy".
[[nodiscard]] RetentionCut retention_cut(const Directory& directory, Instant now);

struct RetentionRun {
    std::int64_t rows_removed = 0;    ///< beside the notes of whole months
    std::vector<Day> months_dropped;  ///< by their first day
    std::vector<PastTerm> past_term;  ///< what is left that should not be: empty unless something is wrong
};

/// Removes what is past its term, in small transactions: first what is still read of the days is kept, then they are let go
/// for good, then months and rows are removed. May be stopped or killed anywhere, and run by several at once; the next run
/// goes on. `stopping` is asked between transactions: true ends the run early, with what was done. A month that is in use
/// and cannot be dropped now does not keep the rest waiting. Errors: those of RetentionStore.
[[nodiscard]] Result<RetentionRun> run_retention(RetentionStore& store, const Directory& directory, Instant now,
                                                 const std::function<bool()>& stopping);

/// What is past its term by more than the slack. Errors: those of RetentionStore.
[[nodiscard]] Result<std::vector<PastTerm>> check_retention(RetentionStore& store, const Directory& directory, Instant now);

}  // namespace tillnote::domain
