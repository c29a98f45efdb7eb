#include "server/routes/caller_limits.hpp"

#include "server/routes/secrets.hpp"
#include "tests/support/exposition.hpp"
#include "tests/support/running_service.hpp"

#include <gmock/gmock.h>

#include <map>

namespace tillnote {
namespace {

using namespace std::chrono_literals;
using routes::Admission;
using routes::CallerKind;
using routes::CallerLimits;
using test::bearer;
using test::RunningService;
using ::testing::HasSubstr;

const std::string guessing = "192.0.2.1";

class Callers : public ::testing::Test {
protected:
    int requests_of_lane(int lane, int most = 100'000) {
        int done = 0;
        while (done < most && limits.take_lane("oak-street", lane, now)) {
            ++done;
        }
        return done;
    }
    int requests_of(const Uuid& account) {
        int done = 0;
        while (done < 100'000 && limits.take_account(account, now)) {
            ++done;
        }
        return done;
    }
    int guesses(const std::string& address) {
        int done = 0;
        while (done < 100'000 && admits(address, "guess " + std::to_string(done))) {
            limits.turn_away("guess " + std::to_string(done), address, now);
            ++done;
        }
        return done;
    }

    bool admits(const std::string& address, const std::optional<std::string>& credential) {
        return limits.admit(address, credential, now) != Admission::refused;
    }

