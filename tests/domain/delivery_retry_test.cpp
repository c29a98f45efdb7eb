#include "server/domain/delivery_retry.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant due = testing::instant(2026, 11, 25, 11, 45);

TEST(DeliveryRetry, WaitsLongerEachTimeAndThenAnHour) {
    const auto wait = [](int attempts) { return *find_next_attempt(attempts, due, due) - due; };
    EXPECT_EQ(wait(1), minutes{1});
    EXPECT_EQ(wait(2), minutes{5});
    EXPECT_EQ(wait(3), minutes{15});
    EXPECT_EQ(wait(4), minutes{30});
    EXPECT_EQ(wait(5), hours{1});
    EXPECT_EQ(wait(500), hours{1});
}

TEST(DeliveryRetry, GivesUpADayAfterItWasDue) {
    EXPECT_TRUE(find_next_attempt(20, due, due + hours{23}).has_value());
    EXPECT_FALSE(find_next_attempt(20, due, due + hours{23} + minutes{1}).has_value());
    EXPECT_FALSE(find_next_attempt(6, due, due + hours{24}).has_value());
}

TEST(DeliveryRetry, TriesAFewTimesHoweverLateTheFirstAttemptWas) {
    const Instant after_downtime = due + hours{60};
    for (int attempts = 1; attempts < delivery_attempts_min; ++attempts) {
        EXPECT_TRUE(find_next_attempt(attempts, due, after_downtime).has_value()) << attempts;
    }
    EXPECT_FALSE(find_next_attempt(delivery_attempts_min, due, after_downtime).has_value());
}

TEST(DeliveryRetry, SendsNoDigestAfterThreeDaysAndNoAlertAfterFourHours) {
    for (const DeliveryKind kind : {DeliveryKind::digest, DeliveryKind::district}) {
        EXPECT_FALSE(find_staleness(kind, due, due + hours{72}));
        EXPECT_TRUE(find_staleness(kind, due, due + hours{72} + minutes{1}));
    }
    EXPECT_FALSE(find_staleness(DeliveryKind::alert, due, due + hours{4}));
    EXPECT_TRUE(find_staleness(DeliveryKind::alert, due, due + hours{4} + minutes{1}));
    EXPECT_FALSE(find_staleness(DeliveryKind::account, due, due + hours{500}));
}

TEST(DeliveryRetry, ComesToAnEndWhateverHappens) {
    Instant now = due;
    int attempts = 1;
    while (const auto next = find_next_attempt(attempts, due, now)) {
        ASSERT_GT(*next, now);
        now = *next;
        ASSERT_LT(++attempts, 40);
    }
    EXPECT_GT(attempts, 20);
}

}  // namespace
}  // namespace tillnote::domain
