#include "tests/lane-client/lane_fixture.hpp"

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;

class Tapping : public LaneTest {
protected:
    TapRequest with_transaction(const std::string& reason, const std::string& key) {
        return {reason, key, std::nullopt, Source::key};
    }
    TapRequest plain(const std::string& reason) { return {reason, std::nullopt, std::nullopt, Source::script}; }
};

TEST_F(Tapping, NumbersNotesFromOneWithoutAGap) {
    tap_note("101");
    tap_note("102");
    tap_note("103");
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 3U);
    EXPECT_EQ(stored[0].note.seq, 1);
    EXPECT_EQ(stored[1].note.seq, 2);
    EXPECT_EQ(stored[2].note.seq, 3);
}

TEST_F(Tapping, FixesEverythingTheServerNeedsWithTheTap) {
    rules_.enrolment = Uuid::parse("00000000-0000-4000-8000-0000000000e1").value();
    const Moment then = clock_.now();
    const Uuid id = tap_note("101");
    const auto stored = notes().at(0);
    EXPECT_EQ(stored.note.note_id, id);
    EXPECT_EQ(id.version(), 7);
    EXPECT_EQ(uuid_v7_time(id), then.wall.time_since_epoch());
    EXPECT_EQ(stored.note.tapped_at, then.wall);
    EXPECT_EQ(stored.note.utc_offset_minutes, -360);
    EXPECT_EQ(stored.note.mono, then.mono);
    EXPECT_EQ(stored.note.boot_id, then.boot_id);
    EXPECT_EQ(stored.enrolment, rules_.enrolment);
    EXPECT_EQ(stored.note.reason, "101");
    EXPECT_EQ(stored.note.source, Source::script);
}

TEST_F(Tapping, TakesTheSameReasonWithinFiveSecondsForTheSameTap) {
    const auto first = try_tap(plain("101")).value();
    clock_.pass(4999ms);
    const auto second = try_tap(plain("101")).value();
    EXPECT_TRUE(second.repeat);
    EXPECT_EQ(second.note_id, first.note_id);
    clock_.pass(1ms);
    const auto third = try_tap(plain("101")).value();
    EXPECT_FALSE(third.repeat);
    EXPECT_EQ(notes().size(), 2U);
}

TEST_F(Tapping, KeepsAnotherReasonOrAnotherTransactionWithinFiveSeconds) {
    EXPECT_FALSE(try_tap(plain("101")).value().repeat);
    EXPECT_FALSE(try_tap(plain("102")).value().repeat);
    EXPECT_FALSE(try_tap(with_transaction("101", "A")).value().repeat);
    EXPECT_FALSE(try_tap(with_transaction("101", "B")).value().repeat);
    EXPECT_TRUE(try_tap(with_transaction("101", "B")).value().repeat);
    EXPECT_TRUE(try_tap(plain("101")).value().repeat);
}

TEST_F(Tapping, CountsARepeatAfterAnUndoAsANewNote) {
    const auto first = try_tap(plain("101")).value();
    ASSERT_EQ(try_undo().value(), first.note_id);
    const auto second = try_tap(plain("101")).value();
    EXPECT_FALSE(second.repeat);
    EXPECT_NE(second.note_id, first.note_id);
}

TEST_F(Tapping, EndsTheRepeatFilterWithAReboot) {
    const auto first = try_tap(plain("101")).value();
    clock_.reboot();
    EXPECT_NE(try_tap(plain("101")).value().note_id, first.note_id);
}

TEST_F(Tapping, MeasuresTheRepeatFilterWithoutTheWallClock) {
    try_tap(plain("101")).value();
    clock_.set_wall_on(-24h * 365);
    EXPECT_TRUE(try_tap(plain("101")).value().repeat);
}

TEST_F(Tapping, KeepsIdsInOrderWhenTheClockStepsBack) {
    const Uuid first = tap_note("101");
    clock_.set_wall_on(-5min);
    const Uuid second = tap_note("102");
    const Uuid third = tap_note("103");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_EQ(notes().at(1).note.tapped_at, clock_.now().wall - 20s) << "the raw time is kept as the clock showed it";
}

TEST_F(Tapping, FollowsAClockThatWasCorrectedByHours) {
    tap_note("101");
    clock_.set_wall_on(-6h);
    const auto wall = clock_.now().wall.time_since_epoch();
    EXPECT_EQ(uuid_v7_time(tap_note("102")), wall);
}

TEST_F(Tapping, MakesNotesWithAClockBefore1970) {
    clock_.set_wall_on(-std::chrono::duration_cast<std::chrono::milliseconds>(24h * 365 * 80));
    EXPECT_EQ(uuid_v7_time(tap_note("101")), 0ms);
}

TEST_F(Tapping, MasksAddressesAndPhoneNumbersBeforeTheDisk) {
    static_cast<void>(try_tap({"101", std::nullopt, "call 312-555-0142 or ann@example.com", Source::script}).value());
    EXPECT_EQ(notes().at(0).note.comment, "call *** or ***");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        const auto content = read_small_file(entry.path()).value().value();
        EXPECT_EQ(content.find("555-0142"), std::string::npos) << entry.path();
        EXPECT_EQ(content.find("ann@"), std::string::npos) << entry.path();
    }
}

TEST_F(Tapping, UndoesTheLastNoteNotYetUndone) {
    const Uuid first = tap_note("101");
    const Uuid second = tap_note("102");
    EXPECT_EQ(try_undo().value(), second);
    EXPECT_EQ(try_undo().value(), first);
    const auto third = try_undo();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::impossible_value);
}

