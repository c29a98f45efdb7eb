#include "server/domain/organisation.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;

Store oak_street() {
    Store store = testing::store_in("America/Chicago");
    store.opened_on = day(2024, 3, 1);
    return store;
}

TEST(Organisation, KeepsTheDistrictOfEveryPastDayWhenAStoreMoves) {
    const Store moved = move_store(oak_street(), "south", day(2026, 2, 1)).value();
    EXPECT_EQ(district_on(moved, day(2024, 3, 1)), "north");
    EXPECT_EQ(district_on(moved, day(2026, 1, 31)), "north");
    EXPECT_EQ(district_on(moved, day(2026, 2, 1)), "south");
    EXPECT_EQ(district_on(moved, day(2023, 1, 1)), "north") << "before its first day";
    EXPECT_EQ(moved.district, "south");
    const Store back = move_store(moved, "north", day(2026, 5, 1)).value();
    EXPECT_EQ(back.memberships.size(), 3U);
    EXPECT_EQ(district_on(back, day(2026, 4, 30)), "south");
}

TEST(Organisation, CorrectsAMoveOfTheSameDayAndOneThatLeadsNowhere) {
    const Store moved = move_store(oak_street(), "south", day(2026, 2, 1)).value();
    EXPECT_EQ(move_store(moved, "west", day(2026, 2, 1)).value().memberships,
              (std::vector<Membership>{{day(2024, 3, 1), "north"}, {day(2026, 2, 1), "west"}}));
    const Store undone = move_store(moved, "north", day(2026, 2, 1)).value();
    EXPECT_EQ(undone.memberships, (std::vector<Membership>{{day(2024, 3, 1), "north"}}));
    EXPECT_EQ(undone.district, "north");
    EXPECT_EQ(move_store(oak_street(), "south", day(2024, 3, 1)).value().memberships,
              (std::vector<Membership>{{day(2024, 3, 1), "south"}}))
        << "it never was in the north";
}

TEST(Organisation, LetsALaterMoveStand) {
    const Store planned = move_store(oak_street(), "south", day(2026, 6, 1)).value();
    const Store both = move_store(planned, "west", day(2026, 2, 1)).value();
    EXPECT_EQ(district_on(both, day(2026, 5, 31)), "west");
    EXPECT_EQ(district_on(both, day(2026, 6, 1)), "south");
    EXPECT_EQ(both.district, "south");
}

TEST(Organisation, RefusesAMoveBeforeTheStoreOpened) {
    const auto moved = move_store(oak_street(), "south", day(2024, 2, 29));
    ASSERT_TRUE(moved.has_error());
    EXPECT_EQ(moved.error().field, "on");
}

}  // namespace
}  // namespace tillnote::domain
