#include "lane-client/asking.hpp"

#include "tests/lane-client/forwarding_fixture.hpp"
#include "tests/lane-client/sample_ask.hpp"

namespace tillnote::lane::test {
namespace {

class AskingOnALane : public ForwardingTest {
protected:
    AskingOnALane() {
        catalog_.asks = {sample_ask(1)};
        rules_.catalog = &catalog_;
    }
    Asking::Lane lane() { return {rules_, token_, watched_}; }
    void start(const std::string& transaction) {
        begin(transaction);
        asking_.begin_transaction(lane(), now_);
    }
    void finish() {
        end();
        asking_.end_transaction();
    }
    void pass(std::chrono::milliseconds time) {
        clock_.pass(time);
        now_ += time;
        if (const auto due = asking_.due(); due && *due <= now_) {
            asking_.pass(lane(), now_);
        }
    }
    Uuid shown() { return asking_.shown().value().showing_id; }
    std::vector<Showing> delivered() {
        run();
        std::vector<Showing> all;
        for (const auto& [id, showing] : server_.shown) {
            all.push_back(showing);
        }
        return all;
    }
    bool decide(const Uuid& id, ShowingOutcome outcome, const std::optional<std::string>& answer = std::nullopt) {
        return asking_.decide(id, outcome, answer).has_value();
    }