TEST_F(Tapping, UndoesNothingOlderThanTenMinutes) {
    tap_note("101");
    clock_.pass(9min + 50s);
    EXPECT_TRUE(try_undo());
    tap_note("102");
    clock_.pass(10min);
    EXPECT_FALSE(try_undo());
}

TEST_F(Tapping, AnswersTheSameUndoTwiceWithTheSameNote) {
    tap_note("101");
    tap_note("102");
    const Uuid undo_id = Uuid::parse("00000000-0000-4000-8000-0000000000d1").value();
    Uuid answers[2];
    for (Uuid& answer : answers) {
        ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
            answer = undo_last(open, clock_, undo_id).value();
            return {};
        }));
    }
    EXPECT_EQ(answers[0], answers[1]);
    EXPECT_EQ(counts().undos, 1);
}

TEST_F(Tapping, UndoesTheNoteThatIsNamedAndNoOther) {
    const Uuid first = tap_note("101");
    const Uuid second = tap_note("102");
    EXPECT_EQ(try_undo(first).value(), first);
    EXPECT_TRUE(notes().at(0).undone);
    EXPECT_FALSE(notes().at(1).undone);
    const auto again = try_undo(first);
    ASSERT_FALSE(again) << "by another undo";
    EXPECT_EQ(again.error().code, ErrorCode::impossible_value);
    EXPECT_FALSE(notes().at(1).undone);
    clock_.pass(10min);
    EXPECT_FALSE(try_undo(second)) << "too old";
    EXPECT_FALSE(try_undo(Uuid::parse("00000000-0000-4000-8000-0000000000d2").value())) << "no note of this lane";
}

TEST_F(Tapping, UndoesTheNoteOfARepeatThoughAnotherCameBetween) {
    const auto first = try_tap(plain("101")).value();
    const auto other = try_tap(plain("102")).value();
    const auto repeat = try_tap(plain("101")).value();
    ASSERT_TRUE(repeat.repeat);
    EXPECT_EQ(try_undo(repeat.note_id).value(), first.note_id);
    EXPECT_FALSE(notes().at(1).undone) << other.note_id.to_string();
}

TEST(CheckTap, ChecksOnlyTheFormBeforeTheFirstCatalog) {
    EXPECT_TRUE(check_tap({"anything-1", std::nullopt, std::nullopt, Source::script}, {}));
    for (const char* wrong : {"", "a b", "123456789012345678901", "\xC3\xA9", "1;2"}) {
        EXPECT_FALSE(check_tap({wrong, std::nullopt, std::nullopt, Source::script}, {})) << wrong;
    }
}

TEST(CheckTap, RefusesACodeThatIsACardNumberWithoutRepeatingIt) {
    for (const std::string card : {"4111111111111111", "4111-1111-1111-1111", "378282246310005", "x5105105105105100"}) {
        const auto refused = check_tap({card, std::nullopt, std::nullopt, Source::scan}, {});
        ASSERT_FALSE(refused) << card;
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_field);
        EXPECT_EQ(refused.error().field, "/reason");
        EXPECT_EQ(refused.error().detail.find(card), std::string::npos);
    }
}

class CheckTapWithCatalog : public ::testing::Test {
protected:
    CheckTapWithCatalog() {
        Reason reason;
        reason.code = "101";
        catalog_.catalog.reasons.push_back(reason);
    }
    Result<void> check(const std::string& code, std::optional<std::string> comment = std::nullopt,
                       std::optional<std::string> transaction = std::nullopt) {
        return check_tap({code, std::move(transaction), std::move(comment), Source::script}, {&catalog_, {}});
    }
    LaneCatalog catalog_;
};

TEST_F(CheckTapWithCatalog, RefusesACodeTheStoreDoesNotHaveAndNamesIt) {
    EXPECT_TRUE(check("101"));
    const auto refused = check("777");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("777"), std::string::npos);
    EXPECT_NE(refused.error().detail.find("Nothing was saved"), std::string::npos);
}

TEST_F(CheckTapWithCatalog, TakesACommentOnlyWhereTheServerAcceptsOne) {
    EXPECT_FALSE(check("101", "soft bread"));
    catalog_.accepts = {"comment"};
    EXPECT_TRUE(check("101", "soft bread"));
}

TEST_F(CheckTapWithCatalog, RefusesCommentsThatAreLongBrokenOrHoldACardNumber) {
    catalog_.accepts = {"comment"};
    EXPECT_TRUE(check("101", std::string(140, 'x')));
    EXPECT_FALSE(check("101", std::string(141, 'x')));
    EXPECT_FALSE(check("101", ""));
    EXPECT_FALSE(check("101", "\xFF\xFE"));
    EXPECT_FALSE(check("101", "card 4111 1111 1111 1111"));
    EXPECT_FALSE(check("101", "4`208.1051--51-4`104.15.+-51-10/411111111/510"))
        << "one number once what looks like a phone is masked";
}

TEST_F(CheckTapWithCatalog, RefusesATransactionKeyThatIsEmptyOrLong) {
    EXPECT_TRUE(check("101", std::nullopt, std::string(128, 'k')));
    EXPECT_FALSE(check("101", std::nullopt, std::string(129, 'k')));
    EXPECT_FALSE(check("101", std::nullopt, ""));
}

}  // namespace
}  // namespace tillnote::lane::test
