#include "server/domain/goal_judgement.hpp"

#include "server/domain/proportion.hpp"

namespace tillnote::domain {
namespace {

constexpr double chance_max = 0.05;  ///< what lies outside a central 95% interval

GoalVerdict verdict_of(const GoalLine& line, double p_value) {
    if (!line.share || p_value >= chance_max) {
        return GoalVerdict::cannot_tell;
    }
    return (*line.share < line.target) == line.at_most ? GoalVerdict::met : GoalVerdict::not_met;
}

}  // namespace

void judge_goal(GoalLine& line, ShareCounts counts, double target, bool ended) {
    const double p_value = share_two_sided_p(counts, target);
    line.remarks = counts.remarks;
    line.of = counts.of;
    line.target = target;
    line.share.reset();
    line.low.reset();
    line.high.reset();
    if (counts.of >= share_remarks_min) {
        const Interval interval = clopper_pearson_95(counts.remarks, counts.of);
        line.share = static_cast<double>(counts.remarks) / counts.of;
        line.low = interval.low;
        line.high = interval.high;
    }
    line.verdict = ended ? verdict_of(line, p_value) : GoalVerdict::running;
}

}  // namespace tillnote::domain