    LaneCatalog catalog_;
    std::string token_ = "token-1";
    bool watched_ = true;
    double fraction_ = 0;
    Asking::Time now_{std::chrono::hours{1000}};
    Asking asking_{outbox_, clock_, [this] { return fraction_; }};
};

TEST_F(AskingOnALane, KeepsTheAnswerAndDeliversItOnce) {
    start("T-1");
    ASSERT_TRUE(asking_.shown().has_value());
    const Uuid id = shown();
    EXPECT_TRUE(delivered().empty()) << "nothing has come of it yet";
    EXPECT_TRUE(decide(id, ShowingOutcome::answered, "yes"));
    EXPECT_FALSE(asking_.shown().has_value());
    EXPECT_TRUE(decide(id, ShowingOutcome::answered, "yes")) << "an answer that got lost is said again";
    EXPECT_FALSE(decide(id, ShowingOutcome::answered, "no")) << "but nothing else";
    EXPECT_EQ(counts().showings, 1);
    const auto showings = delivered();
    ASSERT_EQ(showings.size(), 1U);
    EXPECT_EQ(showings[0].showing_id, id);
    EXPECT_EQ(showings[0].ask_id, catalog_.asks[0].ask_id);
    EXPECT_EQ(showings[0].outcome, ShowingOutcome::answered);
    EXPECT_EQ(showings[0].answer, "yes");
    EXPECT_TRUE(showings[0].with_transaction);
    EXPECT_FALSE(counts().anything_waiting());
}

TEST_F(AskingOnALane, TellsWhatWasNotAskedAndWhatWentAwayByItself) {
    start("T-1");
    EXPECT_TRUE(decide(shown(), ShowingOutcome::not_asked));
    start("T-2");
    pass(59s);
    EXPECT_TRUE(asking_.shown().has_value());
    pass(1s);
    EXPECT_FALSE(asking_.shown().has_value());
    start("T-3");
    finish();
    EXPECT_FALSE(asking_.shown().has_value());
    start("T-4");
    const Uuid fourth = shown();
    start("T-5");
    EXPECT_NE(shown(), fourth);
    EXPECT_FALSE(decide(fourth, ShowingOutcome::answered, "yes")) << "too late";
    int not_asked = 0;
    int expired = 0;
    for (const Showing& showing : delivered()) {
        not_asked += showing.outcome == ShowingOutcome::not_asked ? 1 : 0;
        expired += showing.outcome == ShowingOutcome::expired ? 1 : 0;
    }
    EXPECT_EQ(not_asked, 1);
    EXPECT_EQ(expired, 3);
}

TEST_F(AskingOnALane, AsksATransactionOnceHoweverOftenItBegins) {
    start("T-1");
    const Uuid id = shown();
    start("T-1");
    EXPECT_EQ(shown(), id);
    EXPECT_TRUE(decide(id, ShowingOutcome::answered, "no"));
    start("T-1");
    EXPECT_FALSE(asking_.shown().has_value());
    start("T-2");
    start("T-1");
    EXPECT_FALSE(asking_.shown().has_value()) << "taken up again after another";
}

TEST_F(AskingOnALane, AsksNothingWithoutADisplayAnEnrolmentOrARunningAsk) {
    watched_ = false;
    start("T-1");
    EXPECT_FALSE(asking_.shown().has_value());
    watched_ = true;
    token_.clear();
    start("T-2");
    EXPECT_FALSE(asking_.shown().has_value());
    token_ = "token-1";
    catalog_.asks[0].to = "2026-11-20";
    start("T-3");
    EXPECT_FALSE(asking_.shown().has_value());
    rules_.catalog = nullptr;
    start("T-4");
    EXPECT_FALSE(asking_.shown().has_value());
    EXPECT_TRUE(delivered().empty());
}

TEST_F(AskingOnALane, AsksTheDrawnShareOfTransactions) {
    catalog_.asks[0].one_in = 4;
    int asked = 0;
    for (int at = 0; at < 400; ++at) {
        start("T-" + std::to_string(at));
        asked += asking_.shown() ? 1 : 0;
        finish();
    }
    // 100 and five standard deviations either way.
    EXPECT_NEAR(asked, 100, 44);
    EXPECT_EQ(static_cast<int>(delivered().size()), asked);
}

TEST_F(AskingOnALane, RefusesAnAnswerThatTheAskDoesNotHave) {
    start("T-1");
    const Uuid id = shown();
    EXPECT_FALSE(decide(id, ShowingOutcome::answered, "perhaps"));
    EXPECT_EQ(shown(), id) << "still shown";
    EXPECT_FALSE(decide(first_enrolment, ShowingOutcome::not_asked)) << "no such showing";
}

TEST_F(AskingOnALane, CallsAShowingExpiredThatWasCutOffByAKill) {
    start("T-1");
    outbox_.close();
    Asking next(outbox_, clock_, [] { return 0.0; });
    next.begin_anew();
    EXPECT_FALSE(next.shown().has_value());
    const auto showings = delivered();
    ASSERT_EQ(showings.size(), 1U);
    EXPECT_EQ(showings[0].outcome, ShowingOutcome::expired);
}

TEST_F(AskingOnALane, AsksAtARandomTimeWhereThePosTellsNoTransactions) {
    fraction_ = 0.5;
    asking_.note_tap(lane(), now_);
    ASSERT_TRUE(asking_.due().has_value());
    EXPECT_EQ(*asking_.due(), now_ + 15min + 30s) << "half way between 1 and 30 minutes";
    pass(15min);
    EXPECT_FALSE(asking_.shown().has_value());
    pass(30s);
    ASSERT_TRUE(asking_.shown().has_value());
    EXPECT_TRUE(decide(shown(), ShowingOutcome::answered, "yes"));
    EXPECT_FALSE(delivered().at(0).with_transaction) << "a share of those shown only";
    EXPECT_EQ(asking_.due(), std::nullopt);
}

TEST_F(AskingOnALane, TakesOneCustomerForOneChance) {
    catalog_.asks[0].one_in = 40;
    fraction_ = 0.6;
    asking_.note_tap(lane(), now_);
    EXPECT_EQ(asking_.due(), std::nullopt) << "a customer stands for twenty, so one in two is followed by an ask";
    fraction_ = 0.4;
    now_ += 59s;
    asking_.note_tap(lane(), now_);
    EXPECT_EQ(asking_.due(), std::nullopt) << "still the same customer";
    now_ += 1s;
    asking_.note_tap(lane(), now_);
    EXPECT_TRUE(asking_.due().has_value());
}

TEST_F(AskingOnALane, LeavesRandomTimesToLanesWithoutTransactions) {
    asking_.note_tap(lane(), now_);
    ASSERT_TRUE(asking_.due().has_value());
    catalog_.asks[0].one_in = 1000;
    start("T-1");
    finish();
    EXPECT_EQ(asking_.due(), std::nullopt);
    catalog_.asks[0].one_in = 1;
    asking_.note_tap(lane(), now_ + 1h);
    EXPECT_EQ(asking_.due(), std::nullopt);
    asking_.note_tap(lane(), now_ + 3h);
    EXPECT_TRUE(asking_.due().has_value()) << "the POS has told none for two hours";
}

}  // namespace
}  // namespace tillnote::lane::test
