#include "server/domain/retention.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/placement.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

constexpr int rows_max = 1000;  ///< of a table in one transaction: some milliseconds

/// One run.
class Run {
public:
    Run(RetentionStore& store, const Directory& directory, const std::function<bool()>& stopping)
        : store_(store), directory_(directory), stopping_(stopping) {}

    Result<void> let_go(Day before) {
        const auto gone = store_.are_notes_gone(before);
        if (gone.has_error() || *gone) {
            return gone.has_error() ? Result<void>(gone.error()) : Result<void>();
        }
        for (const auto& [id, entry] : directory_.stores) {
            if (stopping_()) {
                return {};
            }
            if (auto kept = store_.keep_rollups(id, before); kept.has_error()) {
                return kept;
            }
        }
        return store_.let_notes_go(before);
    }

    Result<void> drop_months() {
        while (!stopping_()) {
            const auto dropped = store_.drop_month();
            if (dropped.has_error()) {
                return dropped.error();
            }
            if (!*dropped) {
                break;
            }
            done_.months_dropped.push_back(**dropped);
        }
        return {};
    }

    Result<void> remove_rows(Instant free_text_before) {
        for (const auto& store : directory_.stores) {
            const auto removed = remove_all([&] { return store_.remove_rows(store.first, free_text_before, rows_max); });
            if (removed.has_error()) {
                return removed;
            }
        }
        return {};
    }

    Result<void> remove_audit_entries(Instant before) {
        return remove_all([&] { return store_.remove_audit_entries(before, rows_max); });
    }

    Result<void> remove_expired(Instant before) {
        return remove_all([&] { return store_.remove_expired(before, rows_max); });
    }

    RetentionRun& done() { return done_; }

private:
    /// As often as `remove_some` finds something, unless the service stops.
    template <typename RemoveSome>
    Result<void> remove_all(RemoveSome remove_some) {
        std::int64_t removed_now = 0;
        do {
            if (stopping_()) {
                return {};
            }
            const Result<std::int64_t> removed = remove_some();
            if (removed.has_error()) {
                return removed.error();
            }
            removed_now = *removed;
            done_.rows_removed += removed_now;
        } while (removed_now > 0);
        return {};
    }

    RetentionStore& store_;
    const Directory& directory_;
    const std::function<bool()>& stopping_;
    RetentionRun done_;
};

/// The first moment of the day `audit_term` ago, by the calendar of UTC; of its month's last day, where that is shorter.
Instant begin_of_audit(Instant now) {
    return std::chrono::sys_days{months_before(Day{std::chrono::floor<std::chrono::days>(now)}, audit_term)};
}

}  // namespace

std::optional<Day> sealed_before(const Directory& directory, Instant now) {
    std::optional<Day> first;
    for (const auto& [id, entry] : directory.stores) {
        const Day horizon = sealing_horizon(entry.calendar.day_of(now));
        first = std::min(first.value_or(horizon), horizon);
    }
    return first;
}

RetentionCut retention_cut(const Directory& directory, Instant now) {
    RetentionCut cut{now - free_text_term, begin_of_audit(now), now, std::nullopt};
    if (const auto first_unsealed = sealed_before(directory, now)) {
        const Day last_sealed{std::chrono::sys_days{*first_unsealed} - std::chrono::days{1}};
        cut.notes_before = last_sealed.year() / last_sealed.month() / 2;
    }
    return cut;
}

Result<RetentionRun> run_retention(RetentionStore& store, const Directory& directory, Instant now,
                                   const std::function<bool()>& stopping) {
    const RetentionCut cut = retention_cut(directory, now);
    Run run(store, directory, stopping);
    if (cut.notes_before) {
        if (const auto gone = run.let_go(*cut.notes_before); gone.has_error()) {
            return gone.error();
        }
    }
    const auto dropped = run.drop_months();
    if (const auto removed = run.remove_rows(cut.free_text_before); removed.has_error()) {
        return removed.error();
    }
    if (const auto removed = run.remove_audit_entries(cut.audit_before); removed.has_error()) {
        return removed.error();
    }
    if (const auto removed = run.remove_expired(cut.expired_before); removed.has_error()) {
        return removed.error();
    }
    if (dropped.has_error()) {
        return dropped.error();
    }
    auto past_term = check_retention(store, directory, now);
    if (past_term.has_error()) {
        return past_term.error();
    }
    std::int64_t rows_past_term = 0;
    for (const PastTerm& past : *past_term) {
        rows_past_term += past.rows;
    }
    if (auto recorded = store.record_run(now, run.done().rows_removed, run.done().months_dropped, rows_past_term);
        recorded.has_error()) {
        return recorded.error();
    }
    run.done().past_term = std::move(*past_term);
    return std::move(run.done());
}

Result<std::vector<PastTerm>> check_retention(RetentionStore& store, const Directory& directory, Instant now) {
    return store.list_past_term(retention_cut(directory, now - retention_slack));
}

}  // namespace tillnote::domain
