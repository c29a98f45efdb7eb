#include "server/domain/goal_judgement.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tillnote::domain {
namespace {

GoalLine judged_by(const ShareEvidence& evidence, double target, bool at_most, bool ended) {
    GoalLine line;
    line.at_most = at_most;
    judge_goal(line, evidence, target, ended);
    return line;
}

GoalLine judged(ShareCounts counts, double target, bool at_most, bool ended) {
    return judged_by({counts, counts, 0, 0, 0, 0.0}, target, at_most, ended);
}

TEST(GoalJudgement, RunsUntilItsEndAndShowsProgressMeanwhile) {
    const GoalLine line = judged({12, 120}, 0.05, true, false);
    EXPECT_EQ(line.verdict, GoalVerdict::running);
    EXPECT_EQ(line.evidence.remarks, (ShareCounts{12, 120}));
    EXPECT_DOUBLE_EQ(line.target, 0.05);
    EXPECT_DOUBLE_EQ(line.share.value(), 0.1);
    EXPECT_NEAR(line.low.value(), 0.0528, 0.0001);
    EXPECT_NEAR(line.high.value(), 0.1682, 0.0001);
}

TEST(GoalJudgement, IsMetOrNotMetOnlyBeyondChance) {
    EXPECT_EQ(judged({20, 400}, 0.10, true, true).verdict, GoalVerdict::met);
    EXPECT_EQ(judged({61, 400}, 0.10, true, true).verdict, GoalVerdict::not_met);
    EXPECT_EQ(judged({38, 400}, 0.10, true, true).verdict, GoalVerdict::cannot_tell);
    EXPECT_EQ(judged({61, 400}, 0.10, false, true).verdict, GoalVerdict::met) << "a share to reach";
    EXPECT_EQ(judged({20, 400}, 0.10, false, true).verdict, GoalVerdict::not_met);
}

TEST(GoalJudgement, AgreesWithTheIntervalItShows) {
    for (int remarks = 0; remarks <= 60; ++remarks) {
        const GoalLine line = judged({remarks, 60}, 0.3, true, true);
        const bool outside = *line.low > 0.3 || *line.high < 0.3;
        EXPECT_EQ(line.verdict != GoalVerdict::cannot_tell, outside) << remarks;
        EXPECT_EQ(line.p_value < 0.05, outside) << remarks;
    }
}

TEST(GoalJudgement, AllowsForRepeatedTapsAndForDaysThatVary) {
    const ShareCounts said{90, 1200};
    EXPECT_EQ(judged(said, 0.06, true, true).verdict, GoalVerdict::not_met);
    const GoalLine repeated = judged_by({said, {58, 870}, 0, 0, 0, 0.0}, 0.06, true, true);
    EXPECT_EQ(repeated.verdict, GoalVerdict::cannot_tell) << "a third of it were the same customers again";
    EXPECT_DOUBLE_EQ(repeated.share.value(), 0.075) << "what is shown are the remarks";
    const GoalLine steady = judged_by({said, said, 51'429, 28, 0, 0.0}, 0.06, true, true);
    EXPECT_EQ(steady.verdict, GoalVerdict::not_met);
    const GoalLine varied = judged_by({said, said, 51'429, 28, 0, 0.5}, 0.06, true, true);
    EXPECT_EQ(varied.verdict, GoalVerdict::cannot_tell);
    EXPECT_LT(*varied.low, *steady.low);
    EXPECT_GT(*varied.high, *steady.high);
    EXPECT_GT(varied.p_value, steady.p_value);
}

TEST(GoalJudgement, CannotTellWhileNothingIsKnownOfHowDaysVary) {
    const GoalLine young = judged_by({{300, 400}, {300, 400}, 0, 7}, 0.1, true, true);
    EXPECT_EQ(young.verdict, GoalVerdict::cannot_tell);
    EXPECT_DOUBLE_EQ(young.share.value(), 0.75);
}

TEST(GoalJudgement, ShowsNoShareOutsideOfItsInterval) {
    const GoalLine noisy = judged_by({{60, 200}, {5, 120}, 0, 0, 0, 0.0}, 0.2, true, true);
    EXPECT_DOUBLE_EQ(noisy.share.value(), 0.3);
    EXPECT_DOUBLE_EQ(noisy.high.value(), 0.3) << "one customer's many taps are shown, and judged as one";
    EXPECT_EQ(noisy.verdict, GoalVerdict::cannot_tell);
}

TEST(GoalJudgement, CannotTellFromFewRemarks) {
    const GoalLine few = judged({0, 29}, 0.5, true, true);
    EXPECT_EQ(few.verdict, GoalVerdict::cannot_tell);
    EXPECT_FALSE(few.share);
    EXPECT_EQ(judged({0, 30}, 0.5, true, true).verdict, GoalVerdict::met);
    EXPECT_EQ(judged({0, 0}, 0.5, true, true).verdict, GoalVerdict::cannot_tell);
    EXPECT_THROW(judged({1, 0}, 0.5, true, true), std::logic_error);
}

}  // namespace
}  // namespace tillnote::domain
