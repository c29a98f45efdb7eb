#include "tests/lane-client/forwarding_fixture.hpp"

#include <algorithm>
#include <set>

namespace tillnote::lane::test {
namespace {

class Forwarding : public ForwardingTest {};

TEST_F(Forwarding, DeliversTheOldestHundredFirst) {
    tap_many(150);
    ASSERT_EQ(step().outcome, Outcome::progressed);
    EXPECT_EQ(server_.requests.at(0).notes.size(), 100U);
    EXPECT_EQ(server_.requests.at(0).notes.front().seq, 1);
    EXPECT_EQ(server_.requests.at(0).pending, 50);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 150U);
    EXPECT_EQ(counts().pending, 0);
    EXPECT_EQ(counts().delivered, 150);
}

TEST_F(Forwarding, SendsWhatWasFixedAtTheTapAndWhenItWasSent) {
    tap_many(1);
    const Note tapped = notes().at(0).note;
    clock_.pass(1h);
    run();
    const NotesRequest& request = server_.requests.at(0);
    EXPECT_EQ(request.notes.at(0), tapped);
    EXPECT_EQ(request.sent_at, clock_.now().wall);
    EXPECT_EQ(request.sent_mono, clock_.now().mono);
    EXPECT_EQ(request.boot_id, clock_.now().boot_id);
    EXPECT_EQ(request.enrolment_id, std::nullopt) << "the token's own";
}

TEST_F(Forwarding, SendsAnUndoWithItsNoteAndAfterIt) {
    tap_many(2);
    ASSERT_TRUE(try_undo());
    run();
    EXPECT_EQ(server_.requests.at(0).undos.size(), 1U);
    ASSERT_TRUE(try_undo());
    EXPECT_EQ(counts().undos, 1);
    run();
    ASSERT_EQ(server_.requests.size(), 2U);
    EXPECT_TRUE(server_.requests.at(1).notes.empty());
    EXPECT_EQ(server_.requests.at(1).undos.at(0).note_id, notes().at(0).note.note_id);
    EXPECT_EQ(counts().undos, 0);
}

TEST_F(Forwarding, HalvesUntilOnlyTheNoteThatCannotBeReadIsRejected) {
    tap_many(100);
    const Uuid poisoned = notes().at(37).note.note_id;
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return std::any_of(request.notes.begin(), request.notes.end(),
                           [&](const Note& note) { return note.note_id == poisoned; })
                   ? ErrorCode::invalid_field
                   : ErrorCode{};
    };
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(counts().rejected, 1);
    EXPECT_EQ(counts().pending, 0);
    EXPECT_EQ(server_.stored.size(), 99U);
    EXPECT_EQ(server_.stored.count(poisoned), 0U);
    EXPECT_LT(server_.requests.size(), 40U);
}

TEST_F(Forwarding, HoldsTheUndoOfARejectedNoteBackWithoutWaitingForIt) {
    tap_many(1);
    ASSERT_TRUE(try_undo());
    server_.refuse_batch_with = [](const NotesRequest&) { return ErrorCode::too_large; };
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(counts().rejected, 1);
    EXPECT_FALSE(counts().anything_waiting());
}

TEST_F(Forwarding, BlamesNoNoteForAMistakeAroundTheNotes) {
    tap_many(3);
    server_.answer_with = HttpAnswer{422, "application/problem+json", std::nullopt,
                                     R"({"type":"/problems/impossible-value","status":422,)"
                                     R"("errors":[{"pointer":"/enrolment_id","message":"not yours"}]})"};
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_EQ(counts().rejected, 0);
    EXPECT_EQ(counts().pending, 3);
}

struct Unhelpful {
    const char* name;
    HttpAnswer answer;
};

class AnyUnhelpfulAnswer : public Forwarding, public ::testing::WithParamInterface<Unhelpful> {};

