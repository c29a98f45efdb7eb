#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/domain/digest_parts.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A store's last 13 months by one reason, theme or department. Pure values and rules; no hour of a day is anywhere in it.
namespace tillnote::domain {

inline constexpr int history_months = 13;

enum class HistoryBy { reason, theme, department };

[[nodiscard]] std::string_view to_text(HistoryBy by) noexcept;

/// What a history is about. Never a reason about staff, never a lane-only one.
struct HistorySubject {
    HistoryBy by = HistoryBy::reason;
    std::string key;  ///< code of the reason or department, or the theme's name
    std::string label_en;
    std::string label_es;            ///< empty for a theme: the catalog names themes once
    std::vector<std::string> codes;  ///< reasons whose remarks are added up
    std::vector<std::string> of;     ///< reasons that N counts: why-here among why-here, everything else among the rest

    friend bool operator==(const HistorySubject&, const HistorySubject&) = default;
};

/// Nothing when the catalog has no such reason, theme or department, or nothing of it may be shown.
[[nodiscard]] std::optional<HistorySubject> find_history_subject(const DatedCatalog& catalog, HistoryBy by,
                                                                 std::string_view key);
/// Everything that a history may be about: reasons in the catalog's order, then themes, then departments.
[[nodiscard]] std::vector<HistorySubject> list_history_subjects(const DatedCatalog& catalog);
/// Those whose code, name or label in either language holds `text`, letters in either case. All for an empty text.
[[nodiscard]] std::vector<HistorySubject> search_history_subjects(std::vector<HistorySubject> subjects,
                                                                  std::string_view text);

/// Remarks of one business day.
struct HistoryDay {
    Day day;
    int remarks = 0;  ///< of the subject
    int of = 0;       ///< N
};

/// A week from Sunday to Saturday, cut at the ends of the history.
struct HistoryWeek {
    Day first_day;
    Day last_day;
    int days = 0;  ///< 7 unless it is cut
    int remarks = 0;
    int of = 0;
};

struct HistoryMonth {
    std::chrono::year_month month;
    int days = 0;
    int remarks = 0;
    int of = 0;
};

/// What a cashier typed, masked when it came. Without time and lane, so that it cannot be tied to a person.
struct HistoryComment {
    Day day;
    std::string reason;
    std::string text;
};

struct History {
    HistorySubject subject;
    Day from;
    Day to;
    std::vector<HistoryWeek> weeks;    ///< oldest first, none left out
    std::vector<HistoryMonth> months;  ///< oldest first, none left out
    std::vector<EventLine> events;     ///< oldest first
    std::vector<HistoryComment> comments;
};

/// The ended days of the last 13 months before `today`, from the store's first day on. `to` is before `from` when there is
/// none.
struct HistoryRange {
    Day from;
    Day to;
};
[[nodiscard]] HistoryRange history_range(Day today, Day opened_on);

/// Adds the days up by week and month; a day that is not in `days` had no remark.
[[nodiscard]] History build_history(HistorySubject subject, const HistoryRange& range, const std::vector<HistoryDay>& days);

}  // namespace tillnote::domain