    Instant now{std::chrono::seconds(1'800'000'000)};
    std::map<CallerKind, int> refused;
    CallerLimits limits{{}, [this](CallerKind kind) { ++refused[kind]; }};
};

TEST_F(Callers, ALaneMayAskTwoThousandTimesASecondAndTwiceThatAtOnce) {
    EXPECT_EQ(requests_of_lane(4), 4'000);
    EXPECT_EQ(refused[CallerKind::lane], 1);
    EXPECT_EQ(requests_of_lane(5, 10), 10) << "others go on";
    EXPECT_TRUE(limits.take_lane("mill-road", 4, now)) << "also of that number in another store";
    now += 1s;
    EXPECT_EQ(requests_of_lane(4), 2'000);
}

TEST_F(Callers, APersonMayAskAHundredTimesASecondAndTenTimesThatAtOnce) {
    const auto account = test::fresh_id();
    EXPECT_EQ(requests_of(account), 1'000);
    EXPECT_EQ(refused[CallerKind::account], 1);
    EXPECT_TRUE(limits.take_account(test::fresh_id(), now));
    now += 1s;
    EXPECT_EQ(requests_of(account), 100);
}

TEST_F(Callers, StrangersOfOneAddressShareFiftyASecond) {
    int asked = 0;
    while (admits(guessing, std::nullopt)) {
        ++asked;
    }
    EXPECT_EQ(asked, 1'000);
    EXPECT_EQ(refused[CallerKind::address], 1);
    EXPECT_TRUE(admits("192.0.2.2", std::nullopt)) << "another address";
    EXPECT_FALSE(admits("::ffff:192.0.2.1", std::nullopt)) << "the same, written otherwise";
    now += 1s;
    EXPECT_EQ(guesses(guessing), 50);
}

TEST_F(Callers, AHundredTerminalsOfOneAddressMayAskToJoinAtOnceAndThenOneInSixSeconds) {
    const auto terminals = [&](const std::string& address) {
        int done = 0;
        while (done < 100'000 && limits.take_enrolment(address, now)) {
            ++done;
        }
        return done;
    };
    EXPECT_EQ(terminals("2001:db8::1"), 100);
    EXPECT_EQ(refused[CallerKind::enrolment], 1);
    EXPECT_EQ(terminals("2001:db8::2"), 0) << "one network";
    EXPECT_TRUE(admits("2001:db8::1", std::nullopt)) << "whoever polls there, or signs in";
    EXPECT_EQ(terminals("192.0.2.2"), 100) << "another address";
    now += 5s;
    EXPECT_EQ(terminals("2001:db8::1"), 0);
    now += 595s;
    EXPECT_EQ(terminals("2001:db8::1"), 100) << "no more than 200 while a code lives";
}

TEST_F(Callers, WhoWasWelcomeGoesOnBesideSomebodyWhoGuesses) {
    limits.welcome("the token of a lane", std::nullopt);
    EXPECT_EQ(guesses(guessing), 1'000);
    EXPECT_FALSE(admits(guessing, "a new token"));
    EXPECT_TRUE(admits(guessing, "the token of a lane"));
    limits.turn_away("the token of a lane", guessing, now);
    EXPECT_FALSE(admits(guessing, "the token of a lane")) << "revoked since";
}

TEST_F(Callers, WhoIsRightIsNotCountedForTheAddress) {
    for (int request = 0; request < 5'000; ++request) {
        const auto token = "token " + std::to_string(request);
        ASSERT_TRUE(admits(guessing, token)) << "a whole chain behind one address";
        limits.welcome(token, std::nullopt);
    }
}

TEST_F(Callers, WhoIsKnownIsCountedBeforeAnythingIsLookedUp) {
    const auto account = test::fresh_id();
    EXPECT_EQ(limits.admit(guessing, "a token", now), Admission::open) << "nobody knows yet whose it is";
    limits.welcome("a token", account);
    limits.welcome("another of the same person", account);
    for (int request = 0; request < 1'000; ++request) {
        ASSERT_EQ(limits.admit(guessing, request % 2 == 0 ? "a token" : "another of the same person", now),
                  Admission::counted);
    }
    EXPECT_FALSE(admits(guessing, "a token"));
    EXPECT_FALSE(admits(guessing, "another of the same person"));
    EXPECT_FALSE(limits.take_account(account, now)) << "nor with a third that is not known";
    EXPECT_EQ(refused[CallerKind::account], 3);
    EXPECT_EQ(refused[CallerKind::address], 0);
    EXPECT_TRUE(admits(guessing, "somebody else's"));
    limits.turn_away("a token", guessing, now);
    EXPECT_EQ(limits.admit(guessing, "a token", now), Admission::open) << "nobody's any more";
}

/// The same in front of the real listener, with figures small enough to meet.
class LimitedService : public ::testing::Test {
protected:
    double counted(const std::string& label) {
        test::RecordingClient scraper("http://127.0.0.1:" + std::to_string(running.service().metrics_port()),
                                      test::RecordingClient::Record::no);
        return test::parse_exposition(scraper.get("/metrics").body).sum("tillnote_limited_requests_total", label);
    }
    /// Asks until it is refused, at most `most` times; the refusal.
    static test::Answer ask_until_refused(const std::function<test::Answer()>& ask, int most) {
        test::Answer answer;
        for (int request = 0; request < most && answer.status != 429; ++request) {
            answer = ask();
        }
        EXPECT_EQ(answer.status, 429);
        EXPECT_EQ(answer.header("retry-after"), "10");
        return answer;
    }

    RunningService running{[](app::Config& config) {
        config.lane_requests_per_second = 2;
        config.account_requests_per_second = 1;
        config.stranger_requests_per_second = 1;
    }};
    test::RecordingClient client{running.url()};
};

TEST_F(LimitedService, TellsALaneToComeBackAndStoresWhatItSendsThen) {
    const auto token = running.lane_token("oak-street", 4);
    test::NoteMaker maker;
    int stored = 0;
    const auto refused = ask_until_refused(
        [&] {
            auto answer = client.post_json("/v1/notes", to_json(maker.request({maker.note("101")})), bearer(token));
            stored += answer.status == 200 ? 1 : 0;
            return answer;
        },
        1'000);
    EXPECT_THAT(refused.body, HasSubstr("/problems/too-many-requests"));
    EXPECT_GE(stored, 4);
    EXPECT_EQ(running.query("select count(*) from note"), std::to_string(stored)) << "what was refused is not stored";
    EXPECT_EQ(counted("limit=\"lane\""), 1);
    const auto other = client.get("/v1/catalog", bearer(running.lane_token("oak-street", 5)));
    EXPECT_EQ(other.status, 200) << "the lane beside it";
    const auto second = running.lane_token("oak-street", 4);
    ask_until_refused([&] { return client.get("/v1/catalog", bearer(second)); }, 1'000);
    EXPECT_EQ(counted("limit=\"lane\""), 2) << "a second token of the same lane is the same lane";
}

TEST_F(LimitedService, TellsAPersonToComeBackAndNobodyElse) {
    const auto token = running.bearer_of("manager");
    ask_until_refused([&] { return client.get("/v1/stores", bearer(token)); }, 1'000);
    EXPECT_EQ(client.get("/v1/stores", bearer(running.bearer_of("chain"))).status, 200);
    const auto second = running.bearer_of("manager");
    ask_until_refused([&] { return client.get("/v1/stores", bearer(second)); }, 10);
    EXPECT_EQ(counted("limit=\"account\""), 2) << "another session of the same person";
}

TEST_F(LimitedService, LooksNothingUpForWhoAsksTooOften) {
    bool refused_unseen = false;
    // One request a second is let through: where the machine was that slow, once more.
    for (int attempt = 0; attempt < 10 && !refused_unseen; ++attempt) {
        const auto token = bearer(running.bearer_of("manager"));
        ask_until_refused([&] { return client.get("/v1/stores", token); }, 1'000);
        running.query(
            "delete from session where account_id = (select account_id from account where email = "
            "'manager@test.example') returning 1");
        refused_unseen = client.get("/v1/stores", token).status == 429;
    }
    EXPECT_TRUE(refused_unseen) << "a look at the database would say 401";
}

TEST_F(LimitedService, ClosesAnAddressToStrangersOnly) {
    const auto known = running.bearer_of("manager");
    const auto lane = running.lane_token("oak-street", 4);
    ASSERT_EQ(client.get("/v1/stores", bearer(known)).status, 200);
    ASSERT_EQ(client.get("/v1/catalog", bearer(lane)).status, 200);
    const std::vector<std::function<test::Answer()>> strange{
        [&] { return client.get("/v1/stores", bearer(routes::make_secret())); },
        [&] { return client.get("/v1/catalog", bearer(routes::make_secret())); },
        [&] { return client.get("/v1/stores"); },
        [&] { return client.post_json("/v1/enrolments", R"({"device":"till"})"); },
        [&] { return client.post_json("/v1/sessions", R"({"email":"a@b.example","password":"x"})"); },
        [&] { return client.get("/"); },
    };
    for (const auto& ask : strange) {
        ask_until_refused(ask, 1'000);
    }
    EXPECT_THAT(ask_until_refused(strange.back(), 10).body, HasSubstr("<!DOCTYPE html>"));
    EXPECT_EQ(client.get("/livez").status, 200);
    EXPECT_EQ(client.get("/readyz").status, 200);
    EXPECT_EQ(client.get("/sign-in").status, 200) << "answered from memory";
    EXPECT_EQ(client.get("/v1/stores", bearer(known)).status, 200) << "who was here before goes on";
    EXPECT_EQ(client.get("/v1/catalog", bearer(lane)).status, 200);
    EXPECT_EQ(counted("limit=\"address\""), 7);
}

TEST(ServiceByDefault, StoresOnlySoManyTerminalsThatAskToJoin) {
    RunningService running;
    test::RecordingClient client{running.url()};
    EXPECT_EQ(client.post_json("/v1/enrolments", "{}").status, 400) << "costs nothing";
    int started = 0;
    test::Answer answer;
    for (int terminal = 0; terminal < 200 && answer.status != 429; ++terminal) {
        answer = client.post_json("/v1/enrolments", R"({"device":"till"})");
        started += answer.status == 201 ? 1 : 0;
    }
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.header("retry-after"), "10");
    EXPECT_GE(started, 100);
    EXPECT_EQ(running.query("select count(*) from enrolment_request"), std::to_string(started));
    EXPECT_EQ(client.get("/v1/enrolments/" + test::fresh_id().to_string(), bearer("secret")).status, 404)
        << "those that wait go on asking";
    test::RecordingClient scraper("http://127.0.0.1:" + std::to_string(running.service().metrics_port()),
                                  test::RecordingClient::Record::no);
    EXPECT_EQ(
        test::parse_exposition(scraper.get("/metrics").body).sum("tillnote_limited_requests_total", "limit=\"enrolment\""),
        1);
}

TEST(ServiceByDefault, HoldsUpNoChainThatComesBackAtOnce) {
    RunningService running;
    test::RecordingClient client{running.url()};
    std::vector<std::string> tokens;
    for (int lane = 1; lane <= 20; ++lane) {
        tokens.push_back(running.lane_token("oak-street", lane));
    }
    int answered = 0;
    for (int request = 0; request < 2'000; ++request) {
        answered +=
            client.get("/v1/catalog", bearer(tokens.at(static_cast<std::size_t>(request) % tokens.size()))).status == 200;
    }
    EXPECT_EQ(answered, 2'000);
}

}  // namespace
}  // namespace tillnote
