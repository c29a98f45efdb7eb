#include "server/routes/known_addresses.hpp"

#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using test::RunningService;

/// Behind a proxy, so that a test can come from anywhere.
class AfterARestart : public ::testing::Test {
protected:
    int sign_in(const std::string& address, const std::string& password = RunningService::password) {
        test::RecordingClient client(running.url(), test::RecordingClient::Record::yes,
                                     {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", address}});
        return client
            .post_json("/v1/sessions", nlohmann::json{{"email", "manager@test.example"}, {"password", password}}.dump())
            .status;
    }
    void restart() {
        running.stop();
        running.start();
    }
    /// From so many addresses that nothing is left for one that is not known.
    void strangers_guess() {
        for (int host = 1; host <= 20; ++host) {
            EXPECT_EQ(sign_in("192.0.2." + std::to_string(host), "not this one at all"), 401) << host;
        }
        EXPECT_EQ(sign_in("203.0.113.9"), 429) << "somebody new";
    }

    RunningService running{[](app::Config& config) { config.proxy_addresses = {"127.0.0.1"}; }};
};

TEST_F(AfterARestart, TheOwnerAtTheUsualDeskSignsInWhileStrangersGuess) {
    ASSERT_EQ(sign_in("198.51.100.7"), 201);
    restart();
    strangers_guess();
    EXPECT_EQ(sign_in("198.51.100.7"), 201);
}

TEST_F(AfterARestart, WhereASignInWasRefusedOrIsLongAgoIsNoUsualDesk) {
    ASSERT_EQ(sign_in("198.51.100.7"), 201);
    ASSERT_EQ(sign_in("198.51.100.8", "not this one at all"), 401);
    running.query(
        "with old as (update audit_entry set recorded_at = recorded_at - interval '91 days' where outcome = 'done' "
        "returning 1) select count(*) from old");
    restart();
    strangers_guess();
    EXPECT_EQ(sign_in("198.51.100.7"), 429);
    EXPECT_EQ(sign_in("198.51.100.8"), 429);
}

TEST_F(AfterARestart, ALogThatCannotBeReadKeepsNobodyWaiting) {
    running.stop();
    running.query("revoke select on audit_entry from tillnote_web; select 1");
    running.start();
    EXPECT_EQ(sign_in("198.51.100.7"), 201);
}

}  // namespace
}  // namespace tillnote
