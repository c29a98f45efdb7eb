#include "server/domain/alert.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 15h;

UrgentNote note(std::chrono::milliseconds received_ago, std::chrono::milliseconds tapped_before = 0ms) {
    return {Uuid{}, "401", now - received_ago - tapped_before, now - received_ago};
}

TEST(AlertPlan, WaitsTwelveSecondsFromArrival) {
    EXPECT_THAT(plan_alerts({note(11'999ms)}, now).due, IsEmpty());
    EXPECT_EQ(plan_alerts({note(11'999ms)}, now).next_due_at, now + 1ms);
    EXPECT_THAT(plan_alerts({note(12s)}, now).due, ElementsAre(note(12s)));
    EXPECT_EQ(plan_alerts({note(12s)}, now).next_due_at, std::nullopt);
    EXPECT_EQ(plan_alerts({}, now).next_due_at, std::nullopt);
}

TEST(AlertPlan, NamesTheEarliestOfThoseThatWait) {
    const auto plan = plan_alerts({note(3s), note(20s), note(7s), note(5s)}, now);
    EXPECT_THAT(plan.due, ElementsAre(note(20s)));
    EXPECT_EQ(plan.next_due_at, now + 5s);
}

TEST(AlertPlan, LeavesATapOlderThanFourHoursAtArrivalToTheDigest) {
    EXPECT_THAT(plan_alerts({note(20s, 4h)}, now).due, ElementsAre(note(20s, 4h)));
    EXPECT_THAT(plan_alerts({note(20s, 4h + 1ms)}, now).due, IsEmpty());
    EXPECT_EQ(plan_alerts({note(1s, 4h + 1ms)}, now).next_due_at, std::nullopt);
}

TEST(AlertPlan, CountsWhatArrivedWhileTheServerWasDownUpToADay) {
    EXPECT_THAT(plan_alerts({note(24h)}, now).due, ElementsAre(note(24h)));
    EXPECT_THAT(plan_alerts({note(24h + 1ms)}, now).due, IsEmpty()) << "the digest has said it";
}

}  // namespace
}  // namespace tillnote::domain
