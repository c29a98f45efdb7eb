#include "lane-client/forwarder.hpp"
#include "lane-client/heartbeat.hpp"
#include "tests/lane-client/fake_tillnote.hpp"
#include "tests/lane-client/lane_fixture.hpp"

#include <algorithm>
#include <set>

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;
using Outcome = Forwarder::Outcome;

const Uuid first_enrolment = Uuid::parse("00000000-0000-4000-8000-0000000000e1").value();
const Uuid second_enrolment = Uuid::parse("00000000-0000-4000-8000-0000000000e2").value();

LaneEnrolment enrolment(const Uuid& key, const std::string& token, const std::string& store) {
    return {key, true, "https://tillnote.example:443", token, store, 1, {}};
}

class Forwarding : public LaneTest {
protected:
    Forwarding() {
        enrolments_.list.push_back(enrolment(first_enrolment, "token-1", "store-1"));
        rules_.enrolment = first_enrolment;
    }
    void tap_many(int count) {
        for (int at = 0; at < count; ++at) {
            tap_note(std::to_string(100 + at % 9));
        }
    }
    Forwarder::Step step() { return forwarder_.step(server_, enrolments_, nullptr); }

    /// Until the forwarder wants to rest; at most 1,000 steps.
    Forwarder::Step run() {
        for (int at = 0; at < 1000; ++at) {
            if (const auto done = step(); done.outcome != Outcome::progressed) {
                return done;
            }
        }
        ADD_FAILURE() << "the forwarder never comes to rest";
        return {};
    }

    FakeTillnote server_;
    Enrolments enrolments_;
    Forwarder forwarder_{outbox_, clock_, BackOff([] { return 0.5; })};
};

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

TEST_F(Forwarding, OffersDeliveredNotesAgainWhenTheServerWentBackToYesterday) {
    tap_many(30);
    run();
    server_.forget_after(10);
    ASSERT_TRUE(send_heartbeat(server_, outbox_, clock_, "token-1").value().waits_again);
    EXPECT_EQ(counts().pending, 20);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 30U);
    EXPECT_FALSE(send_heartbeat(server_, outbox_, clock_, "token-1").value().waits_again);
}

TEST_F(Forwarding, DoesNotOfferInCirclesWhenTheServerNeverCatchesUp) {
    tap_many(30);
    server_.stuck_at = 10;
    EXPECT_EQ(run().outcome, Outcome::idle);
    const std::size_t before = server_.requests.size();
    for (int at = 0; at < 20; ++at) {
        clock_.pass(60s);
        EXPECT_FALSE(send_heartbeat(server_, outbox_, clock_, "token-1").value().waits_again);
    }
    tap_note("101");
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.requests.size(), before + 1);
    clock_.pass(24h);
    EXPECT_TRUE(send_heartbeat(server_, outbox_, clock_, "token-1").value().waits_again) << "once a day it may ask again";
}

TEST_F(Forwarding, DoesNotTakeARejectedNotesGapForALoss) {
    tap_many(10);
    const Uuid poisoned = notes().at(4).note.note_id;
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return std::any_of(request.notes.begin(), request.notes.end(),
                           [&](const Note& note) { return note.note_id == poisoned; })
                   ? ErrorCode::invalid_field
                   : ErrorCode{};
    };
    run();
    ASSERT_EQ(counts().rejected, 1);
    EXPECT_FALSE(send_heartbeat(server_, outbox_, clock_, "token-1").value().waits_again);
}

TEST_F(Forwarding, BeginsANewOutboxWhenTheServerKnowsNumbersThisDiskNeverGave) {
    tap_many(1);
    const Uuid copied = notes().at(0).outbox_id;
    server_.stuck_at = 500;
    run();
    tap_note("201");
    EXPECT_NE(notes().back().outbox_id, copied);
    EXPECT_EQ(notes().back().note.seq, 1);
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
    Batch batch;
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
