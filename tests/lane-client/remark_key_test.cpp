#include "lane-client/remark_key.hpp"
#include "tests/lane-client/lane_fixture.hpp"

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t cutoff_at_four = 240;

class RemarkKey : public ::testing::Test {
protected:
    std::string take(const std::optional<std::string>& transaction = std::nullopt) {
        return take_remark_key(memory_, transaction, clock_.now(), cutoff_at_four);
    }
    FakeClock clock_;
    LaneMemory memory_;
};

TEST_F(RemarkKey, HasAFormTheServerTakes) {
    EXPECT_TRUE(is_remark_key(take()));
    EXPECT_TRUE(is_remark_key(take("T-1")));
    EXPECT_EQ(take("T-1").size(), 32U);
    EXPECT_EQ(take().size(), 32U);
}

TEST_F(RemarkKey, StaysForOneTransactionAndDiffersForAnother) {
    const std::string first = take("T-1");
    clock_.pass(3h);
    EXPECT_EQ(take("T-1"), first);
    EXPECT_NE(take("T-2"), first);
}

TEST_F(RemarkKey, ChangesForTheSameTransactionOnTheNextBusinessDay) {
    const std::string evening = take("T-1");
    clock_.pass(8h);
    EXPECT_EQ(take("T-1"), evening) << "half past three in the morning is the same business day";
    clock_.pass(1h);
    EXPECT_NE(take("T-1"), evening) << "half past four is the next one";
}

TEST_F(RemarkKey, CannotBeMadeAgainOnAnotherLane) {
    LaneMemory other;
    EXPECT_NE(take("T-1"), take_remark_key(other, "T-1", clock_.now(), cutoff_at_four));
}

TEST_F(RemarkKey, WithoutATransactionLivesSixtySecondsFromItsFirstTap) {
    const std::string first = take();
    clock_.pass(40s);
    EXPECT_EQ(take(), first);
    clock_.pass(19999ms);
    EXPECT_EQ(take(), first);
    clock_.pass(1ms);
    EXPECT_NE(take(), first);
}

TEST_F(RemarkKey, WithoutATransactionEndsWithAReboot) {
    const std::string first = take();
    clock_.reboot();
    EXPECT_NE(take(), first);
}

TEST_F(RemarkKey, WithATransactionLeavesTheOtherCustomersKeyAlone) {
    const std::string first = take();
    static_cast<void>(take("T-1"));
    EXPECT_EQ(take(), first);
}

TEST_F(RemarkKey, CutsTheBusinessDayByTheTerminalsOwnWallClock) {
    EXPECT_EQ(terminal_business_day(clock_.now(), cutoff_at_four), "2026-11-21");
    clock_.pass(8h + 29min);
    EXPECT_EQ(terminal_business_day(clock_.now(), cutoff_at_four), "2026-11-21");
    clock_.pass(1min);
    EXPECT_EQ(terminal_business_day(clock_.now(), cutoff_at_four), "2026-11-22");
}

TEST_F(RemarkKey, IsTheSameForEveryReasonOfOneCustomerInTheOutbox) {
    TemporaryFolder folder;
    OutboxKeeper outbox(folder.path() / "outbox.db", clock_);
    for (const char* reason : {"101", "102"}) {
        ASSERT_TRUE(outbox.use([&](Outbox& open) -> Result<void> {
            auto done = tap(open, clock_, {reason, std::nullopt, std::nullopt, Source::script}, {});
            return done ? Result<void>{} : Result<void>(done.error());
        }));
        outbox.close();
        clock_.pass(20s);
    }
    ASSERT_TRUE(outbox.use([&](Outbox& open) -> Result<void> {
        const auto notes = open.last_notes(2).value();
        EXPECT_EQ(notes.at(0).note.remark_key, notes.at(1).note.remark_key);
        return {};
    }));
}

}  // namespace
}  // namespace tillnote::lane::test
