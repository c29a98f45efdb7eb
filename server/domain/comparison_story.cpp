#include "server/domain/comparison_story.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/domain/false_discovery.hpp"
#include "server/domain/holidays.hpp"
#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <array>

namespace tillnote::domain {
namespace {

static_assert(story_days == digest_window_days);

constexpr std::array<int, 2> window_lengths{3, 7};
constexpr int baseline_days_min = 28;  ///< usable ones, four weeks; all limits from PRODUCT "The statistics"
constexpr int remarks_min = 3;
constexpr int breadth_min = 2;
constexpr double member_chance_max = 0.05;

/// By reason, of one member or all of them.
struct Counts {
    explicit Counts(std::size_t reasons) : remarks(reasons), breadth(reasons) {}

    void append(const ComparedDay& day) {
        for (const HeardReason& heard : day.heard) {
            remarks[heard.reason] += heard.remarks;
            breadth[heard.reason] += heard.breadth;
            of += heard.remarks;
        }
    }
    void append(const Counts& other) {
        std::transform(remarks.begin(), remarks.end(), other.remarks.begin(), remarks.begin(), std::plus<>{});
        std::transform(breadth.begin(), breadth.end(), other.breadth.begin(), breadth.begin(), std::plus<>{});
        of += other.of;
    }
    [[nodiscard]] ShareCounts share_of(std::size_t reason) const { return {remarks[reason], of}; }

    std::vector<int> remarks;
    std::vector<int> breadth;
    int of = 0;
};

struct MemberCounts {
    std::size_t member = 0;
    Counts window;
    Counts baseline;
};

/// One length of window: all members, and how much their days differ.
struct Window {
    int length = 0;
    std::vector<MemberCounts> members;
    Counts window;
    Counts baseline;
    DayVariation variation;
};

std::optional<Day> find_last_day(const ComparisonInput& input) {
    std::optional<Day> last;
    for (const ComparedMember& member : input.members) {
        for (const ComparedDay& day : member.days) {
            if (day.day <= input.range.to && (!last || day.day > *last)) {
                last = day.day;
            }
        }
    }
    return last;
}

bool is_usable(const ComparedDay& day) {
    return day.open && day.percent_complete >= complete_percent_min && !is_holiday(day.day);
}

/// By reason and day of the baseline, all members together; for pool_over_dispersion.
using DayCounts = std::vector<std::vector<int>>;

Window count_window(const ComparisonInput& input, Day last, int length) {
    const std::size_t reasons = input.reasons.size();
    const Day window_first = add_days(last, 1 - length);
    const Day baseline_last = add_days(window_first, -guard_days - 1);
    const Day baseline_first = add_days(baseline_last, 1 - baseline_window_days);
    Window made{length, {}, Counts(reasons), Counts(reasons), {}};
    DayCounts by_day(reasons, std::vector<int>(baseline_window_days));
    for (std::size_t index = 0; index < input.members.size(); ++index) {
        MemberCounts counts{index, Counts(reasons), Counts(reasons)};
        int usable = 0;
        for (const ComparedDay& day : input.members[index].days) {
            if (day.day >= window_first && day.day <= last) {
                counts.window.append(day);
            } else if (day.day >= baseline_first && day.day <= baseline_last && is_usable(day)) {
                counts.baseline.append(day);
                ++usable;
            }
        }
        if (usable < baseline_days_min) {
            continue;
        }
        for (const ComparedDay& day : input.members[index].days) {
            if (day.day >= baseline_first && day.day <= baseline_last && is_usable(day)) {
                const auto at = (std::chrono::sys_days{day.day} - std::chrono::sys_days{baseline_first}).count();
                for (const HeardReason& heard : day.heard) {
                    by_day[heard.reason][static_cast<std::size_t>(at)] += heard.remarks;
                }
            }
        }
        made.window.append(counts.window);
        made.baseline.append(counts.baseline);
        made.members.push_back(std::move(counts));
    }
    made.variation = {pool_over_dispersion(by_day), static_cast<double>(length)};
    return made;
}

Story tell(const Window& window, std::uint16_t reason, Day last, double p_value) {
    Story story;
    story.reason = reason;
    story.first_day = add_days(last, 1 - window.length);
    story.last_day = last;
    story.window = window.window.share_of(reason);
    story.baseline = window.baseline.share_of(reason);
    story.p_value = p_value;
    for (const MemberCounts& counts : window.members) {
        const ShareCounts now = counts.window.share_of(reason);
        if (now.remarks > 0 && mix_rise_p(now, counts.baseline.share_of(reason)) <= member_chance_max) {
            story.members.push_back({counts.member, now.remarks, now.of});
        }
    }
    return story;
}

}  // namespace

std::vector<Story> find_stories(const ComparisonInput& input) {
    const std::optional<Day> last = find_last_day(input);
    if (!last || input.members.size() < story_members_min) {
        return {};
    }
    struct Test {
        std::size_t window;
        std::uint16_t reason;
    };
    std::vector<Window> windows;
    std::vector<Test> tests;
    std::vector<double> p_values;
    for (const int length : window_lengths) {
        windows.push_back(count_window(input, *last, length));
        const Window& window = windows.back();
        for (std::size_t reason = 0; reason < input.reasons.size(); ++reason) {
            tests.push_back({windows.size() - 1, static_cast<std::uint16_t>(reason)});
            p_values.push_back(
                mix_rise_p(window.window.share_of(reason), window.baseline.share_of(reason), window.variation));
        }
    }
    const std::vector<double> adjusted = adjust_p_values(p_values, p_values.size());
    std::vector<Story> stories;
    for (std::size_t index = 0; index < tests.size(); ++index) {
        const Test& test = tests[index];
        const Window& window = windows[test.window];
        if (adjusted[index] > false_discovery_rate || window.window.remarks[test.reason] < remarks_min ||
            window.window.breadth[test.reason] < breadth_min) {
            continue;
        }
        Story story = tell(window, test.reason, *last, p_values[index]);
        if (story.members.size() >= story_members_min) {
            stories.push_back(std::move(story));
        }
    }
    std::ranges::stable_sort(stories, {}, &Story::p_value);
    std::vector<Story> told;  // a reason once, by its less likely window
    for (Story& story : stories) {
        if (std::ranges::find(told, story.reason, &Story::reason) == told.end()) {
            told.push_back(std::move(story));
        }
    }
    return told;
}

}  // namespace tillnote::domain
