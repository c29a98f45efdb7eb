#include "server/domain/comparison_story.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/domain/false_discovery.hpp"
#include "server/domain/hearings.hpp"
#include "server/domain/holidays.hpp"
#include "server/domain/over_dispersion.hpp"
#include "server/domain/partial_conjunction.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

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

/// What a window looks at.
struct Looked {
    std::vector<bool> reasons;  ///< by index; one that came or went in between would move the shares of all others
    std::int64_t oldest_ago = story_days;  ///< no day before is a baseline
};

/// One day of one member as a window sees it.
struct SeenDay {
    const ComparedDay* day = nullptr;
    std::vector<int> hearings;  ///< by entry of day->heard; see hearings.hpp
    std::int64_t days_ago = 0;
    bool usable = false;  ///< as a baseline
};

/// What one member, or all of them together, told in one window and the days of its baseline.
class Window {
public:
    Window(WindowDays days, Looked looked)
        : days_(days),
          looked_(std::move(looked)),
          reasons_(looked_.reasons.size()),
          baseline_(looked_.reasons.size(), std::vector<int>(baseline_window_days)),
          of_by_day_(static_cast<std::size_t>(days.length())) {}

    void append(const SeenDay& seen) {
        const bool now = days_.in_window(seen.days_ago);
        if (!now && !is_baseline(seen)) {
            return;
        }
        for (std::size_t index = 0; index < seen.hearings.size(); ++index) {
            const HeardReason& heard = seen.day->heard[index];
            if (!looked_.reasons[heard.reason]) {
                continue;
            }
            Counts& counts = reasons_[heard.reason];
            (now ? counts.window : counts.baseline) += heard.remarks;
            (now ? of_ : baseline_of_) += heard.remarks;
            if (now) {
                counts.breadth += heard.breadth;
                counts.hearings += seen.hearings[index];
                of_by_day_[static_cast<std::size_t>(seen.days_ago)] += seen.hearings[index];
            } else {
                baseline_[heard.reason][days_.baseline_index(seen.days_ago)] += seen.hearings[index];
            }
        }
    }

    /// To be called once all days are there.
    void finish() {
        heard_of_ = std::accumulate(of_by_day_.begin(), of_by_day_.end(), 0);
        for (const std::vector<int>& by_day : baseline_) {
            baseline_heard_of_ += std::accumulate(by_day.begin(), by_day.end(), 0);
        }
        variation_ = {pool_over_dispersion(baseline_), equal_days()};
    }

    [[nodiscard]] const WindowDays& days() const { return days_; }
    [[nodiscard]] const Looked& looked() const { return looked_; }
    [[nodiscard]] bool is_baseline(const SeenDay& seen) const {
        return seen.usable && days_.in_baseline(seen.days_ago) && seen.days_ago <= looked_.oldest_ago;
    }
    [[nodiscard]] ShareCounts window_share(std::size_t reason) const { return {reasons_[reason].window, of_}; }
    [[nodiscard]] ShareCounts baseline_share(std::size_t reason) const { return {reasons_[reason].baseline, baseline_of_}; }
    [[nodiscard]] bool is_heard_enough(std::size_t reason) const {
        return reasons_[reason].window >= remarks_min && reasons_[reason].breadth >= breadth_min;
    }

    /// Of the hearings, one-sided; what days usually differ by is allowed for.
    [[nodiscard]] double rise_p(std::size_t reason) const {
        const std::vector<int>& by_day = baseline_[reason];
        return mix_rise_p({reasons_[reason].hearings, heard_of_},
                          {std::accumulate(by_day.begin(), by_day.end(), 0), baseline_heard_of_}, variation_);
    }

    std::vector<std::size_t> members;  ///< those with enough usable days; of all together

private:
    struct Counts {
        int window = 0;  ///< remarks
        int baseline = 0;
        int breadth = 0;   ///< in the window
        int hearings = 0;  ///< in the window
    };

    /// So many equally busy days vary as much as the window's.
    [[nodiscard]] double equal_days() const {
        double squares = 0;
        for (const double heard : of_by_day_) {
            squares += heard * heard;
        }
        const double sum = heard_of_;
        return squares > 0 ? sum * sum / squares : 1;
    }

