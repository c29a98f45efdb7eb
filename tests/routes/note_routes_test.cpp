#include "schema/time_text.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using test::bearer;
using test::NoteMaker;

class NoteRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    NotesAnswer deliver(const NotesRequest& request) {
        const auto answer = client.post_json("/v1/notes", to_json(request), bearer(token));
        EXPECT_EQ(answer.status, 200) << answer.body;
        auto parsed = parse_notes_answer(answer.body);
        EXPECT_TRUE(parsed) << answer.body;
        return parsed ? *parsed : NotesAnswer{};
    }

    std::string stored(const Uuid& id) {
        return running->query("select count(*) from note where note_id = '" + id.to_string() + "'");
    }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    std::string token = running->lane_token("oak-street", 4);
    NoteMaker maker;
};
test::RunningService* NoteRoutes::running = nullptr;

TEST_F(NoteRoutes, StoresANoteOnceHoweverOftenItIsSent) {
    const auto request = maker.request({maker.note("101")});
    EXPECT_EQ(deliver(request).results.at(0).status, NoteStatus::stored);
    EXPECT_EQ(deliver(request).results.at(0).status, NoteStatus::exists);
    EXPECT_EQ(stored(request.notes[0].note_id), "1");
}

TEST_F(NoteRoutes, AnswersInRequestOrderAndSaysUpToWhereItHasAll) {
    auto request = maker.request({maker.note("101"), maker.note("102"), maker.note("103")});
    const auto answer = deliver(request);
    ASSERT_EQ(answer.results.size(), 3U);
    for (std::size_t index = 0; index < 3; ++index) {
        EXPECT_EQ(answer.results[index].id, request.notes[index].note_id);
    }
    EXPECT_EQ(answer.have_seq, 3);
}

TEST_F(NoteRoutes, RefusesTheSameIdWithOtherContent) {
    auto request = maker.request({maker.note("101")});
    deliver(request);
    request.notes[0].reason = "103";
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::refused);
    EXPECT_EQ(answer.results.at(0).problem, "other_content");
    EXPECT_EQ(running->query("select reason from note where note_id = '" + request.notes[0].note_id.to_string() + "'"),
              "101");
}

TEST_F(NoteRoutes, QuarantinesAnUnknownReasonAndCountsItAsHad) {
    auto request = maker.request({maker.note("777")});
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::quarantined);
    EXPECT_EQ(answer.results.at(0).problem, "unknown_reason");
    EXPECT_EQ(answer.have_seq, 1);
    EXPECT_EQ(stored(request.notes[0].note_id), "0");
    EXPECT_EQ(
        running->query("select count(*) from quarantine where note_id = '" + request.notes[0].note_id.to_string() + "'"),
        "1");
}

TEST_F(NoteRoutes, KeepsANoteFromTheFutureApart) {
    auto request = maker.request({maker.note("101")});
    request.notes[0].tapped_at = request.sent_at + std::chrono::hours(2);
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::quarantined);
    EXPECT_EQ(answer.results.at(0).problem, "day_unknown");
}

TEST_F(NoteRoutes, StoresTheNoteWithoutACommentThatHoldsACardNumber) {
    auto request = maker.request({maker.note("404")});
    request.notes[0].comment = "pay with 4111 1111 1111 1111 please";
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::refused);
    EXPECT_EQ(answer.results.at(0).problem, "card_number");
    EXPECT_EQ(stored(request.notes[0].note_id), "1");
    EXPECT_EQ(running->query("select count(*) from note_comment"), "0");
}

TEST_F(NoteRoutes, StoresTheNoteUnderAnotherKeyWhereItsOwnIsACardNumber) {
    auto request = maker.request({maker.note("404"), maker.note("404")});
    request.notes[0].remark_key = "4111-1111-1111-1111";
    request.notes[1].remark_key = "4111-1111-1111-1111";
    const auto answer = deliver(request);
    for (const std::size_t index : {0U, 1U}) {
        EXPECT_EQ(answer.results.at(index).status, NoteStatus::refused);
        EXPECT_EQ(answer.results.at(index).problem, "card_number");
        EXPECT_EQ(stored(request.notes[index].note_id), "1");
    }
    EXPECT_EQ(running->query("select count(DISTINCT remark_key) from note where remark_key ~ '^[a-p-]{36}$'"), "2");
    EXPECT_EQ(running->query("select count(*) from note where remark_key like '%1111%'"), "0");

    const std::string kept = "select (select count(*) from note) || ' ' || (select count(*) from quarantine)";
    const auto before = running->query(kept);
    EXPECT_EQ(deliver(request).results.at(0).problem, "card_number");
    EXPECT_EQ(running->query(kept), before) << "the same note again is the same note";
}

TEST_F(NoteRoutes, KeepsAKeyThatHasLettersBesideWhatLooksLikeACard) {
    auto request = maker.request({maker.note("404")});
    request.notes[0].remark_key = "a4111111111111111bcdef0123456789";
    EXPECT_EQ(deliver(request).results.at(0).status, NoteStatus::stored);
    EXPECT_EQ(running->query("select count(*) from note where remark_key = '" + request.notes[0].remark_key + "'"), "1");
}

