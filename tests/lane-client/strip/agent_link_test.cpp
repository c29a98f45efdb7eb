#include "lane-client/strip/agent_link.hpp"

#include "tests/lane-client/lane_fixture.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"
#include "tests/lane-client/strip/scripted_agent.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include <poll.h>

namespace tillnote::strip::test {
namespace {

class AgentLinkTest : public ::testing::Test {
protected:
    AgentLinkTest() : link_(AgentLink::open(folder_, events()).value()) {}

    AgentEvents events() {
        return {[this] { ++came_; }, [this] { ++went_; }, [this](LaneState state) { states_.push_back(std::move(state)); },
                [this](std::uint64_t number, AgentReply reply) { replies_.emplace_back(number, std::move(reply)); }};
    }
    /// Serves the link, as its owner does, until `condition` holds or ten seconds have passed.
    bool serve_until(const std::function<bool()>& condition) {
        return comes_true([&] {
            pollfd ready{link_.descriptor(), POLLIN, 0};
            if (::poll(&ready, 1, 0) > 0) {
                link_.serve();
            }
            return condition();
        });
    }
    void start_agent() { agent_ = std::make_unique<ScriptedAgent>(temporary_.path()); }
    void start_and_meet_agent() {
        start_agent();
        ASSERT_TRUE(serve_until([&] { return agent_->is_watched(); }));
    }
    static StripRequest tap(const std::string& reason) { return {.kind = StripRequest::Kind::tap, .code = reason}; }

    lane::test::TemporaryFolder temporary_;
    lane::StateFolder folder_ = lane::StateFolder::open(temporary_.path()).value();
    int came_ = 0;
    int went_ = 0;
    std::vector<LaneState> states_;
    std::vector<std::pair<std::uint64_t, AgentReply>> replies_;
    std::unique_ptr<ScriptedAgent> agent_;
    AgentLink link_;
};

TEST_F(AgentLinkTest, FindsAnAgentThatStartsLater) {
    start_and_meet_agent();
    EXPECT_EQ(came_, 1);
    ASSERT_EQ(states_.size(), 1U);
    EXPECT_EQ(states_[0].catalog_version, "c1");
}

TEST_F(AgentLinkTest, HearsOfEveryChangeWhileItWaits) {
    start_and_meet_agent();
    agent_->tell([](LaneState& state) { state.pending = 5; });
    ASSERT_TRUE(serve_until([&] { return states_.size() == 2; }));
    EXPECT_EQ(states_[1].pending, 5);
    ASSERT_TRUE(serve_until([&] { return agent_->is_watched(); }));
    agent_->tell([](LaneState& state) { state.refused = true; });
    ASSERT_TRUE(serve_until([&] { return states_.size() == 3; }));
    EXPECT_TRUE(states_[2].refused);
}

TEST_F(AgentLinkTest, TellsWhetherAsksAreSeenWhileItsWatchWaits) {
    start_and_meet_agent();
    EXPECT_FALSE(agent_->is_shown_asks());
    link_.show_asks(true);
    ASSERT_TRUE(serve_until([&] { return agent_->is_shown_asks() && states_.size() == 2; }));
    link_.show_asks(false);
    link_.show_asks(true);
    ASSERT_TRUE(serve_until([&] { return agent_->is_shown_asks() && states_.size() == 4; }));
    ASSERT_TRUE(serve_until([&] { return agent_->is_watched(); }));
    agent_->tell([](LaneState& state) { state.pending = 5; });
    ASSERT_TRUE(serve_until([&] { return states_.size() == 5; }));
    EXPECT_EQ(states_[4].pending, 5);
    agent_.reset();
    ASSERT_TRUE(serve_until([&] { return went_ == 1; }));
    start_agent();
    ASSERT_TRUE(serve_until([&] { return agent_->is_shown_asks(); })) << "the next agent is told, too";
}

TEST_F(AgentLinkTest, SleepsWhileNothingHappens) {
    start_and_meet_agent();
    const auto is_quiet = [&](int wait_ms) {
        pollfd ready{link_.descriptor(), POLLIN, 0};
        return ::poll(&ready, 1, wait_ms) == 0;
    };
    // What is left of connecting.
    ASSERT_TRUE(serve_until([&] { return is_quiet(0); }));
    EXPECT_TRUE(is_quiet(300));
}

TEST_F(AgentLinkTest, AnswersComeUnderTheirNumbersAndInOrder) {
    start_and_meet_agent();
    agent_->refuse("undo", "impossible-value");
    link_.ask(7, tap("101"));
    link_.ask(8, {.kind = StripRequest::Kind::undo, .id = Uuid{}});
    link_.ask(9, {.kind = StripRequest::Kind::catalog});
    ASSERT_TRUE(serve_until([&] { return replies_.size() == 3; }));
    EXPECT_EQ(replies_[0].first, 7U);
    EXPECT_TRUE(replies_[0].second.done);
    EXPECT_EQ(replies_[1].second.error, "impossible-value");
    EXPECT_EQ(replies_[2].second.catalog, make_sample_catalog());
    EXPECT_EQ(agent_->requests()[0]["reason"], "101");
}

TEST_F(AgentLinkTest, ATapDuringARestartReachesTheNextAgent) {
    start_and_meet_agent();
    agent_->ignore("tap");
    link_.ask(1, tap("101"));
    ASSERT_TRUE(serve_until([&] { return agent_->count("tap") == 1; }));
    agent_.reset();
    ASSERT_TRUE(serve_until([&] { return went_ == 1; }));
    EXPECT_TRUE(replies_.empty());
    start_agent();
    ASSERT_TRUE(serve_until([&] { return replies_.size() == 1; }));
    EXPECT_TRUE(replies_[0].second.done);
    EXPECT_EQ(agent_->count("tap"), 1U);
    ASSERT_TRUE(serve_until([&] { return came_ == 2; }));
}

TEST_F(AgentLinkTest, ATapThatNobodyAnswersHasFailedInTimeForTheRepeatFilter) {
    const auto begin = std::chrono::steady_clock::now();
    link_.ask(1, tap("101"));
    ASSERT_TRUE(serve_until([&] { return replies_.size() == 1; }));
    EXPECT_FALSE(replies_[0].second.done);
    EXPECT_EQ(replies_[0].second.error, "");
    EXPECT_GE(std::chrono::steady_clock::now() - begin, AgentLink::reply_patience);
    static_assert(AgentLink::reply_patience < std::chrono::seconds{5});
}

TEST_F(AgentLinkTest, AnAnswerThatComesTooLateIsNotTakenForTheNextOnes) {
    start_and_meet_agent();
    agent_->ignore("tap");
    link_.ask(1, tap("101"));
    ASSERT_TRUE(serve_until([&] { return replies_.size() == 1; }));
    EXPECT_FALSE(replies_[0].second.done);
    link_.ask(2, {.kind = StripRequest::Kind::catalog});
    ASSERT_TRUE(serve_until([&] { return replies_.size() == 2; }));
    EXPECT_EQ(replies_[1].first, 2U);
    EXPECT_TRUE(replies_[1].second.catalog);
}

}  // namespace
}  // namespace tillnote::strip::test
