#include "server/domain/comparison_story.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/domain/false_discovery.hpp"
#include "server/domain/holidays.hpp"
#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace tillnote::domain {
namespace {

static_assert(story_days == digest_window_days);

constexpr std::array<int, 2> window_lengths{3, 7};
constexpr int baseline_days_min = 28;  ///< usable ones, four weeks; all limits from PRODUCT "The statistics"
constexpr int remarks_min = 3;
constexpr int breadth_min = 2;
constexpr double member_chance_max = 0.05;

/// A window of days that ends with the last one, and the eight weeks before its guard band, in days before that last one.
class WindowDays {
public:
    explicit WindowDays(int length) : length_(length) {}

    [[nodiscard]] int length() const { return length_; }
    [[nodiscard]] bool in_window(std::int64_t days_ago) const { return days_ago >= 0 && days_ago < length_; }
    [[nodiscard]] bool in_baseline(std::int64_t days_ago) const {
        return days_ago >= length_ + guard_days && days_ago < length_ + guard_days + baseline_window_days;
    }
    /// Of a day in the baseline, from its oldest one.
    [[nodiscard]] std::size_t baseline_index(std::int64_t days_ago) const {
        return static_cast<std::size_t>(length_ + guard_days + baseline_window_days - 1 - days_ago);
    }

private:
    int length_;
};

/// One day of one member as a window sees it.
struct SeenDay {
    const ComparedDay* day = nullptr;
    std::int64_t days_ago = 0;
    bool usable = false;  ///< as a baseline
};

/// What all members told in one window, and how much the days of its baseline differ.
struct Window {
    Window(WindowDays of_days, std::size_t reasons)
        : days(of_days), remarks(reasons), breadth(reasons), baseline(reasons, std::vector<int>(baseline_window_days)) {}

    void append(const SeenDay& seen) {
        if (days.in_window(seen.days_ago)) {
            for (const HeardReason& heard : seen.day->heard) {
                remarks[heard.reason] += heard.remarks;
                breadth[heard.reason] += heard.breadth;
                of += heard.remarks;
            }
        } else if (seen.usable && days.in_baseline(seen.days_ago)) {
            const std::size_t at = days.baseline_index(seen.days_ago);
            for (const HeardReason& heard : seen.day->heard) {
                baseline[heard.reason][at] += heard.remarks;
                baseline_of += heard.remarks;
            }
        }
    }

    [[nodiscard]] ShareCounts window_share(std::size_t reason) const { return {remarks[reason], of}; }
    [[nodiscard]] ShareCounts baseline_share(std::size_t reason) const {
        return {std::accumulate(baseline[reason].begin(), baseline[reason].end(), 0), baseline_of};
    }

    WindowDays days;
    std::vector<std::size_t> members;  ///< those with enough usable days
    std::vector<int> remarks;          ///< by reason, as breadth
    std::vector<int> breadth;
    int of = 0;
    std::vector<std::vector<int>> baseline;  ///< remarks by reason and day; for pool_over_dispersion
    int baseline_of = 0;
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

/// Days that no window looks at are left out.
using SeenDays = std::vector<std::vector<SeenDay>>;

SeenDays see_days(const ComparisonInput& input, Day last) {
    std::array<bool, story_days> holidays{};
    for (int ago = 0; ago < story_days; ++ago) {
        holidays[static_cast<std::size_t>(ago)] = is_holiday(add_days(last, -ago));
    }
    const std::chrono::sys_days until{last};
    SeenDays seen;
    for (const ComparedMember& member : input.members) {
        std::vector<SeenDay>& days = seen.emplace_back();
        for (const ComparedDay& day : member.days) {
            const std::int64_t ago = (until - std::chrono::sys_days{day.day}).count();
            if (ago >= 0 && ago < story_days) {
                const bool usable = day.open && day.percent_complete >= complete_percent_min;
                days.push_back({&day, ago, usable && !holidays[static_cast<std::size_t>(ago)]});
            }
        }
    }
    return seen;
}

Window count_window(const SeenDays& seen, WindowDays days, std::size_t reasons) {
    Window window(days, reasons);
    for (std::size_t member = 0; member < seen.size(); ++member) {
        const auto usable = std::ranges::count_if(
            seen[member], [&](const SeenDay& day) { return day.usable && days.in_baseline(day.days_ago); });
        if (usable >= baseline_days_min) {
            window.members.push_back(member);
            std::ranges::for_each(seen[member], [&](const SeenDay& day) { window.append(day); });
        }
    }
    return window;
}

struct MemberShares {
    ShareCounts window;
    ShareCounts baseline;
};

MemberShares count_member(const std::vector<SeenDay>& seen, const WindowDays& days, std::uint16_t reason) {
    MemberShares shares;
    for (const SeenDay& day : seen) {
        const bool now = days.in_window(day.days_ago);
        if (!now && !(day.usable && days.in_baseline(day.days_ago))) {
            continue;
        }
        ShareCounts& counts = now ? shares.window : shares.baseline;
        for (const HeardReason& heard : day.day->heard) {
            counts.remarks += heard.reason == reason ? heard.remarks : 0;
            counts.of += heard.remarks;
        }
    }
    return shares;
}

Story tell(const SeenDays& seen, const Window& window, std::uint16_t reason, Day last, double p_value) {
    Story story;
    story.reason = reason;
    story.first_day = add_days(last, 1 - window.days.length());
    story.last_day = last;
    story.window = window.window_share(reason);
    story.baseline = window.baseline_share(reason);
    story.p_value = p_value;
    for (const std::size_t member : window.members) {
        const MemberShares shares = count_member(seen[member], window.days, reason);
        if (shares.window.remarks > 0 && mix_rise_p(shares.window, shares.baseline) <= member_chance_max) {
            story.members.push_back({member, shares.window.remarks, shares.window.of});
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
    const SeenDays seen = see_days(input, *last);
    std::vector<Window> windows;
    std::vector<Test> tests;
    std::vector<double> p_values;
    for (const int length : window_lengths) {
        windows.push_back(count_window(seen, WindowDays(length), input.reasons.size()));
        const Window& window = windows.back();
        const DayVariation variation{pool_over_dispersion(window.baseline), static_cast<double>(length)};
        for (std::size_t reason = 0; reason < input.reasons.size(); ++reason) {
            tests.push_back({windows.size() - 1, static_cast<std::uint16_t>(reason)});
            p_values.push_back(mix_rise_p(window.window_share(reason), window.baseline_share(reason), variation));
        }
    }
    const std::vector<double> adjusted = adjust_p_values(p_values, p_values.size());
    std::vector<Story> stories;
    for (std::size_t index = 0; index < tests.size(); ++index) {
        const Test& test = tests[index];
        const Window& window = windows[test.window];
        if (adjusted[index] > false_discovery_rate || window.remarks[test.reason] < remarks_min ||
            window.breadth[test.reason] < breadth_min) {
            continue;
        }
        Story story = tell(seen, window, test.reason, *last, p_values[index]);
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
