#include "tests/domain/simulated_districts.hpp"

#include "server/domain/business_day.hpp"
#include "tests/domain/comparison_building.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tillnote::domain::testing {
namespace {

constexpr int reasons = 30;
constexpr double eagerness_log_sd = 0.5;
constexpr double day_log_sd = 0.3;
constexpr int days_of_week = 7;
constexpr int lanes = 6;
constexpr int blocks = 8;
const Day monday = day(2026, 11, 16);
const Day sunday = day(2026, 8, 16);  ///< of a summer without holidays but Independence Day

/// One reason with the planted share, the others Zipf-like.
std::vector<double> shares(double planted) {
    std::vector<double> list{planted};
    double sum = 0;
    for (int rank = 1; rank < reasons; ++rank) {
        sum += 1.0 / rank;
    }
    for (int rank = 1; rank < reasons; ++rank) {
        list.push_back((1 - planted) / rank / sum);
    }
    return list;
}

/// Things said, each in one of so many cells; some are tapped three times.
HeardReason draw_heard(std::uint16_t reason, double mean, double repeated, int cells_there, std::mt19937_64& random) {
    std::set<int> cells;
    int remarks = 0;
    for (int things = std::poisson_distribution<>(mean)(random); things > 0; --things) {
        cells.insert(std::uniform_int_distribution<>(1, cells_there)(random));
        remarks += std::bernoulli_distribution(repeated)(random) ? 3 : 1;
    }
    return {reason, remarks, static_cast<int>(cells.size())};
}

/// The first store's remarks stay as many as they are: it is a share that grows, and not by more being told.
double raised_by(const Scenario& scenario, int reason) {
    return reason == 0 ? scenario.factor : (1 - scenario.factor * scenario.share) / (1 - scenario.share);
}

std::vector<Reason> drawn_reasons() {
    std::vector<Reason> list;
    for (int reason = 0; reason < reasons; ++reason) {
        list.push_back(reason_of(std::to_string(100 + reason), "store", "theme", Polarity::complaint));
    }
    return list;
}

}  // namespace

ComparisonInput draw_week(const Scenario& scenario, std::mt19937_64& random) {
    ComparisonInput input;
    input.range = name_range(monday, monday);
    const std::vector<double> of = shares(scenario.share);
    input.reasons = drawn_reasons();
    for (int store = 0; store < scenario.stores; ++store) {
        const double eager =
            store == 0 && scenario.factor != 1 ? 1.0 : std::lognormal_distribution<>(0, eagerness_log_sd)(random);
        ComparedDay week = heard_day(monday, {});
        week.lanes_heard = days_of_week * lanes;
        for (int reason = 0; reason < reasons; ++reason) {
            const double varied = scenario.over_dispersion > 0 ? std::gamma_distribution<>(1 / scenario.over_dispersion,
                                                                                           scenario.over_dispersion)(random)
                                                               : 1;
            const double raised = store == 0 ? raised_by(scenario, reason) : 1;
            const double mean = scenario.remarks * of[static_cast<std::size_t>(reason)] * eager * varied * raised;
            const double things = mean / (1 + 2 * scenario.repeated);
            const HeardReason heard = draw_heard(static_cast<std::uint16_t>(reason), things, scenario.repeated,
                                                 days_of_week * lanes * blocks, random);
            if (heard.remarks > 0) {
                week.heard.push_back(heard);
            }
        }
        input.members.push_back(member_of(std::to_string(store), {week}));
    }
    return input;
}

Outside draw_weeks(const Scenario& scenario, int weeks, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Outside counted;
    for (int week = 0; week < weeks; ++week) {
        const Comparison comparison = build_comparison(draw_week(scenario, random));
        for (const ComparisonRow& row : comparison.rows) {
            for (const ComparisonCell& cell : row.cells) {
                counted.cells += cell.reading.verdict != FunnelVerdict::too_little ? 1 : 0;
                counted.outside_95 += is_outside(cell.reading) ? 1 : 0;
                counted.outside_998 += cell.reading.outside_998 ? 1 : 0;
            }
        }
        counted.weeks_with_standout += comparison.standouts.empty() ? 0 : 1;
    }
    return counted;
}

Found find_planted(const Scenario& scenario, int runs) {
    std::mt19937_64 random(24);
    int outside = 0;
    int named = 0;
    for (int run = 0; run < runs; ++run) {
        const Comparison comparison = build_comparison(draw_week(scenario, random));
        outside += comparison.rows[0].cells[0].reading.verdict == FunnelVerdict::above ? 1 : 0;
        named += std::ranges::any_of(comparison.standouts, [](const Standout& at) { return at.row == 0 && at.member == 0; })
                     ? 1
                     : 0;
    }
    return {100.0 * outside / runs, 100.0 * named / runs};
}

ComparisonInput draw_story(const StoryScenario& scenario, std::mt19937_64& random) {
    constexpr double planted = 0.06;
    const std::vector<double> of = shares(planted);
    ComparisonInput input;
    input.range = range_holding(RangeKind::week, sunday);
    input.reasons = drawn_reasons();
    for (int store = 0; store < scenario.stores; ++store) {
        ComparedMember made = member_of(std::to_string(store), {});
        const double eager = std::lognormal_distribution<>(0, eagerness_log_sd)(random);
        for (int ago = story_days - 1; ago >= 0; --ago) {
            const double today =
                scenario.remarks / days_of_week * eager * std::lognormal_distribution<>(0, day_log_sd)(random);
            ComparedDay drawn = heard_day(add_days(sunday, -ago), {});
            drawn.lanes_heard = lanes;
            for (int reason = 0; reason < reasons; ++reason) {
                const bool risen = reason == 0 && store < scenario.risen && ago < scenario.days;
                const double mean = today * of[static_cast<std::size_t>(reason)] * (risen ? scenario.factor : 1);
                const HeardReason heard = draw_heard(static_cast<std::uint16_t>(reason), mean / (1 + 2 * scenario.repeated),
                                                     scenario.repeated, lanes * blocks, random);
                if (heard.remarks > 0) {
                    drawn.heard.push_back(heard);
                }
            }
            made.days.push_back(std::move(drawn));
        }
        input.members.push_back(std::move(made));
    }
    return input;
}

Told find_planted_stories(const StoryScenario& scenario, int runs, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    int planted = 0;
    int other = 0;
    int right = 0;
    int wrong = 0;
    for (int run = 0; run < runs; ++run) {
        const std::vector<Story> stories = find_stories(draw_story(scenario, random));
        other += std::ranges::any_of(stories, [](const Story& story) { return story.reason != 0; }) ? 1 : 0;
        for (const Story& story : stories) {
            if (story.reason == 0) {
                ++planted;
                const auto risen = std::ranges::count_if(story.members, [&](const StoryMember& member) {
                    return member.member < static_cast<std::size_t>(scenario.risen);
                });
                right += static_cast<int>(risen);
                wrong += static_cast<int>(std::ssize(story.members) - risen);
            }
        }
    }
    const double told = std::max(1, planted);
    return {100.0 * planted / runs, 100.0 * other / runs, right / told, wrong / told};
}

}  // namespace tillnote::domain::testing
