#include "server/domain/signals.hpp"

#include "server/domain/hour_span.hpp"
#include "server/domain/signal_tests.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

namespace tillnote::domain {
namespace {

constexpr int pairs_min = 5;
constexpr std::size_t chart_days = 28;

bool is_judged(DayState state) {
    return state == DayState::ended || state == DayState::sealed;
}

/// Four same weekdays take four weeks.
bool is_young(const DigestInput& input) {
    const Day four_weeks_ago = add_days(input.day, -7 * 4);
    return std::ranges::none_of(input.windows.days,
                                [&](const WindowDay& day) { return day.day <= four_weeks_ago && day.lanes_heard > 0; });
}

/// Makes the lines of "walk first" out of the tests.
class FlagMaker {
public:
    FlagMaker(const DigestInput& input, const StoreCalendar& calendar, const SignalTests& tests)
        : input_(input), calendar_(calendar), tests_(tests) {}

    [[nodiscard]] Flag of_group(std::size_t index) const {
        const SignalGroup& group = tests_.groups[index];
        Flag flag = begin(tests_.by_group[index], tests_.group_tallies.rows[index]);
        flag.kind = FlagKind::department_day;
        flag.polarity = group.polarity;
        add_department(flag, group.department);
        for (const std::size_t reason : group.reasons) {
            if (const int remarks = tests_.reason_tallies.rows[reason].remarks.front(); remarks > 0) {
                flag.reasons.push_back({tests_.reasons[reason], remarks});
            }
        }
        std::ranges::stable_sort(flag.reasons, std::greater<>{}, &FlaggedReason::remarks);
        flag.hours = hours_of(flag, group.reasons);
        return flag;
    }

    [[nodiscard]] Flag of_reason(std::size_t index, const TestFigures& figures) const {
        Flag flag = begin(figures, tests_.reason_tallies.rows[index]);
        flag.kind = figures.baseline.remarks == 0 ? FlagKind::first_seen : FlagKind::reason_window;
        flag.reason = tests_.reasons[index];
        flag.polarity = flag.reason->polarity;
        add_department(flag, flag.reason->department);
        flag.hours = hours_of(flag, {index});
        return flag;
    }

private:
    [[nodiscard]] Flag begin(const TestFigures& figures, const WindowTallies::Row& row) const {
        Flag flag;
        flag.days = figures.days;
        flag.days_open = figures.days_open;
        flag.since = add_days(input_.day, 1 - figures.days);
        flag.remarks = figures.window.remarks;
        flag.of = figures.window.of;
        flag.baseline_remarks = figures.baseline.remarks;
        flag.baseline_of = figures.baseline.of;
        flag.baseline_days = figures.baseline_days;
        flag.usual = static_cast<double>(figures.baseline.remarks) * figures.days_open / figures.baseline_days;
        flag.p_value = figures.p_value;
        flag.rate_p_value = figures.rate_p_value;
        flag.rate_ratio = figures.rate_ratio.value_or(std::numeric_limits<double>::infinity());
        flag.traffic_known = figures.traffic_known;
        flag.breadth = figures.breadth;
        const std::size_t days = std::min(chart_days, row.remarks.size());
        flag.remarks_by_day_28.assign(row.remarks.rend() - static_cast<std::ptrdiff_t>(days), row.remarks.rend());
        return flag;
    }

    void add_department(Flag& flag, const std::string& code) const {
        if (const Department* department = input_.catalog.find_department(code)) {
            flag.department = *department;
        }
    }

    [[nodiscard]] std::optional<HourSpan> hours_of(const Flag& flag, const std::vector<std::size_t>& reasons) const {
        int heard_least = std::numeric_limits<int>::max();
        for (const WindowDay& day : input_.windows.days) {
            if (day.day >= flag.since && day.open) {
                heard_least = std::min(heard_least, day.lanes_heard);
            }
        }
        std::array<int, 24> remarks{};
        std::array<int, 24> lanes_least{};
        lanes_least.fill(heard_least);
        for (const ReasonHour& heard : input_.windows.hours) {
            const auto is_heard = [&](std::size_t reason) { return tests_.reasons[reason].code == heard.reason; };
            if (heard.day >= flag.since && heard.day <= input_.day && std::ranges::any_of(reasons, is_heard)) {
                const Instant within = calendar_.bounds_of(heard.day).starts_at + std::chrono::hours{heard.hour};
                const auto hour = static_cast<std::size_t>(
                    std::chrono::floor<std::chrono::hours>(calendar_.local_time_of(within)).count());
                remarks.at(hour) += heard.remarks;
                lanes_least.at(hour) = std::min(lanes_least.at(hour), heard.lanes_open.value_or(heard_least));
            }
        }
        return find_hour_span(remarks, lanes_least);
    }

