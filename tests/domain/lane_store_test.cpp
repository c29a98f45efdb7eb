#include "server/domain/lane_store.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::uuid;

TEST(LaneIdentity, FindsItsCurrentAndEarlierEnrolmentsAndNoOther) {
    LaneIdentity identity;
    identity.current = {uuid(1), "oak-street", 4};
    identity.earlier.push_back({uuid(2), "elm-court", 2});
    identity.earlier.push_back({uuid(3), "elm-court", 3});
    EXPECT_EQ(identity.find_enrolment(uuid(1)), &identity.current);
    ASSERT_NE(identity.find_enrolment(uuid(3)), nullptr);
    EXPECT_EQ(identity.find_enrolment(uuid(3))->lane, 3);
    EXPECT_EQ(identity.find_enrolment(uuid(9)), nullptr);
}

TEST(LaneStatus, IsSilentWhenLetInAndNotHeardForADay) {
    const Instant now = testing::instant(2026, 11, 16, 12);
    LaneStatus lane;
    EXPECT_FALSE(is_silent(lane, now)) << "never let in";
    lane.enrolment_id = uuid(1);
    EXPECT_TRUE(is_silent(lane, now)) << "never heard";
    lane.last_heard_at = now - lane_silent_after;
    EXPECT_FALSE(is_silent(lane, now));
    lane.last_heard_at = now - lane_silent_after - std::chrono::milliseconds(1);
    EXPECT_TRUE(is_silent(lane, now));
    lane.revoked = true;
    EXPECT_FALSE(is_in_force(lane));
    EXPECT_FALSE(is_silent(lane, now)) << "nobody waits for it";
}

}  // namespace
}  // namespace tillnote::domain
