#include "server/http/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace tillnote::http {
namespace {

using namespace std::chrono_literals;

class Limiting : public testing::Test {
protected:
    /// Takes until it is refused; how many it got.
    int take_all(RateLimiter& limiter, const std::string& key, int most = 10'000) {
        int taken = 0;
        while (taken < most && !limiter.try_take(key, now)) {
            ++taken;
        }
        return taken;
    }

    static constexpr RateLimiter::Secret secret{1, 2, 3};
    RateLimiter::Moment now{1'800'000'000s};
};

TEST_F(Limiting, GivesTheBurstAtOnceAndThenOneEachInterval) {
    RateLimiter limiter({.burst = 10, .interval = 60s}, 100, secret);
    EXPECT_EQ(take_all(limiter, "a"), 10);
    EXPECT_EQ(limiter.wait_for("a", now), 60s);
    now += 59s;
    EXPECT_EQ(limiter.wait_for("a", now), 1s);
    EXPECT_EQ(take_all(limiter, "a"), 0);
    now += 1s;
    EXPECT_EQ(take_all(limiter, "a"), 1);
    now += 24h;
    EXPECT_EQ(take_all(limiter, "a"), 10) << "never more than the burst";
    EXPECT_EQ(take_all(limiter, "b"), 10) << "others are not touched";
}

TEST_F(Limiting, HoldsARateOfThousandsASecondExactly) {
    RateLimiter limiter({.burst = 4'000, .interval = 500us}, 100, secret);
    EXPECT_EQ(take_all(limiter, "a"), 4'000);
    int taken = 0;
    for (int step = 0; step < 100'000; ++step) {
        now += 100us;
        taken += limiter.try_take("a", now) ? 0 : 1;
    }
    EXPECT_EQ(taken, 20'000) << "ten seconds of two thousand";
}

TEST_F(Limiting, GivesBackWhatWasTakenAndNoMore) {
    RateLimiter limiter({.burst = 10, .interval = 60s}, 100, secret);
    EXPECT_EQ(take_all(limiter, "a"), 10);
    limiter.give_back("a", 3, now);
    EXPECT_EQ(take_all(limiter, "a"), 3);
    limiter.give_back("a", 1'000, now);
    EXPECT_EQ(take_all(limiter, "a"), 10);
    limiter.give_back("never seen", 5, now);
    EXPECT_EQ(take_all(limiter, "never seen"), 10);
}

TEST_F(Limiting, OwesNoMoreThanTheBurstHoweverOftenItIsTaken) {
    RateLimiter limiter({.burst = 2, .interval = 10s}, 100, secret);
    for (int time = 0; time < 1'000; ++time) {
        limiter.take("a", now);
    }
    EXPECT_EQ(limiter.wait_for("a", now), 10s);
    now += 10s;
    EXPECT_EQ(take_all(limiter, "a"), 1);
}

TEST_F(Limiting, AClockThatGoesBackGivesNothingAwayAndLocksNobodyOut) {
    RateLimiter limiter({.burst = 10, .interval = 60s}, 100, secret);
    EXPECT_EQ(take_all(limiter, "a"), 10);
    now -= 24h * 365;
    EXPECT_EQ(take_all(limiter, "a"), 0);
    EXPECT_EQ(limiter.wait_for("a", now), 60s);
}

TEST_F(Limiting, AgreesWithBucketsThatAreNeverForgotten) {
    RateLimiter limiter({.burst = 5, .interval = 7ms}, 1'024, secret);
    std::map<std::string, std::pair<double, RateLimiter::Moment>> buckets;
    std::mt19937 random(7);  // the same every time
    for (int step = 0; step < 50'000; ++step) {
        now += std::chrono::milliseconds(random() % 3);
        const auto key = std::to_string(random() % 50);
        auto& [tokens, at] = buckets.try_emplace(key, 5.0, now).first->second;
        tokens = std::min(5.0, tokens + std::chrono::duration<double, std::milli>(now - at).count() / 7);
        at = now;
        const bool allowed = tokens > 1 - 1e-6;
        tokens -= allowed ? 1 : 0;
        ASSERT_EQ(!limiter.try_take(key, now).has_value(), allowed) << step;
    }
}

TEST_F(Limiting, DoesNotForgetABusyKeyForManyThatAskOnce) {
    RateLimiter limiter({.burst = 100, .interval = 60s}, 256, secret);
    std::vector<std::string> busy;
    for (int key = 0; key < 20; ++key) {
        busy.push_back("busy " + std::to_string(key));
        ASSERT_EQ(take_all(limiter, busy.back()), 100);
    }
    for (int key = 0; key < 100'000; ++key) {
        EXPECT_FALSE(limiter.try_take(std::to_string(key), now)) << "a new key is never refused";
    }
    for (const auto& key : busy) {
        EXPECT_EQ(limiter.wait_for(key, now), 60s) << key;
    }
}

TEST_F(Limiting, ForgetsFirstWhoWaitsForNothing) {
    RateLimiter limiter({.burst = 3, .interval = 1s}, 8, secret);
    for (int key = 0; key < 8; ++key) {
        EXPECT_EQ(take_all(limiter, "early " + std::to_string(key)), 3);
    }
    now += 10s;
    for (int key = 0; key < 8; ++key) {
        EXPECT_EQ(take_all(limiter, "late " + std::to_string(key)), 3);
    }
    for (int key = 0; key < 8; ++key) {
        EXPECT_EQ(limiter.wait_for("late " + std::to_string(key), now), 1s) << key;
    }
}

TEST_F(Limiting, SharesPlacesByTheSecretAlone) {
    const auto survivors = [this](const RateLimiter::Secret& key) {
        RateLimiter limiter({.burst = 3, .interval = 1s}, 64, key);
        std::string kept;
        for (int number = 0; number < 1'000; ++number) {
            limiter.take(std::to_string(number), now);
            limiter.take(std::to_string(number), now);
        }
        for (int number = 0; number < 1'000; ++number) {
            kept +=
                limiter.try_take(std::to_string(number), now) || limiter.try_take(std::to_string(number), now) ? 'x' : '.';
        }
        return kept;
    };
    EXPECT_EQ(survivors({1}), survivors({1})) << "the same keys go each time";
    EXPECT_NE(survivors({1}), survivors({2}));
    EXPECT_NE(RateLimiter::make_secret(), RateLimiter::make_secret());
}

TEST_F(Limiting, RefusesARateThatIsNone) {
    EXPECT_THROW(RateLimiter({.burst = 0, .interval = 1s}, 8), std::logic_error);
    EXPECT_THROW(RateLimiter({.burst = 1, .interval = 0s}, 8), std::logic_error);
}

}  // namespace
}  // namespace tillnote::http