    WindowDays days_;
    Looked looked_;
    std::vector<Counts> reasons_;
    std::vector<std::vector<int>> baseline_;  ///< hearings by reason and day
    std::vector<int> of_by_day_;              ///< hearings of the window
    int of_ = 0;
    int baseline_of_ = 0;
    int heard_of_ = 0;
    int baseline_heard_of_ = 0;
    DayVariation variation_;
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
    HearingTable table;
    SeenDays seen;
    for (const ComparedMember& member : input.members) {
        std::vector<SeenDay> days;
        for (const ComparedDay& day : member.days) {
            const std::int64_t ago = (until - std::chrono::sys_days{day.day}).count();
            if (ago >= 0 && ago < story_days) {
                const bool usable = day.open && is_complete(day);
                SeenDay& made =
                    days.emplace_back(SeenDay{&day, {}, ago, usable && !holidays[static_cast<std::size_t>(ago)]});
                made.hearings.reserve(day.heard.size());
                for (const HeardReason& heard : day.heard) {
                    made.hearings.push_back(table.count(heard.remarks, heard.breadth, day.lanes_heard));
                }
            }
        }
        seen.push_back(std::move(days));
    }
    return seen;
}

/// The reasons that could be tapped through window and baseline.
Looked look_at_steady(const ComparisonInput& input, Day last, const WindowDays& days) {
    Looked looked{std::vector<bool>(input.reasons.size()), story_days};
    const Day first = add_days(last, 1 - days.length() - guard_days - baseline_window_days);
    for (std::size_t reason = 0; reason < input.reasons.size(); ++reason) {
        looked.reasons[reason] = could_be_tapped(input, reason, first, last);
    }
    return looked;
}

/// `steady`, and a reason that has come in the baseline, since then; nothing where it could not be tapped in the window.
std::optional<Looked> look_at_newcomer(const ComparisonInput& input, std::size_t reason, Day last, const WindowDays& days,
                                       Looked steady) {
    if (!could_be_tapped(input, reason, add_days(last, 1 - days.length()), last)) {
        return std::nullopt;
    }
    steady.reasons[reason] = true;
    steady.oldest_ago = (std::chrono::sys_days{last} - std::chrono::sys_days{input.reason_dates[reason].valid_from}).count();
    return steady;
}

Window count_window(const SeenDays& seen, WindowDays days, Looked looked) {
    Window window(days, std::move(looked));
    for (std::size_t member = 0; member < seen.size(); ++member) {
        const auto usable = std::ranges::count_if(seen[member], [&](const SeenDay& day) { return window.is_baseline(day); });
        if (usable >= baseline_days_min) {
            window.members.push_back(member);
            std::ranges::for_each(seen[member], [&](const SeenDay& day) { window.append(day); });
        }
    }
    window.finish();
    return window;
}

/// As many members as must have risen, those whose own rise is the least likely; fewer than story_members_min are none.
std::vector<StoryMember> find_risen(const SeenDays& seen, const Window& window, std::uint16_t reason) {
    std::vector<StoryMember> members;
    std::vector<double> p_values;
    for (const std::size_t member : window.members) {
        Window own(window.days(), window.looked());
        std::ranges::for_each(seen[member], [&](const SeenDay& day) { own.append(day); });
        own.finish();
        const ShareCounts share = own.window_share(reason);
        members.push_back({member, share.remarks, share.of});
        p_values.push_back(own.is_heard_enough(reason) ? own.rise_p(reason) : 1);
    }
    std::vector<StoryMember> risen;
    for (const std::size_t index : find_conjunction(p_values, story_members_min, member_chance_max)) {
        risen.push_back(members[index]);
    }
    std::ranges::sort(risen, {}, &StoryMember::member);
    return risen;
}

Story tell(const Window& window, std::uint16_t reason, Day last, double p_value) {
    Story story;
    story.reason = reason;
    story.first_day = add_days(last, 1 - window.days().length());
    story.last_day = last;
    story.window = window.window_share(reason);
    story.baseline = window.baseline_share(reason);
    story.p_value = p_value;
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
        const WindowDays days(length);
        const Looked steady = look_at_steady(input, *last, days);
        const std::size_t of_steady = windows.size();
        windows.push_back(count_window(seen, days, steady));
        for (std::size_t reason = 0; reason < input.reasons.size(); ++reason) {
            std::size_t window = of_steady;
            if (!steady.reasons[reason]) {
                if (auto looked = look_at_newcomer(input, reason, *last, days, steady)) {
                    window = windows.size();
                    windows.push_back(count_window(seen, days, std::move(*looked)));
                }
            }
            tests.push_back({window, static_cast<std::uint16_t>(reason)});
            p_values.push_back(windows[window].members.empty() ? 1 : windows[window].rise_p(reason));
        }
    }
    const std::vector<double> adjusted = adjust_p_values(p_values, p_values.size());
    std::vector<Story> stories;
    for (std::size_t index = 0; index < tests.size(); ++index) {
        const Test& test = tests[index];
        const Window& window = windows[test.window];
        if (adjusted[index] > false_discovery_rate || !window.is_heard_enough(test.reason)) {
            continue;
        }
        Story story = tell(window, test.reason, *last, p_values[index]);
        story.members = find_risen(seen, window, test.reason);
        if (!story.members.empty()) {
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
