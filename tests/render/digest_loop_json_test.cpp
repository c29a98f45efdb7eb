#include "server/render/digest_loop_json.hpp"

#include "schema/time_text.hpp"
#include "tests/render/sample_loop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

TEST(DigestLoopJson, WritesAnAlertToTheSecondAndWithoutALane) {
    const auto alerts = alerts_json(samples::actions().alerts);
    EXPECT_EQ(alerts.dump(),
              R"([{"alert_id":"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d10","reason":"401","label":"Expired/spoiled","remarks":2,)"
              R"("raised_at":"2026-11-17T23:12:12.000Z","acknowledged_at":null,"reply":"","first_tapped_at":null}])");
}

TEST(DigestLoopJson, WritesSharesToATenthOfAPercentAndNullBelowThirty) {
    const auto goals = goals_json(samples::goals().goals);
    EXPECT_EQ(goals[0]["share"], 0.043);
    EXPECT_EQ(goals[0]["low"], 0.033);
    EXPECT_EQ(goals[1]["share"], nullptr);
    EXPECT_EQ(goals[4]["verdict"], "cannot_tell");
}

TEST(DigestLoopJson, WritesBeforeAndAfterOnlyWhereItIsKnown) {
    const auto events = events_json(samples::goals().events);
    EXPECT_EQ(events[0]["before_after"], nullptr);
    EXPECT_EQ(events[0]["reason"], "604");
    EXPECT_EQ(events[1]["before_after"]["of_after"], 815);
    EXPECT_EQ(events[2]["reason"], nullptr);
}

TEST(DigestLoopJson, CountsTheDaysALineHasBeenOpen) {
    domain::ActionLine line;
    line.line_key = "reason:103";
    line.state = domain::ActionState::acknowledged;
    line.day = *parse_day("2026-11-11");
    domain::ActionLine done = line;
    done.state = domain::ActionState::done;
    done.reply = "Fresh daily.";
    const auto open = open_actions_json({line, done}, *parse_day("2026-11-17"));
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0]["days_open"], 6);
    EXPECT_EQ(open[0]["state"], "acknowledged");
    const auto closed = closed_actions_json({line, done}, *parse_day("2026-11-17"));
    ASSERT_EQ(closed.size(), 1u);
    EXPECT_EQ(closed[0]["reply"], "Fresh daily.");
}

}  // namespace
}  // namespace tillnote::render
