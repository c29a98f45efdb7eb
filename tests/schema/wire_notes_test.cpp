#include "schema/limits.hpp"
#include "schema/wire.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

using std::chrono::milliseconds;

Note full_note() {
    Note note;
    note.note_id = samples::uuid(samples::note_id);
    note.seq = limits::integer_max;
    note.reason = "101";
    note.tapped_at = samples::at("2026-11-22T01:41:17.250Z");
    note.utc_offset_minutes = -360;
    note.mono = milliseconds(123'456);
    note.boot_id = samples::uuid(samples::any_id);
    note.source = Source::touch;
    note.remark_key = "abcdefgh_-ABCDE1";
    note.comment =
        "They said \"best in town\" \xE2\x80\x94 ma\xC3\xB1"
        "ana \\ / \xF0\x9F\x8D\x8E";
    return note;
}

NotesRequest full_request() {
    NotesRequest request;
    request.enrolment_id = samples::uuid(samples::other_id);
    request.outbox_id = samples::uuid(samples::any_id);
    request.sent_at = samples::at("2026-11-22T01:41:18Z");
    request.boot_id = samples::uuid(samples::other_id);
    request.sent_mono = milliseconds(124'000);
    request.pending = 12;
    request.notes.push_back(full_note());
    Note small = full_note();
    small.note_id = samples::uuid(samples::other_note_id);
    small.seq = 1;
    small.utc_offset_minutes = 330;
    small.mono.reset();
    small.boot_id.reset();
    small.comment.reset();
    small.source = Source::script;
    request.notes.push_back(small);
    request.undos.push_back(
        {samples::uuid(samples::any_id), samples::uuid(samples::note_id), samples::at("2026-11-22T01:41:19Z")});
    request.showings.push_back({samples::uuid(samples::any_id), samples::uuid(samples::other_id),
                                samples::at("2026-11-22T01:41:20.001Z"), ShowingOutcome::answered, "yes"});
    request.showings.push_back({samples::uuid(samples::other_id), samples::uuid(samples::other_id),
                                samples::at("2026-11-22T01:41:21Z"), ShowingOutcome::not_asked, std::nullopt, false});
    return request;
}

TEST(NotesRequest, ComesBackWholeFromItsJson) {
    const NotesRequest request = full_request();
    const auto parsed = parse_notes_request(to_json(request));
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail << parsed.error().field;
    EXPECT_EQ(*parsed, request);
}

TEST(NotesRequest, KeepsTheOffsetOfTheTapAsSent) {
    EXPECT_NE(to_json(full_request()).find("\"tapped_at\":\"2026-11-21T19:41:17.250-06:00\""), std::string::npos);
    EXPECT_NE(to_json(full_request()).find("\"sent_at\":\"2026-11-22T01:41:18.000Z\""), std::string::npos);
}

TEST(NotesRequest, NeedsOnlyOutboxAndSentAt) {
    const auto parsed =
        parse_notes_request(R"({"outbox_id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d","sent_at":"2026-11-22T01:41:18Z"})");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
    NotesRequest expected;
    expected.outbox_id = samples::uuid(samples::any_id);
    expected.sent_at = samples::at("2026-11-22T01:41:18Z");
    EXPECT_EQ(*parsed, expected);
    EXPECT_EQ(parse_notes_request(to_json(expected)).value(), expected);
}

TEST(NotesRequest, TakesAHundredOfEachAndNamesTheArrayThatHasMore) {
    NotesRequest request = full_request();
    request.notes.clear();
    request.undos.clear();
    request.showings.clear();
    const std::array<std::uint8_t, 10> random{};
    for (int index = 0; index < 100; ++index) {
        Note note = full_note();
        note.note_id = make_uuid_v7(milliseconds(1'700'000'000'000 + index), random);
        request.notes.push_back(note);
        request.undos.push_back({note.note_id, note.note_id, request.sent_at});
        request.showings.push_back({note.note_id, note.note_id, request.sent_at, ShowingOutcome::expired, std::nullopt});
    }
    ASSERT_TRUE(parse_notes_request(to_json(request)).has_value());
    const auto field_with = [](NotesRequest more) {
        const auto parsed = parse_notes_request(to_json(more));
        return parsed.has_error() && parsed.error().code == ErrorCode::too_large ? parsed.error().field : "";
    };
    NotesRequest notes = request;
    notes.notes.push_back(full_note());
    EXPECT_EQ(field_with(notes), "/notes");
    NotesRequest undos = request;
    undos.undos.push_back({samples::uuid(samples::any_id), full_note().note_id, request.sent_at});
    EXPECT_EQ(field_with(undos), "/undos");
    NotesRequest showings = request;
    showings.showings.push_back(
        {samples::uuid(samples::any_id), full_note().note_id, request.sent_at, ShowingOutcome::expired, std::nullopt});
    EXPECT_EQ(field_with(showings), "/showings");
}

TEST(NotesRequest, RefusesAnIdThatComesTwiceInOneBatch) {
    NotesRequest notes = full_request();
    notes.notes.push_back(full_note());
    NotesRequest undos = full_request();
    undos.undos.push_back(undos.undos.front());
    NotesRequest showings = full_request();
    showings.showings.push_back(showings.showings.front());
    const auto expect_twice = [](const NotesRequest& request, std::string_view field) {
        const auto parsed = parse_notes_request(to_json(request));
        ASSERT_TRUE(parsed.has_error());
        EXPECT_EQ(parsed.error().code, ErrorCode::impossible_value);
        EXPECT_EQ(parsed.error().field, field);
    };
    expect_twice(notes, "/notes/2/note_id");
    expect_twice(undos, "/undos/1/undo_id");
    expect_twice(showings, "/showings/2/showing_id");
}

TEST(NotesRequest, LetsOneIdServeAsNoteUndoAndShowing) {
    NotesRequest request = full_request();
    request.undos.front().undo_id = full_note().note_id;
    request.showings.front().showing_id = full_note().note_id;
    EXPECT_EQ(parse_notes_request(to_json(request)).value(), request);
}

TEST(NotesAnswer, ComesBackWholeFromItsJson) {
    NotesAnswer answer;
    answer.have_seq = 17;
    answer.results = {{samples::uuid(samples::note_id), NoteStatus::stored, std::nullopt},
                      {samples::uuid(samples::other_note_id), NoteStatus::exists, std::nullopt},
                      {samples::uuid(samples::any_id), NoteStatus::quarantined, "unknown_reason"},
                      {samples::uuid(samples::other_id), NoteStatus::refused, "odd \"quoted\" problem"}};
    EXPECT_EQ(parse_notes_answer(to_json(answer)).value(), answer);
    EXPECT_EQ(to_json(NotesAnswer{}), R"({"have_seq":0,"results":[]})");
    EXPECT_EQ(parse_notes_answer(to_json(NotesAnswer{})).value(), NotesAnswer{});
}

TEST(NotesAnswer, IgnoresWhatANewerServerAdds) {
    const auto parsed = parse_notes_answer(
        R"({"have_seq":3,"new":{"a":[1]},"results":[{"id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d","status":"stored","new":1}]})");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
    EXPECT_EQ(parsed->have_seq, 3);
    EXPECT_EQ(parsed->results.size(), 1U);
}

TEST(NotesAnswer, RefusesWhatIsNotAnAnswer) {
    for (const std::string_view bad :
         {"<html>sign in to the Wi-Fi</html>", "", "[]", "{}", R"({"have_seq":0})", R"({"results":[]})",
          R"({"have_seq":-1,"results":[]})", R"({"have_seq":1.0,"results":[]})", R"({"have_seq":0,"results":{}})",
          R"({"have_seq":0,"results":[1]})", R"({"have_seq":0,"results":[{"id":"x","status":"stored"}]})",
          R"({"have_seq":0,"results":[{"id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d","status":"kept"}]})",
          R"({"have_seq":0,"results":[{"id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d"}]})"}) {
        EXPECT_TRUE(parse_notes_answer(bad).has_error()) << bad;
    }
}

}  // namespace
}  // namespace tillnote
