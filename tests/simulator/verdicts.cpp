#include "server/domain/before_after.hpp"
#include "server/domain/goal_judgement.hpp"
#include "server/domain/share_evidence.hpp"
#include "tests/simulator/measurements.hpp"
#include "tests/support/grocery_catalog.hpp"

namespace tillnote::simulator {
namespace {

constexpr int compared_days = domain::event_compared_days;
constexpr int days_drawn = domain::digest_window_days;
constexpr double share_min = 0.02;
constexpr double chance_max = 0.05;

/// Of the last four weeks of `days`, against a target.
domain::GoalLine judge(const std::vector<domain::WindowDay>& days, const Catalog& catalog, const std::string& reason,
                       double target) {
    domain::Goal goal;
    goal.aim.reason = reason;
    goal.last_day = days.back().day;
    goal.first_day = domain::add_days(goal.last_day, 1 - compared_days);
    domain::GoalLine line;
    domain::judge_goal(line, domain::weigh_goal(goal, days, catalog), target, true);
    return line;
}

domain::BeforeAfter compare(const std::vector<domain::WindowDay>& days, const Catalog& catalog, const std::string& reason) {
    domain::Event event;
    event.aim.reason = reason;
    event.day = domain::add_days(days.back().day, 1 - compared_days);
    const auto evidence = domain::weigh_event(event, days, catalog).value();
    return domain::compare_periods(evidence.before, evidence.after);
}

/// A goal's target moves instead of the reason: the last four weeks stay as they are.
void add_reason(Verdicts& sums, const SimulatedStore& steady, const SimulatedStore& changed, std::size_t reason,
                double factor) {
    const std::string& code = steady.catalog().reasons[reason].code;
    const double target = steady.share_of(reason) / factor;
    const domain::GoalLine goal = judge(steady.days_from(0, days_drawn), steady.catalog(), code, target);
    sums.goals += goal.verdict != domain::GoalVerdict::cannot_tell ? 1 : 0;
    sums.goals_plain += domain::share_two_sided_p(goal.evidence.remarks, target) < chance_max ? 1 : 0;
    const domain::BeforeAfter both = compare(changed.days_from(0, days_drawn), steady.catalog(), code);
    sums.events += both.p_value <= chance_max ? 1 : 0;
    sums.events_plain += domain::mix_two_sided_p(both.after.remarks, both.before.remarks) <= chance_max ? 1 : 0;
}

}  // namespace

Verdicts measure_verdicts(const Scenario& scenario, double factor, int stores, std::uint64_t seed) {
    const Catalog catalog = test::grocery_catalog();
    Verdicts sums;
    int judged = 0;
    for (int index = 0; index < stores; ++index) {
        const std::uint64_t store_seed = seed + static_cast<std::uint64_t>(index);
        SimulatedStore steady(scenario, catalog, store_seed);
        steady.draw_days(days_drawn);
        for (std::size_t reason = 0; reason < catalog.reasons.size(); ++reason) {
            if (!domain::is_in_total(catalog.reasons[reason]) || steady.share_of(reason) < share_min) {
                continue;
            }
            ++judged;
            if (factor == 1) {
                add_reason(sums, steady, steady, reason, factor);
                continue;
            }
            SimulatedStore changed(scenario, catalog, store_seed);
            changed.change({reason, factor, days_drawn - compared_days});
            changed.draw_days(days_drawn);
            add_reason(sums, steady, changed, reason, factor);
        }
    }
    for (double* sum : {&sums.goals, &sums.events, &sums.goals_plain, &sums.events_plain}) {
        *sum /= judged;
    }
    return sums;
}

}  // namespace tillnote::simulator
