#include "server/domain/signal_tests.hpp"

#include "server/domain/false_discovery.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <set>

namespace tillnote::domain {
namespace {

constexpr int weeks_min = 4;      ///< usable same weekdays, or usable weeks; all limits from PRODUCT "The statistics"
constexpr int week_days_min = 4;  ///< usable days that make a week usable

using Days = std::vector<std::size_t>;  ///< counted back from the digest's day

/// The days of one kind of window and of what it is compared with.
struct Span {
    int length = 1;
    Days window;
    Days baseline;
    int weeks = 0;  ///< usable
    std::optional<double> traffic_ratio;
    Days baseline_with_traffic;
    double over_dispersion = 0;
};

const WindowDay& day_at(const DigestWindows& windows, std::size_t back) {
    return windows.days[windows.days.size() - 1 - back];
}

double traffic_of(const DigestWindows& windows, const Days& days) {
    return std::accumulate(days.begin(), days.end(), 0.0, [&](double sum, std::size_t back) {
        return sum + static_cast<double>(day_at(windows, back).traffic.value_or(0));
    });
}

/// Known when every day of the window and at least half of the baseline's days have it.
void add_traffic(Span& span, const DigestWindows& windows) {
    const auto has_traffic = [&](std::size_t back) { return day_at(windows, back).traffic.value_or(0) > 0; };
    std::copy_if(span.baseline.begin(), span.baseline.end(), std::back_inserter(span.baseline_with_traffic), has_traffic);
    const bool window_known = !span.window.empty() && std::all_of(span.window.begin(), span.window.end(), has_traffic);
    if (window_known && !span.baseline_with_traffic.empty() &&
        2 * span.baseline_with_traffic.size() >= span.baseline.size()) {
        span.traffic_ratio = traffic_of(windows, span.window) / traffic_of(windows, span.baseline_with_traffic);
    }
}

Days open_days(const DigestWindows& windows, std::size_t length) {
    Days days;
    for (std::size_t back = 0; back < std::min(length, windows.days.size()); ++back) {
        if (day_at(windows, back).open) {
            days.push_back(back);
        }
    }
    return days;
}

Span weekday_span(const DigestWindows& windows) {
    Span span;
    span.window = {0};
    for (std::size_t back = 7; back <= baseline_window_days && back < windows.days.size(); back += 7) {
        if (day_at(windows, back).usable) {
            span.baseline.push_back(back);
        }
    }
    span.weeks = static_cast<int>(span.baseline.size());
    add_traffic(span, windows);
    return span;
}

Span window_span(const DigestWindows& windows, std::size_t length) {
    Span span;
    span.length = static_cast<int>(length);
    span.window = open_days(windows, length);
    const std::size_t first = length + guard_days;
    for (std::size_t week = 0; week < baseline_window_days / 7; ++week) {
        int usable = 0;
        for (std::size_t back = first + 7 * week; back < first + 7 * (week + 1) && back < windows.days.size(); ++back) {
            if (day_at(windows, back).usable) {
                span.baseline.push_back(back);
                ++usable;
            }
        }
        span.weeks += usable >= week_days_min ? 1 : 0;
    }
    add_traffic(span, windows);
    return span;
}

int breadth_over(const WindowTallies::Row& row, const Days& days) {
    return std::accumulate(days.begin(), days.end(), 0, [&](int sum, std::size_t back) { return sum + row.breadth[back]; });
}

TestFigures figures_of(const WindowTallies& tallies, std::size_t index, const Span& span) {
    const WindowTallies::Row& row = tallies.rows[index];
    TestFigures figures;
    figures.days = span.length;
    figures.days_open = static_cast<int>(span.window.size());
    figures.window = tallies.remarks_of(row, span.window);
    figures.baseline = tallies.remarks_of(row, span.baseline);
    figures.baseline_days = static_cast<int>(span.baseline.size());
    figures.breadth = breadth_over(row, span.window);
    figures.traffic_known = span.traffic_ratio.has_value();
    if (span.weeks < weeks_min || span.window.empty()) {
        return figures;
    }
    figures.window_hearings = tallies.hearings_of(row, span.window);
    figures.baseline_hearings = tallies.hearings_of(row, span.baseline);
    figures.variation = {span.over_dispersion, tallies.equal_days(span.window)};
    figures.verdict = TestVerdict::usual;
    figures.p_value = mix_rise_p(figures.window_hearings, figures.baseline_hearings, figures.variation);

    const Days& compared = span.traffic_ratio ? span.baseline_with_traffic : span.baseline;
    const double exposure =
        span.traffic_ratio.value_or(static_cast<double>(span.window.size()) / static_cast<double>(span.baseline.size()));
    const int remarks_then = tallies.remarks_of(row, compared).remarks;
    figures.exposure = exposure;
    figures.rate_p_value =
        rate_rise_p(figures.window_hearings.remarks, tallies.hearings_of(row, compared).remarks, exposure);
    if (remarks_then > 0) {
        figures.rate_ratio = figures.window.remarks / (remarks_then * exposure);
    }
    return figures;
}

/// What the test says once its adjusted p-values are known; the gates of a flag.
TestVerdict judge(const TestFigures& figures, int weeks) {
    if (figures.verdict == TestVerdict::too_little) {
        return TestVerdict::too_little;
    }
    const bool first_seen = figures.baseline.remarks == 0;
    const bool enough = figures.window.remarks >= flag_remarks_min && figures.breadth >= flag_breadth_min &&
                        (!first_seen || weeks >= first_seen_weeks_min);
    if (!enough) {
        return TestVerdict::usual;
    }
    if (figures.adjusted_p > false_discovery_rate) {
        // Of what was never heard before it cannot be said that its share is as usual.
        const bool more = figures.adjusted_rate_p <= false_discovery_rate && !first_seen;
        return more ? TestVerdict::more_of_every_kind : TestVerdict::usual;
    }
    const bool more_by_traffic = !figures.traffic_known || !figures.rate_ratio || *figures.rate_ratio > 1;
    return more_by_traffic ? TestVerdict::rise : TestVerdict::quieter_day;
}

std::vector<SignalGroup> group_reasons(const Catalog& catalog, const std::vector<Reason>& reasons) {
    std::vector<SignalGroup> groups;
    for (const Department& department : catalog.departments) {
        for (std::size_t index = 0; index < reasons.size(); ++index) {
            if (reasons[index].department != department.code) {
                continue;
            }
            const auto found = std::ranges::find_if(groups, [&](const SignalGroup& group) {
                return group.department == department.code && group.polarity == reasons[index].polarity;
            });
            SignalGroup& group =
                found != groups.end() ? *found : groups.emplace_back(department.code, reasons[index].polarity, Days{});
            group.reasons.push_back(index);
        }
    }
    return groups;
}

/// A group's breadth is at least the number of different two-hour blocks in which any of it was heard.
void widen_by_blocks(SignalTests& tests, const DigestInput& input) {
    for (std::size_t index = 0; index < tests.groups.size(); ++index) {
        std::set<int> blocks;
        for (const ReasonHour& heard : input.windows.hours) {
            const auto is_heard = [&](std::size_t reason) { return tests.reasons[reason].code == heard.reason; };
            if (heard.day == input.day && heard.remarks > 0 && std::ranges::any_of(tests.groups[index].reasons, is_heard)) {
                blocks.insert(heard.hour / 2);
            }
        }
        int& breadth = tests.group_tallies.rows[index].breadth.front();
        breadth = std::max(breadth, static_cast<int>(blocks.size()));
    }
}

/// `weeks`: usable ones behind the tests of groups, of three days and of seven.
void adjust_and_judge(SignalTests& tests, const std::array<int, 3>& weeks) {
    const std::array<std::vector<TestFigures>*, 3> lists{&tests.by_group, &tests.by_days_3, &tests.by_days_7};
    std::vector<double> p_values;
    std::vector<double> rate_p_values;
    for (const std::vector<TestFigures>* list : lists) {
        for (const TestFigures& figures : *list) {
            p_values.push_back(figures.p_value);
            rate_p_values.push_back(figures.rate_p_value);
        }
    }
    tests.known.tests = static_cast<int>(p_values.size());
    const std::vector<double> adjusted = adjust_p_values(p_values, p_values.size());
    const std::vector<double> adjusted_rates = adjust_p_values(rate_p_values, rate_p_values.size());
    std::size_t next = 0;
    for (std::size_t kind = 0; kind < lists.size(); ++kind) {
        for (TestFigures& figures : *lists.at(kind)) {
            figures.adjusted_p = adjusted[next];
            figures.adjusted_rate_p = adjusted_rates[next];
            figures.verdict = judge(figures, weeks.at(kind));
            ++next;
        }
    }
}

}  // namespace

std::optional<double> reason_over_dispersion(const Catalog& catalog, const DigestWindows& windows) {
    const Span span = window_span(windows, longest_window_days);
    if (span.weeks < weeks_min) {
        return std::nullopt;
    }
    return tally_reasons(reasons_in_total(catalog), windows).over_dispersion_of(span.baseline);
}

SignalTests run_signal_tests(const DigestInput& input) {
    SignalTests tests;
    tests.reasons = reasons_in_total(input.catalog);
    tests.groups = group_reasons(input.catalog, tests.reasons);
    tests.reason_tallies = tally_reasons(tests.reasons, input.windows);
    std::vector<Days> members;
    members.reserve(tests.groups.size());
    std::ranges::transform(tests.groups, std::back_inserter(members), &SignalGroup::reasons);
    tests.group_tallies = add_up(tests.reason_tallies, members);
    if (input.windows.days.empty()) {
        return tests;
    }
    widen_by_blocks(tests, input);

    Span weekday = weekday_span(input.windows);
    Span days_3 = window_span(input.windows, 3);
    Span days_7 = window_span(input.windows, longest_window_days);
    weekday.over_dispersion = tests.group_tallies.over_dispersion_of(days_7.baseline);
    days_3.over_dispersion = days_7.over_dispersion = tests.reason_tallies.over_dispersion_of(days_7.baseline);
    for (std::size_t index = 0; index < tests.groups.size(); ++index) {
        tests.by_group.push_back(figures_of(tests.group_tallies, index, weekday));
    }
    for (std::size_t index = 0; index < tests.reasons.size(); ++index) {
        tests.by_days_3.push_back(figures_of(tests.reason_tallies, index, days_3));
        tests.by_days_7.push_back(figures_of(tests.reason_tallies, index, days_7));
    }
    tests.known = {static_cast<int>(days_7.baseline.size()), days_7.weeks,
                   weekday.weeks >= weeks_min || days_3.weeks >= weeks_min, 0};
    adjust_and_judge(tests, {weekday.weeks, days_3.weeks, days_7.weeks});
    return tests;
}

}  // namespace tillnote::domain
