#include "server/domain/goal_judgement.hpp"

#include "server/domain/proportion.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

GoalVerdict verdict_of(const GoalLine& line) {
    const bool under = line.high && *line.high < line.target;
    const bool over = line.low && *line.low > line.target;
    if (!line.evidence.over_dispersion || (!under && !over)) {
        return GoalVerdict::cannot_tell;
    }
    return under == line.at_most ? GoalVerdict::met : GoalVerdict::not_met;
}

}  // namespace

void judge_goal(GoalLine& line, const ShareEvidence& evidence, double target, bool ended) {
    line.evidence = evidence;
    line.target = target;
    line.p_value = share_two_sided_p(evidence.hearings, target, evidence.variation());
    line.share.reset();
    line.low.reset();
    line.high.reset();
    if (evidence.remarks.of >= share_remarks_min && evidence.hearings.of > 0) {
        const double share = static_cast<double>(evidence.remarks.remarks) / evidence.remarks.of;
        const Interval interval = share_interval_95(evidence.hearings, evidence.variation());
        line.share = share;
        line.low = std::min(share, interval.low);
        line.high = std::max(share, interval.high);
    }
    line.verdict = ended ? verdict_of(line) : GoalVerdict::running;
}

}  // namespace tillnote::domain