TEST_F(NoteRoutes, DropsACommentWhereFreeTextIsOffAndSaysSo) {
    auto request = maker.request({maker.note("404")});
    request.notes[0].comment = "oat creamer";
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::stored);
    EXPECT_EQ(answer.results.at(0).problem, "comment_not_accepted");
    EXPECT_EQ(running->query("select count(*) from note_comment"), "0");
}

TEST_F(NoteRoutes, RefusesAShowingOfAnAskNobodyPut) {
    auto request = maker.request({});
    request.showings.push_back({test::fresh_id(), test::fresh_id(), test::now(), ShowingOutcome::not_asked, std::nullopt});
    const auto answer = deliver(request);
    EXPECT_EQ(answer.results.at(0).status, NoteStatus::refused);
    EXPECT_EQ(answer.results.at(0).problem, "unknown_ask");
}

TEST_F(NoteRoutes, TakesAnUndoBeforeAndAfterItsNote) {
    auto request = maker.request({maker.note("101")});
    const Undo undo{test::fresh_id(), request.notes[0].note_id, test::now()};
    auto undo_first = maker.request({});
    undo_first.undos.push_back(undo);
    EXPECT_EQ(deliver(undo_first).results.at(0).status, NoteStatus::stored);
    EXPECT_EQ(deliver(request).results.at(0).status, NoteStatus::stored);
    EXPECT_EQ(deliver(undo_first).results.at(0).status, NoteStatus::exists);
}

TEST_F(NoteRoutes, RefusesAnEnrolmentThatIsNotTheLanesOwn) {
    auto request = maker.request({maker.note("101")});
    request.enrolment_id = test::fresh_id();
    const auto answer = client.post_json("/v1/notes", to_json(request), bearer(token));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(nlohmann::json::parse(answer.body)["errors"][0]["pointer"], "/enrolment_id");
}

