#include "server/domain/retention.hpp"

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
        for (const auto& [id, entry] : directory_.stores) {
            std::int64_t removed_now = 0;
            do {
                if (stopping_()) {
                    return {};
                }
                const auto removed = store_.remove_rows(id, free_text_before, rows_max);
                if (removed.has_error()) {
                    return removed.error();
                }
                removed_now = *removed;
                done_.rows_removed += removed_now;
            } while (removed_now > 0);
        }
        return {};
    }

    RetentionRun& done() { return done_; }

private:
    RetentionStore& store_;
    const Directory& directory_;
    const std::function<bool()>& stopping_;
    RetentionRun done_;
};

}  // namespace

RetentionCut retention_cut(const Directory& directory, Instant now) {
    RetentionCut cut{now - free_text_term, std::nullopt};
    std::optional<Day> sealed_before;
    for (const auto& [id, entry] : directory.stores) {
        const Day horizon = sealing_horizon(entry.calendar.day_of(now));
        sealed_before = std::min(sealed_before.value_or(horizon), horizon);
    }
    if (sealed_before) {
        const Day last_sealed{std::chrono::sys_days{*sealed_before} - std::chrono::days{1}};
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
    if (dropped.has_error()) {
        return dropped.error();
    }
    auto past_term = check_retention(store, directory, now);
    if (past_term.has_error()) {
        return past_term.error();
    }
    run.done().past_term = std::move(*past_term);
    return std::move(run.done());
}

Result<std::vector<PastTerm>> check_retention(RetentionStore& store, const Directory& directory, Instant now) {
    return store.list_past_term(retention_cut(directory, now - retention_slack));
}

}  // namespace tillnote::domain
