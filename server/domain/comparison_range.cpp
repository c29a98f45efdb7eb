#include "server/domain/comparison_range.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/fiscal_calendar.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tillnote::domain {
namespace {

using namespace std::chrono;

constexpr std::array<RangeKind, 6> kinds{RangeKind::day,           RangeKind::week,  RangeKind::fiscal_week,
                                         RangeKind::fiscal_period, RangeKind::month, RangeKind::days};

ComparisonRange month_holding(Day day) {
    const year_month month = day.year() / day.month();
    return {RangeKind::month, Day{month / 1}, Day{sys_days{month / last}}, std::nullopt};
}

ComparisonRange move_days(const ComparisonRange& range, int count) {
    return {range.kind, add_days(range.from, count), add_days(range.to, count), std::nullopt};
}

}  // namespace

std::string_view to_text(RangeKind kind) noexcept {
    switch (kind) {
        case RangeKind::day:
            return "day";
        case RangeKind::week:
            return "week";
        case RangeKind::fiscal_week:
            return "fiscal_week";
        case RangeKind::fiscal_period:
            return "fiscal_period";
        case RangeKind::month:
            return "month";
        case RangeKind::days:
            return "days";
    }
    std::abort();
}

std::optional<RangeKind> find_range_kind(std::string_view text) noexcept {
    const auto found = std::ranges::find_if(kinds, [&](RangeKind kind) { return to_text(kind) == text; });
    return found == kinds.end() ? std::nullopt : std::optional{*found};
}

int count_days(const ComparisonRange& range) {
    return static_cast<int>((sys_days{range.to} - sys_days{range.from}).count()) + 1;
}

ComparisonRange clip_to_ended(ComparisonRange range, Day last_ended) {
    if (last_ended < range.to) {
        range.planned_to = range.planned_to.value_or(range.to);
        range.to = last_ended;
    }
    return range;
}

ComparisonRange whole_range(ComparisonRange range) {
    range.to = range.planned_to.value_or(range.to);
    range.planned_to.reset();
    return range;
}

ComparisonRange range_holding(RangeKind kind, Day day) {
    switch (kind) {
        case RangeKind::day:
        case RangeKind::days:
            return {kind, day, day, std::nullopt};
        case RangeKind::week: {
            const Day monday = add_days(day, -static_cast<int>(weekday_of(day).iso_encoding() - 1));
            return {kind, monday, add_days(monday, 6), std::nullopt};
        }
        case RangeKind::fiscal_week: {
            const FiscalWeek week = fiscal_week_of(day);
            return {kind, week.first_day, week.last_day, std::nullopt};
        }
        case RangeKind::fiscal_period: {
            const FiscalPeriod period = fiscal_period_of(day);
            return {kind, period.first_day, period.last_day, std::nullopt};
        }
        case RangeKind::month:
            return month_holding(day);
    }
    std::abort();
}

ComparisonRange name_range(Day from, Day to) {
    for (const RangeKind kind :
         {RangeKind::day, RangeKind::fiscal_week, RangeKind::week, RangeKind::fiscal_period, RangeKind::month}) {
        if (const ComparisonRange range = range_holding(kind, from); range.from == from && range.to == to) {
            return range;
        }
    }
    return {RangeKind::days, from, to, std::nullopt};
}

ComparisonRange range_before(const ComparisonRange& range) {
    return range.kind == RangeKind::days ? move_days(whole_range(range), -count_days(whole_range(range)))
                                         : range_holding(range.kind, add_days(range.from, -1));
}

ComparisonRange range_after(const ComparisonRange& range) {
    const ComparisonRange whole = whole_range(range);
    return range.kind == RangeKind::days ? move_days(whole, count_days(whole))
                                         : range_holding(range.kind, add_days(whole.to, 1));
}

ComparisonRange same_weeks_last_year(const ComparisonRange& range) {
    constexpr int year_days = 7 * 52;
    const int weeks = count_days(whole_range(range)) > year_days ? 53 : 52;
    ComparisonRange then = move_days(range, -7 * weeks);
    then.kind = RangeKind::days;
    return then;
}

}  // namespace tillnote::domain