TEST_P(AnyUnhelpfulAnswer, KeepsEverythingAndWaits) {
    tap_many(3);
    server_.answer_with = GetParam().answer;
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_EQ(counts().pending, 3);
    EXPECT_EQ(counts().rejected, 0);
    server_.answer_with.reset();
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(
    Forwarding, AnyUnhelpfulAnswer,
    ::testing::Values(Unhelpful{"portal_ok", {200, "text/html", std::nullopt, "<html>sign in</html>"}},
                      Unhelpful{"portal_refusal", {403, "text/html", std::nullopt, "<html>pay</html>"}},
                      Unhelpful{"portal_mistake", {400, "text/html", std::nullopt, "<html>what</html>"}},
                      Unhelpful{"proxy_too_large", {413, "text/html", std::nullopt, "<html>413</html>"}},
                      Unhelpful{"json_of_another", {200, "application/json", std::nullopt, R"({"status":"ok"})"}},
                      Unhelpful{"names_no_id", {200, "application/json", std::nullopt, R"({"have_seq":3,"results":[]})"}},
                      Unhelpful{"wrong_type", {200, "text/plain", std::nullopt, "ok"}},
                      Unhelpful{"empty", {204, "", std::nullopt, ""}}, Unhelpful{"redirect", {302, "", std::nullopt, ""}},
                      Unhelpful{"not_found", {404, "application/problem+json", std::nullopt, "{}"}},
                      Unhelpful{"failure", {500, "text/plain", std::nullopt, "oops"}},
                      Unhelpful{"gateway", {502, "text/html", std::nullopt, "<html>bad gateway</html>"}},
                      Unhelpful{"revoked",
                                {401, "application/problem+json", std::nullopt, R"({"type":"/problems/unauthenticated"})"}},
                      Unhelpful{"not_json", {200, "application/json", std::nullopt, "{"}}),
    [](const auto& row) { return row.param.name; });

TEST_F(Forwarding, WaitsAtLeastAsLongAsTheServerAsks) {
    tap_many(1);
    server_.answer_with = HttpAnswer{503, "application/problem+json", 17s, R"({"type":"/problems/busy","status":503})"};
    const auto waited = run();
    EXPECT_EQ(waited.outcome, Outcome::waiting);
    EXPECT_TRUE(waited.server_asked);
    EXPECT_GE(waited.wait, 17s);
    EXPECT_LT(waited.wait, 18s);
}

TEST_F(Forwarding, KeepsEverythingWhenItAsksTooOftenAndComesBackWhenTold) {
    tap_many(3);
    server_.answer_with =
        HttpAnswer{429, "application/problem+json", 10s, R"({"type":"/problems/too-many-requests","status":429})"};
    const auto waited = run();
    EXPECT_EQ(waited.outcome, Outcome::waiting);
    EXPECT_TRUE(waited.server_asked);
    EXPECT_GE(waited.wait, 10s);
    EXPECT_EQ(counts().pending, 3);
    EXPECT_EQ(counts().rejected, 0);
    server_.answer_with.reset();
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 3U);
}

TEST_F(Forwarding, ResendsTheSameIdsWhenTheAnswerWasLostAfterTheCommit) {
    tap_many(5);
    server_.lose_answers = 1;
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_EQ(server_.stored.size(), 5U);
    EXPECT_EQ(counts().pending, 5);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 5U);
    EXPECT_EQ(server_.requests.at(0).notes, server_.requests.at(1).notes);
}

TEST_F(Forwarding, DeliversOldNotesUnderTheEnrolmentTheyWereTappedIn) {
    tap_many(2);
    enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-2"));
    rules_.enrolment = second_enrolment;
    tap_many(2);
    EXPECT_EQ(run().outcome, Outcome::idle);
    ASSERT_EQ(server_.requests.size(), 2U);
    EXPECT_EQ(server_.requests[0].enrolment_id, first_enrolment);
    EXPECT_EQ(server_.tokens[0], "token-2");
    EXPECT_EQ(server_.requests[1].enrolment_id, std::nullopt);
    EXPECT_EQ(server_.tokens[1], "token-2");
    EXPECT_EQ(server_.stored.size(), 4U);
}

TEST_F(Forwarding, TriesTheOldTokenWhereTheNewOneMayNotDeliver) {
    tap_many(1);
    enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-2"));
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return request.enrolment_id ? ErrorCode::forbidden : ErrorCode{};
    };
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.tokens.back(), "token-1");
    EXPECT_EQ(server_.stored.size(), 1U);
}

TEST_F(Forwarding, LetsANewEnrolmentsNotesPassOldOnesThatAreRefused) {
    tap_many(2);
    enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-2"));
    rules_.enrolment = second_enrolment;
    tap_many(3);
    server_.refused_tokens = {"token-1"};
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return request.enrolment_id ? ErrorCode::forbidden : ErrorCode{};
    };
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_EQ(server_.stored.size(), 3U);
    EXPECT_EQ(counts().pending, 2);
    EXPECT_FALSE(forwarder_.refused()) << "the enrolment in force is fine";
}

TEST_F(Forwarding, GivesNotesTappedBeforeEnrolmentToTheFirstOne) {
    rules_.enrolment = Uuid{};
    tap_many(1);
    enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-2"));
    run();
    EXPECT_EQ(server_.requests.at(0).enrolment_id, first_enrolment);
}

