#include "server/domain/chain_watch.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using testing::instant;

const Instant now = instant(2026, 11, 16, 12);  // 06:00 in Chicago

/// Of one store, which closes on `closed_on`.
Directory directory_of(std::optional<Day> closed_on) {
    Store store = testing::store_in("America/Chicago");
    store.closed_on = closed_on;
    auto calendar = StoreCalendar::make(store).value();
    Directory directory;
    directory.stores.emplace(store.id, StoreEntry{store, {"north", "North"}, std::move(calendar)});
    return directory;
}

TEST(ChainWatch, TellsByTheStoresOwnDayWhetherItHasClosed) {
    const auto closed = [](Day on, Instant at) { return has_closed(directory_of(on).stores.at("oak-street"), at); };
    EXPECT_TRUE(closed(day(2026, 11, 16), now));
    EXPECT_FALSE(closed(day(2026, 11, 17), now)) << "it will";
    EXPECT_FALSE(closed(day(2026, 11, 16), instant(2026, 11, 16, 9))) << "03:00 there: the last day is not over";
    EXPECT_FALSE(has_closed(directory_of({}).stores.at("oak-street"), now));
}

TEST(ChainWatch, MissesASilentLaneOfAStoreThatHasNotClosed) {
    LaneStatus lane;
    lane.store = "oak-street";
    lane.enrolment_id = testing::uuid(1);
    EXPECT_TRUE(is_missed(lane, directory_of({}), now));
    EXPECT_FALSE(is_missed(lane, directory_of(day(2026, 11, 16)), now));
    EXPECT_TRUE(is_missed(lane, {}, now)) << "a store that was made between two reads";
    lane.last_heard_at = now;
    EXPECT_FALSE(is_missed(lane, directory_of({}), now));
}

TEST(ChainWatch, NamesOpenStoresWhoseDigestNobodyGets) {
    using Ids = std::vector<std::string>;
    Recipient recipient;
    recipient.store = "oak-street";
    const auto unread = [&](std::optional<Day> closed_on) {
        return list_unread_stores(std::vector{recipient}, directory_of(closed_on), now);
    };
    EXPECT_EQ(unread({}), Ids{});
    recipient.kind = DeliveryKind::alert;
    EXPECT_EQ(unread({}), Ids{"oak-street"});
    recipient.kind = DeliveryKind::digest;
    recipient.unsubscribed_at = now;
    EXPECT_EQ(unread({}), Ids{"oak-street"});
    EXPECT_EQ(unread(day(2026, 11, 16)), Ids{}) << "it has closed";
}

}  // namespace
}  // namespace tillnote::domain