    const DigestInput& input_;
    const StoreCalendar& calendar_;
    const SignalTests& tests_;
};

/// Complaints before everything else, then the least likely first.
void worst_first(std::vector<Flag>& flags) {
    std::ranges::stable_sort(flags, [](const Flag& left, const Flag& right) {
        const bool left_complains = left.polarity == Polarity::complaint;
        const bool right_complains = right.polarity == Polarity::complaint;
        return left_complains != right_complains ? left_complains : left.p_value < right.p_value;
    });
}

/// The likelier found of a reason's two windows, if one has that verdict.
const TestFigures* pick_window(const TestFigures& days_3, const TestFigures& days_7, TestVerdict verdict) {
    const bool short_says = days_3.verdict == verdict;
    const bool long_says = days_7.verdict == verdict;
    if (short_says && (!long_says || days_3.p_value <= days_7.p_value)) {
        return &days_3;
    }
    return long_says ? &days_7 : nullptr;
}

Signal signal_of(const ReasonLine& line, bool flagged) {
    if (flagged) {
        return Signal::flagged;
    }
    if (line.remarks == 0) {
        return Signal::not_heard;
    }
    return line.usual ? Signal::usual : Signal::too_little;
}

struct JudgedReason {
    ReasonTests tests;
    bool flagged = false;
};

using JudgedReasons = std::map<std::string, JudgedReason>;

/// Where what a test found is told without being a flag.
std::vector<Flag>* unflagged_list(Digest& digest, TestVerdict verdict) {
    switch (verdict) {
        case TestVerdict::quieter_day:
            return &digest.larger_shares;
        case TestVerdict::more_of_every_kind:
            return &digest.more_of_every_kind;
        case TestVerdict::usual:
        case TestVerdict::rise:
        case TestVerdict::too_little:
            return nullptr;
    }
    std::abort();
}

JudgedReasons find_flags(Digest& digest, const FlagMaker& maker, const SignalTests& tests) {
    JudgedReasons judged;
    for (std::size_t group = 0; group < tests.groups.size(); ++group) {
        const TestFigures& of_group = tests.by_group[group];
        const bool rises = of_group.verdict == TestVerdict::rise;
        if (rises) {
            digest.walk_first.push_back(maker.of_group(group));
        } else if (auto* const list = unflagged_list(digest, of_group.verdict)) {
            list->push_back(maker.of_group(group));
        }
        for (const std::size_t index : tests.groups[group].reasons) {
            const TestFigures& days_3 = tests.by_days_3[index];
            const TestFigures& days_7 = tests.by_days_7[index];
            JudgedReason& one = judged[tests.reasons[index].code];
            one = {{of_group, days_3, days_7}, rises && tests.reason_tallies.rows[index].remarks.front() > 0};
            if (rises) {
                continue;  // described there
            }
            if (const TestFigures* risen = pick_window(days_3, days_7, TestVerdict::rise)) {
                digest.walk_first.push_back(maker.of_reason(index, *risen));
                one.flagged = true;
                continue;
            }
            for (const TestVerdict verdict : {TestVerdict::quieter_day, TestVerdict::more_of_every_kind}) {
                const TestFigures* found = pick_window(days_3, days_7, verdict);
                if (found == nullptr) {
                    continue;
                }
                if (of_group.verdict != verdict) {
                    unflagged_list(digest, verdict)->push_back(maker.of_reason(index, *found));
                }
                break;
            }
        }
    }
    worst_first(digest.walk_first);
    worst_first(digest.larger_shares);
    worst_first(digest.more_of_every_kind);
    return judged;
}

void set_signals(std::vector<ReasonLine>& lines, const JudgedReasons& judged) {
    for (ReasonLine& line : lines) {
        const auto found = judged.find(line.reason.code);
        line.signal = signal_of(line, found != judged.end() && found->second.flagged);
        if (found != judged.end()) {
            line.tests = found->second.tests;
        }
    }
}

}  // namespace

void add_signals(Digest& digest, const DigestInput& input, const StoreCalendar& calendar) {
    const SignalTests tests = run_signal_tests(input);
    digest.known = tests.known;
    digest.known.young = is_young(input);
    JudgedReasons judged;
    if (is_judged(input.state) && !tests.by_group.empty()) {
        judged = find_flags(digest, FlagMaker(input, calendar, tests), tests);
    }
    set_signals(digest.reasons, judged);
    set_signals(digest.praise, judged);
    for (DepartmentSection& section : digest.departments) {
        set_signals(section.lines, judged);
    }
}

std::vector<Together> heard_together(const DigestInput& input) {
    std::vector<Together> lines;
    for (const PairCount& count : input.windows.pairs) {
        const Reason* first = input.catalog.find_reason(count.first);
        const Reason* second = input.catalog.find_reason(count.second);
        if (count.pairs >= pairs_min && first != nullptr && second != nullptr && is_shown(*first) && is_shown(*second)) {
            lines.push_back({*first, *second, count.pairs});
        }
    }
    std::ranges::stable_sort(lines, std::greater<>{}, &Together::pairs);
    return lines;
}

}  // namespace tillnote::domain