TEST_F(Forwarding, KeepsNotesOfARevokedLaneAndSaysSo) {
    tap_many(2);
    server_.refused_tokens = {"token-1"};
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_TRUE(forwarder_.refused());
    tap_many(1);
    EXPECT_EQ(counts().pending, 3);
    server_.refused_tokens.clear();
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_FALSE(forwarder_.refused());
}

TEST_F(Forwarding, LeavesACommentAtHomeThatTheServerNoLongerTakes) {
    LaneCatalog catalog;
    catalog.accepts = {"comment"};
    ASSERT_TRUE(try_tap({"101", std::nullopt, "soft bread", Source::script}));
    std::optional<Batch> batch;
    ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
        batch = open.find_batch(100, {}).value();
        return {};
    }));
    const auto with = parse_notes_request(make_notes_body(*batch, std::nullopt, clock_.now(), &catalog)).value();
    EXPECT_EQ(with.notes.at(0).comment, "soft bread");
    catalog.accepts.clear();
    const auto without = parse_notes_request(make_notes_body(*batch, std::nullopt, clock_.now(), &catalog)).value();
    EXPECT_EQ(without.notes.at(0).comment, std::nullopt);
}

TEST_F(Forwarding, ReportsAsPendingOnlyWhatWaitsInTheSameOutbox) {
    tap_many(2);
    move_to_another_store();
    tap_many(3);
    run();
    EXPECT_EQ(server_.requests.at(0).pending, 0);
    EXPECT_EQ(server_.requests.at(1).pending, 0);
}

TEST_F(Forwarding, ComesBackWithinFiveSecondsToAServerThatIsThereButCannotStore) {
    tap_many(1);
    Forwarder slow(outbox_, clock_, BackOff([] { return 0.999; }));
    for (const char* answer :
         {R"({"type":"/problems/unavailable","status":503})", R"({"type":"/problems/busy","status":503})"}) {
        server_.answer_with = HttpAnswer{503, "application/problem+json", std::nullopt, answer};
        for (int at = 0; at < 20; ++at) {
            EXPECT_LE(slow.step(server_, enrolments_, nullptr).wait, 5s);
        }
    }
    server_.answer_with->retry_after = 60s;
    EXPECT_GE(slow.step(server_, enrolments_, nullptr).wait, 60s);
    server_.answer_with = HttpAnswer{502, "text/html", std::nullopt, "<html>bad gateway</html>"};
    std::chrono::milliseconds longest{};
    for (int at = 0; at < 20; ++at) {
        longest = std::max(longest, slow.step(server_, enrolments_, nullptr).wait);
    }
    EXPECT_GT(longest, 60s) << "who is not there is left alone for longer";
}

TEST(BackOff, DoublesItsCeilingFromHalfASecondToFiveMinutes) {
    BackOff longest([] { return 0.999999; });
    EXPECT_NEAR(static_cast<double>(longest.next(std::nullopt).count()), 500, 2);
    EXPECT_NEAR(static_cast<double>(longest.next(std::nullopt).count()), 1000, 2);
    for (int at = 0; at < 20; ++at) {
        static_cast<void>(longest.next(std::nullopt));
    }
    EXPECT_NEAR(static_cast<double>(longest.next(std::nullopt).count()), 300'000, 2);
    longest.reset();
    EXPECT_NEAR(static_cast<double>(longest.next(std::nullopt).count()), 500, 2);
}

TEST(BackOff, SpreadsWaitsOverTheWholeRange) {
    BackOff shortest([] { return 0.0; });
    EXPECT_EQ(shortest.next(std::nullopt), BackOff::wait_min);
    std::set<std::int64_t> seen;
    BackOff real(random_fraction);
    for (int at = 0; at < 30; ++at) {
        seen.insert(real.next(std::nullopt).count());
    }
    EXPECT_GT(seen.size(), 15U);
}

TEST(Judging, TakesTheReactionToEveryErrorFromTheTable) {
    const Batch batch;
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const ErrorRow& row = error_row_at(index);
        if (row.status == 0) {
            continue;
        }
        const HttpAnswer answer{row.status, "application/problem+json", std::nullopt,
                                R"({"type":"/problems/)" + std::string(row.type) + R"("})"};
        const Verdict expected = row.lane == LaneReaction::halve_batch   ? Verdict::halve
                                 : row.lane == LaneReaction::ask_manager ? Verdict::refused
                                                                         : Verdict::back_off;
        EXPECT_EQ(judge_answer(answer, batch).verdict, expected) << row.type;
    }
}

}  // namespace
}  // namespace tillnote::lane::test