TEST_F(NoteRoutes, NeedsALaneToken) {
    const auto body = to_json(maker.request({maker.note("101")}));
    EXPECT_EQ(client.post_json("/v1/notes", body).status, 401);
    const auto answer = client.post_json("/v1/notes", body, bearer("no-such-token"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(answer.header("www-authenticate").starts_with("Bearer"));
    EXPECT_EQ(client.post_json("/v1/notes", body, bearer(running->bearer_of("admin"))).status, 401);
}

TEST_F(NoteRoutes, NeedsJson) {
    EXPECT_EQ(client.send("POST", "/v1/notes", {{"Authorization", "Bearer " + token}, {"Content-Type", "text/plain"}}, "{}")
                  .status,
              415);
}

TEST_F(NoteRoutes, RefusesABatchOverItsLimits) {
    std::vector<Note> notes;
    for (int count = 0; count < 101; ++count) {
        notes.push_back(maker.note("101"));
    }
    const auto answer = client.post_json("/v1/notes", to_json(maker.request(notes)), bearer(token));
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(nlohmann::json::parse(answer.body)["errors"][0]["pointer"], "/notes");
    EXPECT_EQ(client.post_json("/v1/notes", std::string(256 * 1024 + 1, ' '), bearer(token)).status, 413);
}

/// One wrong value in one place of an otherwise right request.
struct WrongField {
    const char* name;
    const char* pointer;  ///< where the value is put, and where the error must point
    nlohmann::json value;
    int status = 400;
};

void PrintTo(const WrongField& field, std::ostream* stream) {
    *stream << field.name;
}

class WrongNoteField : public NoteRoutes, public ::testing::WithParamInterface<WrongField> {};

TEST_P(WrongNoteField, IsNamedAndNothingIsStored) {
    const auto& wrong = GetParam();
    const auto request = maker.request({maker.note("101"), maker.note("102")});
    auto json = nlohmann::json::parse(to_json(request));
    json[nlohmann::json::json_pointer(wrong.pointer)] = wrong.value;
    const auto answer =
        client.post_json("/v1/notes", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::ignore), bearer(token));
    EXPECT_EQ(answer.status, wrong.status) << answer.body;
    const auto problem = nlohmann::json::parse(answer.body);
    EXPECT_EQ(problem["errors"][0]["pointer"], wrong.pointer) << answer.body;
    EXPECT_GT(problem["errors"][0]["message"].get<std::string>().size(), 10U);
    EXPECT_EQ(stored(request.notes[0].note_id), "0");
    EXPECT_EQ(stored(request.notes[1].note_id), "0");
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongNoteField,
    ::testing::Values(
        WrongField{"unknown member", "/color", "red"}, WrongField{"unknown note member", "/notes/1/cashier", "Ann"},
        WrongField{"outbox not an id", "/outbox_id", "1"},
        WrongField{"outbox upper case", "/outbox_id", "0190F000-0000-7000-8000-000000000000"},
        WrongField{"outbox null", "/outbox_id", nullptr},
        WrongField{"sent_at without offset", "/sent_at", "2026-11-16T10:00:00"},
        WrongField{"sent_at a number", "/sent_at", 1700000000}, WrongField{"boot_id wrong", "/boot_id", "x"},
        WrongField{"sent_mono_ms negative", "/sent_mono_ms", -1}, WrongField{"sent_mono_ms fraction", "/sent_mono_ms", 1.5},
        WrongField{"pending negative", "/pending", -1}, WrongField{"pending text", "/pending", "3"},
        WrongField{"pending beyond 2^53", "/pending", 9007199254740992},
        WrongField{"notes an object", "/notes", nlohmann::json::object()}, WrongField{"undos a text", "/undos", "none"},
        WrongField{"showings a number", "/showings", 1}, WrongField{"note not an object", "/notes/1", 7},
        WrongField{"note_id of version 4", "/notes/1/note_id", "0190f000-0000-4000-8000-000000000000"},
        WrongField{"note_id empty", "/notes/1/note_id", ""}, WrongField{"seq zero", "/notes/1/seq", 0},
        WrongField{"seq fraction", "/notes/1/seq", 1.0}, WrongField{"seq text", "/notes/1/seq", "1"},
        WrongField{"reason empty", "/notes/1/reason", ""},
        WrongField{"reason too long", "/notes/1/reason", std::string(21, '1')},
        WrongField{"reason with a space", "/notes/1/reason", "10 1"}, WrongField{"reason a number", "/notes/1/reason", 101},
        WrongField{"tapped_at 30 February", "/notes/1/tapped_at", "2026-02-30T10:00:00Z"},
        WrongField{"tapped_at hour 24", "/notes/1/tapped_at", "2026-02-20T24:00:00Z"},
        WrongField{"tapped_at empty", "/notes/1/tapped_at", ""}, WrongField{"mono_ms negative", "/notes/1/mono_ms", -5},
        WrongField{"note boot_id", "/notes/1/boot_id", 5}, WrongField{"source unknown", "/notes/1/source", "mouse"},
        WrongField{"source null", "/notes/1/source", nullptr}, WrongField{"remark_key short", "/notes/1/remark_key", "abc"},
        WrongField{"remark_key sign", "/notes/1/remark_key", "abcdefghijklmnop!"},
        WrongField{"remark_key long", "/notes/1/remark_key", std::string(65, 'a')},
        WrongField{"comment too long", "/notes/1/comment", std::string(141, 'a')},
        WrongField{"comment with a bell", "/notes/1/comment", "a\ab"},
        WrongField{"comment a list", "/notes/1/comment", nlohmann::json::array()}),
    [](const auto& row) {
        std::string name = row.param.name;
        for (auto& letter : name) {
            letter = std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
        }
        return name;
    });

class BrokenBody : public NoteRoutes, public ::testing::WithParamInterface<std::pair<const char*, std::string>> {};

TEST_P(BrokenBody, IsMalformedJson) {
    const auto answer = client.post_json("/v1/notes", GetParam().second, bearer(token));
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(nlohmann::json::parse(answer.body)["type"], "/problems/malformed-json");
}

INSTANTIATE_TEST_SUITE_P(
    Table, BrokenBody,
    ::testing::Values(std::pair{"empty", std::string()}, std::pair{"cut", std::string("{\"outbox_id\":")},
                      std::pair{"duplicate", std::string("{\"pending\":1,\"pending\":1}")},
                      std::pair{"nan", std::string("{\"pending\":NaN}")}, std::pair{"trailing", std::string("{} {}")},
                      std::pair{"utf8", std::string("{\"a\":\"\xff\"}")},
                      std::pair{"surrogate", std::string("{\"a\":\"\\ud800\"}")},
                      std::pair{"deep", std::string(10'000, '[')}, std::pair{"bom", std::string("\xef\xbb\xbf{}")}),
    [](const auto& row) { return std::string(row.param.first); });

TEST(NoteRoutesWithFreeText, MaskAddressesAndPhoneNumbersInComments) {
    test::RunningService running;
    test::RecordingClient client(running.url());
    const std::string token = running.lane_token("harbor", 1);
    ASSERT_EQ(running.query("update store set free_text = true where store_id = 'harbor' returning store_id"), "harbor");
    // The server looks for changed stores once a second; until it has seen this one, it takes no comment.
    NoteMaker maker;
    EXPECT_TRUE(test::eventually([&] {
        auto request = maker.request({maker.note("404")});
        request.notes[0].comment = "call 312-555-0142 or ann@example.com";
        EXPECT_EQ(client.post_json("/v1/notes", to_json(request), bearer(token)).status, 200);
        return running.query("select count(*) from note_comment") != "0";
    }));
    EXPECT_EQ(running.query("select comment from note_comment limit 1"), "call *** or ***");
}

}  // namespace
}  // namespace tillnote
