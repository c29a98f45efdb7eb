#include "lane-client/transactions.hpp"

#include "lane-client/outbox_salvage.hpp"
#include "tests/lane-client/lane_fixture.hpp"

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;

class Transactions : public LaneTest {
protected:
    std::string key_of(const std::string& reason, const std::optional<std::string>& transaction = std::nullopt) {
        static_cast<void>(try_tap({reason, transaction, std::nullopt, Source::key}).value());
        return notes().back().note.remark_key;
    }
    std::int64_t counted() {
        std::int64_t sum = 0;
        for (const StaffedHour& hour : unreported({Uuid{}})) {
            sum += hour.transactions;
        }
        return sum;
    }
};

TEST_F(Transactions, AreTakenByTapsThatNameNone) {
    begin("T-1");
    const std::string first = key_of("101");
    clock_.pass(90s);
    EXPECT_EQ(key_of("102"), first) << "no random key, which would live for 60 seconds only";
    EXPECT_EQ(key_of("103", "T-1"), first) << "the same transaction, said by the tap itself";
    EXPECT_NE(key_of("104", "T-2"), first) << "a tap's own transaction comes first";
    EXPECT_TRUE(notes().front().with_transaction);
}

TEST_F(Transactions, EndForTapsWithTheirEndAndWithTheNextBeginning) {
    begin("T-1");
    const std::string first = key_of("101");
    begin("T-2");
    const std::string second = key_of("101");
    EXPECT_NE(second, first);
    end();
    EXPECT_NE(key_of("101"), second);
    EXPECT_FALSE(notes().back().with_transaction);
}

TEST_F(Transactions, FilterRepeatsPerTransaction) {
    begin("T-1");
    const auto first = try_tap({"101", std::nullopt, std::nullopt, Source::key}).value();
    EXPECT_TRUE(try_tap({"101", std::nullopt, std::nullopt, Source::key}).value().repeat);
    begin("T-2");
    EXPECT_NE(try_tap({"101", std::nullopt, std::nullopt, Source::key}).value().note_id, first.note_id);
}

TEST_F(Transactions, CountOnceEach) {
    begin("T-1");
    EXPECT_EQ(counted(), 0) << "not over yet";
    end();
    EXPECT_EQ(counted(), 1);
    end();
    EXPECT_EQ(counted(), 1) << "an end without a beginning";
    begin("T-2");
    begin("T-2");
    begin("T-3");
    EXPECT_EQ(counted(), 2) << "said twice, T-2 has begun once; T-3 ends it";
}

TEST_F(Transactions, CountInTheHourInWhichTheyEnd) {
    begin("T-1");
    clock_.pass(40min);
    end();
    begin("T-2");
    end();
    begin("T-3");
    clock_.pass(60min);
    end();
    const auto hours = unreported({Uuid{}});
    ASSERT_EQ(hours.size(), 2U);
    EXPECT_EQ(hours[0].hour_start, parse_time("2026-11-22T02:00:00Z").value().instant);
    EXPECT_EQ(hours[0].transactions, 2);
    EXPECT_EQ(hours[1].hour_start, parse_time("2026-11-22T03:00:00Z").value().instant);
    EXPECT_EQ(hours[1].transactions, 1);
}

TEST_F(Transactions, SurviveThatTheFileIsOpenedAgain) {
    begin("T-1");
    const std::string key = key_of("101");
    outbox_.close();
    EXPECT_EQ(key_of("102"), key);
    outbox_.close();
    end();
    outbox_.close();
    EXPECT_EQ(counted(), 1);
}

TEST_F(Transactions, AreForgottenTwoHoursAfterAPosThatNeverEndedThem) {
    begin("T-1");
    clock_.pass(transaction_reach + 1s);
    static_cast<void>(key_of("101"));
    EXPECT_FALSE(notes().back().with_transaction);
    end();
    EXPECT_EQ(counted(), 0) << "who knows what has been rung up since";
}

TEST_F(Transactions, GoOnAfterAReboot) {
    begin("T-1");
    const std::string key = key_of("101");
    clock_.reboot();
    clock_.set_wall_on(3min);
    EXPECT_EQ(key_of("102"), key);
}

TEST_F(Transactions, AreKeptForTheNewestHoursOnly) {
    for (int hour = 0; hour < 60; ++hour) {
        begin("T-" + std::to_string(hour));
        end();
        clock_.pass(1h);
    }
    const auto hours = unreported({Uuid{}});
    ASSERT_EQ(hours.size(), 48U);
    EXPECT_EQ(hours.front().hour_start, parse_time("2026-11-22T13:00:00Z").value().instant);
}

TEST_F(Transactions, KeepCountingAfterAClockThatWasSetFarAhead) {
    clock_.set_wall_on(24h * 3650);
    for (int at = 0; at < 50; ++at) {
        begin("far-" + std::to_string(at));
        end();
        clock_.pass(1h);
    }
    clock_.set_wall_on(-24h * 3650);
    begin("near");
    end();
    EXPECT_EQ(unreported({Uuid{}}).back().hour_start, std::chrono::floor<std::chrono::hours>(clock_.now().wall));
}

TEST_F(Transactions, AreCopiedIntoTheFileThatReplacesADamagedOne) {
    begin("T-1");
    end();
    ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.empty_log(); }));
    outbox_.close();
    ASSERT_TRUE(salvage_outbox(folder_.path() / "outbox.db", nullptr, SalvageReason::corrupt, clock_.now().wall));
    EXPECT_EQ(counted(), 1);
}

TEST(CheckTransactionKey, RefusesWhatIsEmptyOrLong) {
    EXPECT_TRUE(check_transaction_key("4711"));
    EXPECT_TRUE(check_transaction_key(std::string(128, 'k')));
    EXPECT_FALSE(check_transaction_key(""));
    EXPECT_FALSE(check_transaction_key(std::string(129, 'k')));
}

}  // namespace
}  // namespace tillnote::lane::test
