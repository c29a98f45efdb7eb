#pragma once

#include "server/domain/organisation.hpp"

#include <optional>
#include <string_view>

/// The stretch of business days that a comparison looks at. Pure; any thread.
namespace tillnote::domain {

enum class RangeKind {
    day,
    week,           ///< Monday to Sunday, as ISO 8601 has it
    fiscal_week,    ///< Sunday to Saturday, of the 4-5-4 calendar
    fiscal_period,  ///< 4 or 5 weeks of the 4-5-4 calendar
    month,          ///< of the calendar on the wall
    days,           ///< any
};

[[nodiscard]] std::string_view to_text(RangeKind kind) noexcept;
[[nodiscard]] std::optional<RangeKind> find_range_kind(std::string_view text) noexcept;

inline constexpr int range_days_max = 371;  ///< the longest fiscal year

struct ComparisonRange {
    RangeKind kind = RangeKind::days;
    Day from;
    Day to;  ///< inclusive
    /// The last day that the kind has, where it has not ended: the range ends with `to`, the last day that has.
    std::optional<Day> planned_to{};

    friend bool operator==(const ComparisonRange&, const ComparisonRange&) = default;
};

[[nodiscard]] int count_days(const ComparisonRange& range);

/// The range up to `last_ended`, which is not before its first day: days that have not ended are no days to compare.
[[nodiscard]] ComparisonRange clip_to_ended(ComparisonRange range, Day last_ended);
/// As it was before it was clipped.
[[nodiscard]] ComparisonRange whole_range(ComparisonRange range);

/// The range of `kind` that holds `day`; of RangeKind::days the day alone.
[[nodiscard]] ComparisonRange range_holding(RangeKind kind, Day day);
/// With the kind that fits both ends, a whole month for instance; RangeKind::days where none does.
[[nodiscard]] ComparisonRange name_range(Day from, Day to);

/// The ranges before and after the whole range, of the same kind; of RangeKind::days equally many days.
[[nodiscard]] ComparisonRange range_before(const ComparisonRange& range);
[[nodiscard]] ComparisonRange range_after(const ComparisonRange& range);

/// The same weekdays 52 weeks before, or 53 where the whole range is longer than 52 and would overlap them; of those days
/// that have ended. After a year of 53 weeks these are not the weeks of the
/// same number: it is what NRF calls restated, so that holidays face each other.
[[nodiscard]] ComparisonRange same_weeks_last_year(const ComparisonRange& range);

}  // namespace tillnote::domain
