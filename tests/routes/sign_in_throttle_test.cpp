#include "server/routes/sign_in_throttle.hpp"

#include <gtest/gtest.h>

namespace tillnote::routes {
namespace {

using namespace std::chrono_literals;

class Throttle : public ::testing::Test {
protected:
    /// How often `take` goes through until it is refused.
    static int count(const auto& take, int most = 1'000) {
        int done = 0;
        while (done < most && !take()) {
            ++done;
        }
        return done;
    }
    int tries(const std::string& account, const std::string& address, int most = 1'000) {
        return count([&] { return throttle.take(account, address, now); }, most);
    }

    Instant now{std::chrono::seconds(1'800'000'000)};
    SignInThrottle throttle;
};

TEST_F(Throttle, LetsOneAddressTryAnAccountTenTimesAndThenOnceAMinute) {
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 10);
    const auto wait = throttle.take("m@x.example", "192.0.2.1", now);
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, 60s);
    now += *wait;
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 1);
    now += 24h;
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 10) << "never more than there were at first";
}

TEST_F(Throttle, SlowsAnAddressThatTriesManyAccounts) {
    int done = 0;
    for (int account = 0; account < 100; ++account) {
        done += tries(std::to_string(account) + "@x.example", "192.0.2.1", 1);
    }
    EXPECT_EQ(done, 40);
    EXPECT_EQ(tries("m@x.example", "192.0.2.2"), 10) << "others go on";
}

TEST_F(Throttle, SlowsStrangersFromManyAddressesAndLetsTheOwnerIn) {
    EXPECT_FALSE(throttle.take("m@x.example", "198.51.100.7", now));
    throttle.succeed("m@x.example", "198.51.100.7", 1, now);
    int strangers = 0;
    for (int host = 0; host < 200; ++host) {
        strangers += tries("m@x.example", "192.0.2." + std::to_string(host), 1);
    }
    EXPECT_EQ(strangers, 20);
    EXPECT_TRUE(throttle.take("m@x.example", "203.0.113.9", now)) << "somebody new has to wait";
    EXPECT_EQ(tries("m@x.example", "198.51.100.7"), 10) << "the usual desk does not";
}

TEST_F(Throttle, KnowsADeskItWasTold) {
    throttle.know("m@x.example", "2001:db8::7");
    for (int host = 0; host < 20; ++host) {
        EXPECT_EQ(tries("m@x.example", "192.0.2." + std::to_string(host), 1), 1);
    }
    EXPECT_TRUE(throttle.take("m@x.example", "203.0.113.9", now));
    EXPECT_EQ(tries("m@x.example", "2001:db8::8"), 10) << "of the same network";
}

TEST_F(Throttle, CountsTheSetUpTokenByAddressAlone) {
    const auto set_ups = [&](const std::string& address) {
        return count([&] { return throttle.take_set_up(address, now); });
    };
    for (int host = 0; host < 100; ++host) {
        EXPECT_EQ(set_ups("192.0.2." + std::to_string(host)), 10);
    }
    EXPECT_EQ(set_ups("198.51.100.7"), 10) << "strangers keep nobody out";
    now += 60s;
    EXPECT_EQ(set_ups("192.0.2.1"), 1);
}

TEST_F(Throttle, AProxysWordBeginsThirtySignInsOfAPersonAndThenOneAMinute) {
    const auto words = [&](const std::string& person) { return count([&] { return throttle.take_word(person, now); }); };
    EXPECT_EQ(words("m@x.example"), 30);
    EXPECT_EQ(words("other@x.example"), 30);
    now += 60s;
    EXPECT_EQ(words("m@x.example"), 1);
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 10) << "passwords are counted apart";
}

TEST_F(Throttle, ARightTryCostsNothing) {
    for (int round = 0; round < 200; ++round) {
        ASSERT_FALSE(throttle.take("m@x.example", "192.0.2.1", now)) << round;
        throttle.succeed("m@x.example", "192.0.2.1", 1, now);
    }
}

TEST_F(Throttle, CountsAnIpv6NetworkAsOneHousehold) {
    EXPECT_EQ(tries("m@x.example", "2001:db8::1"), 10);
    EXPECT_EQ(tries("m@x.example", "2001:db8::2"), 0);
}

TEST_F(Throttle, SendsFewMailsForOneAddress) {
    int sent = 0;
    while (!throttle.take_mail("192.0.2.1", now)) {
        ++sent;
    }
    EXPECT_EQ(sent, 5);
    now += 5min;
    EXPECT_FALSE(throttle.take_mail("192.0.2.1", now));
}

TEST_F(Throttle, AClockThatGoesBackGivesNothingAway) {
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 10);
    now -= 1h;
    EXPECT_EQ(tries("m@x.example", "192.0.2.1"), 0);
}

}  // namespace
}  // namespace tillnote::routes
