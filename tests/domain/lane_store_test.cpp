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

}  // namespace
}  // namespace tillnote::domain
