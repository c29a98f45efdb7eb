#pragma once

#include "server/domain/organisation.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace tillnote::domain {

/// How one run of retention went.
struct RetentionReport {
    Instant ran_at;
    std::int64_t rows_removed = 0;    ///< beside the notes of whole months
    std::vector<Day> months_dropped;  ///< by their first day
    std::int64_t rows_past_term = 0;  ///< found though their term was over: zero unless something is wrong

    friend bool operator==(const RetentionReport&, const RetentionReport&) = default;
};

/// The job runs every hour; when nothing was forgotten for longer than this, something keeps it from it.
inline constexpr std::chrono::hours retention_expected_within{2};

/// Whether the last of `runs`, the latest first, is longer ago than that; not where forgetting has never run. Pure.
[[nodiscard]] inline bool is_retention_late(std::span<const RetentionReport> runs, Instant now) {
    return !runs.empty() && now - runs.front().ran_at > retention_expected_within;
}

/// What forgetting has done, for those who have to show that it does. Blocking: database threads only. Errors of all:
/// unavailable, internal.
class RetentionLog {
public:
    static constexpr int list_max = 20;

    virtual ~RetentionLog() = default;

    /// The last run, and before it those that removed or found something: the latest first, at most list_max.
    virtual Result<std::vector<RetentionReport>> list_runs() = 0;
    /// Of days before this one no notes are left to be counted; nothing: none were let go yet.
    virtual Result<std::optional<Day>> find_notes_gone_before() = 0;
};

}  // namespace tillnote::domain
