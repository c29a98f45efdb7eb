#include "schema/wire.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tillnote {
namespace {

/// A good request with every member, each in a form that no other member has, so that `with` finds it.
const std::string good = R"({
  "enrolment_id": "11111111-2222-4333-8444-555555555501",
  "outbox_id": "11111111-2222-4333-8444-555555555502",
  "sent_at": "2026-11-22T01:41:18.000Z",
  "boot_id": "11111111-2222-4333-8444-555555555503",
  "sent_mono_ms": 124000,
  "pending": 12,
  "notes": [{"note_id": "0190163d-8694-739b-aea5-966c26f8ad91", "seq": 41, "reason": "101",
             "tapped_at": "2026-11-21T19:41:17.250-06:00", "mono_ms": 123456,
             "boot_id": "11111111-2222-4333-8444-555555555504", "source": "touch", "remark_key": "abcdefgh_-ABCDE1",
             "comment": "best in town"}],
  "undos": [{"undo_id": "11111111-2222-4333-8444-555555555505", "note_id": "0190163d-8694-739b-aea5-966c26f8ad92",
             "undone_at": "2026-11-22T01:41:19.000Z"}],
  "showings": [{"showing_id": "11111111-2222-4333-8444-555555555506", "ask_id": "11111111-2222-4333-8444-555555555507",
                "shown_at": "2026-11-22T01:41:20.000Z", "outcome": "answered", "answer": "yes"}]
})";

/// One member: its name as it stands in `good`, its value there, its JSON pointer.
struct Member {
    std::string_view name;
    std::string_view value;
    std::string_view pointer;
};

constexpr std::array uuids{
    Member{"enrolment_id", "\"11111111-2222-4333-8444-555555555501\"", "/enrolment_id"},
    Member{"outbox_id", "\"11111111-2222-4333-8444-555555555502\"", "/outbox_id"},
    Member{"boot_id", "\"11111111-2222-4333-8444-555555555503\"", "/boot_id"},
    Member{"note_id", "\"0190163d-8694-739b-aea5-966c26f8ad91\"", "/notes/0/note_id"},
    Member{"boot_id", "\"11111111-2222-4333-8444-555555555504\"", "/notes/0/boot_id"},
    Member{"undo_id", "\"11111111-2222-4333-8444-555555555505\"", "/undos/0/undo_id"},
    Member{"note_id", "\"0190163d-8694-739b-aea5-966c26f8ad92\"", "/undos/0/note_id"},
    Member{"showing_id", "\"11111111-2222-4333-8444-555555555506\"", "/showings/0/showing_id"},
    Member{"ask_id", "\"11111111-2222-4333-8444-555555555507\"", "/showings/0/ask_id"},
};
constexpr std::array times{
    Member{"sent_at", "\"2026-11-22T01:41:18.000Z\"", "/sent_at"},
    Member{"tapped_at", "\"2026-11-21T19:41:17.250-06:00\"", "/notes/0/tapped_at"},
    Member{"undone_at", "\"2026-11-22T01:41:19.000Z\"", "/undos/0/undone_at"},
    Member{"shown_at", "\"2026-11-22T01:41:20.000Z\"", "/showings/0/shown_at"},
};
constexpr std::array integers{
    Member{"sent_mono_ms", "124000", "/sent_mono_ms"},
    Member{"pending", "12", "/pending"},
    Member{"seq", "41", "/notes/0/seq"},
    Member{"mono_ms", "123456", "/notes/0/mono_ms"},
};
constexpr std::array words{
    Member{"reason", "\"101\"", "/notes/0/reason"},
    Member{"source", "\"touch\"", "/notes/0/source"},
    Member{"remark_key", "\"abcdefgh_-ABCDE1\"", "/notes/0/remark_key"},
    Member{"comment", "\"best in town\"", "/notes/0/comment"},
    Member{"outcome", "\"answered\"", "/showings/0/outcome"},
    Member{"answer", "\"yes\"", "/showings/0/answer"},
};

/// A JSON text of `count` times `letter`.
std::string quoted(std::size_t count, std::string_view letter) {
    return samples::join({"\"", std::string(count, letter[0]), "\""});
}

std::string with_value(const Member& member, std::string_view value) {
    const std::string name = samples::join({"\"", member.name, "\": "});
    return samples::with(good, name + std::string(member.value), name + std::string(value));
}

void expect_refused(const std::string& body, ErrorCode code, std::string_view field) {
    const auto parsed = parse_notes_request(body);
    ASSERT_TRUE(parsed.has_error()) << body;
    EXPECT_EQ(parsed.error().code, code) << body << parsed.error().detail;
    EXPECT_EQ(parsed.error().field, field) << parsed.error().detail;
    EXPECT_GT(parsed.error().detail.size(), 10U);
    EXPECT_EQ(parsed.error().detail.back(), '.');
}

void expect_refused(const Member& member, std::string_view value) {
    expect_refused(with_value(member, value), ErrorCode::invalid_field, member.pointer);
}

TEST(BadNotes, TheSampleItselfIsGood) {
    const auto parsed = parse_notes_request(good);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
}

TEST(BadNotes, EveryMemberRefusesEveryWrongType) {
    for (const auto& members :
         {std::vector<Member>(uuids.begin(), uuids.end()), std::vector<Member>(times.begin(), times.end()),
          std::vector<Member>(words.begin(), words.end())}) {
        for (const Member& member : members) {
            for (const std::string_view value : {"null", "true", "1", "0.5", "[]", "{}", "[\"x\"]", "\"\"", "\" \\t\""}) {
                expect_refused(member, value);
            }
        }
    }
    for (const Member& member : integers) {
        for (const std::string_view value : {"null", "true", "\"1\"", "[]", "{}", "\"\""}) {
            expect_refused(member, value);
        }
    }
}

TEST(BadNotes, EveryIdRefusesWhatIsNotALowerCaseUuid) {
    for (const Member& member : uuids) {
        for (const std::string_view value :
             {"\"0190163D-8694-739B-AEA5-966C26F8AD91\"", "\"0190163d8694739baea5966c26f8ad91\"",
              "\"0190163d-8694-739b-aea5-966c26f8ad9\"", "\"0190163d-8694-739b-aea5-966c26f8ad911\"",
              "\"{0190163d-8694-739b-aea5-966c26f8ad91}\"", "\"zzzzzzzz-8694-739b-aea5-966c26f8ad91\"",
              "\"0190163d-8694-739b-aea5-966c26f8ad9\\u0661\""}) {
            expect_refused(member, value);
        }
    }
}

TEST(BadNotes, NoteIdsMustBeOfVersionSeven) {
    for (const Member& member : {uuids[3], uuids[6]}) {
        for (const std::string_view value :
             {"\"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d\"", "\"0190163d-8694-139b-aea5-966c26f8ad91\"",
              "\"00000000-0000-0000-0000-000000000000\"", "\"0190163d-8694-739b-cea5-966c26f8ad91\""}) {
            expect_refused(member, value);
        }
    }
}

TEST(BadNotes, EveryTimeRefusesWhatIsNotRfc3339WithOffset) {
    for (const Member& member : times) {
        for (const std::string_view value :
             {"\"2026-11-22\"", "\"2026-11-22T01:41:18\"", "\"2026-11-22 01:41:18Z\"", "\"2026-02-29T01:41:18Z\"",
              "\"2026-11-22T24:00:00Z\"", "\"2026-11-22T23:59:60Z\"", "\"2026-11-22T01:41:18+24:00\"",
              "\"0000-11-22T01:41:18Z\"", "1795311678", "\"2026-11-22T01:41:18Z \""}) {
            expect_refused(member, value);
        }
    }
}

TEST(BadNotes, EveryIntegerRefusesFractionsExponentsAndWhatIsOutOfRange) {
    for (const Member& member : integers) {
        for (const std::string_view value :
             {"1.0", "1e3", "1E0", "0.1", "-1", "9007199254740992", "9223372036854775808", "18446744073709551615",
              "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890"}) {
            expect_refused(member, value);
        }
        EXPECT_TRUE(parse_notes_request(with_value(member, "9007199254740991")).has_value()) << member.name;
    }
    expect_refused(integers[2], "0");
    EXPECT_TRUE(parse_notes_request(with_value(integers[1], "0")).has_value());
}

TEST(BadNotes, EveryWordRefusesWhatItsRuleForbids) {
    for (const std::string_view value :
         {"\"10 1\"", "\"10_1\"", "\"101\\u0301\"", "\"123456789012345678901\"", "\"a/b\"", "\"\\ud83c\\udf4e\""}) {
        expect_refused(words[0], value);
    }
    for (const std::string_view value : {"\"Touch\"", "\"mouse\"", "\"touch \""}) {
        expect_refused(words[1], value);
    }
    for (const std::string_view value : {"\"abcdefgh_-ABCDE\"", "\"abcdefgh+/ABCDE=\"", "\"abcdefgh ABCDEFGH\""}) {
        expect_refused(words[2], value);
    }
    expect_refused(words[2], quoted(65, "k"));
    for (const std::string_view value : {"\"a\\nb\"", "\"\\u007f\"", "\"\\u0085\"", "\"\\u001b[31m\""}) {
        expect_refused(words[3], value);
    }
    expect_refused(words[3], quoted(141, "c"));
    expect_refused(words[3], quoted(100'000, "c"));
    EXPECT_TRUE(parse_notes_request(with_value(words[3], quoted(140, "c"))).has_value());
    expect_refused(words[4], "\"Answered\"");
    expect_refused(words[5], quoted(33, "a"));
}

TEST(BadNotes, AnAnswerBelongsToTheOutcomeAnswered) {
    expect_refused(with_value(words[4], "\"expired\""), ErrorCode::impossible_value, "/showings/0/answer");
    expect_refused(samples::with(good, ", \"answer\": \"yes\"", ""), ErrorCode::impossible_value, "/showings/0/answer");
}

TEST(BadNotes, EveryRequiredMemberIsMissedByName) {
    for (const std::string_view line :
         {"\"outbox_id\": \"11111111-2222-4333-8444-555555555502\",", "\"sent_at\": \"2026-11-22T01:41:18.000Z\","}) {
        const std::string name(line.substr(1, line.find('"', 1) - 1));
        expect_refused(samples::with(good, line, ""), ErrorCode::invalid_field, samples::join({"/", name}));
    }
    for (const Member& member : {uuids[3], integers[2], words[0], times[1], words[1], words[2], uuids[5], uuids[6], times[2],
                                 uuids[7], uuids[8], times[3], words[4]}) {
        const std::string name = samples::join({"\"", member.name, "\": "});
        // Renaming removes the member and adds an unknown one: what is missing is said first.
        const std::string body =
            samples::with(good, name + std::string(member.value), samples::join({"\"renamed\": ", member.value}));
        expect_refused(body, ErrorCode::invalid_field, member.pointer);
    }
}

TEST(BadNotes, UnknownMembersAreRefusedAtEveryLevel) {
    expect_refused(samples::with(good, "\"pending\"", "\"card\": 1, \"pending\""), ErrorCode::unknown_field, "/card");
    expect_refused(samples::with(good, "\"seq\"", "\"cashier\": 7, \"seq\""), ErrorCode::unknown_field, "/notes/0/cashier");
    expect_refused(samples::with(good, "\"undone_at\"", "\"why\": {}, \"undone_at\""), ErrorCode::unknown_field,
                   "/undos/0/why");
    expect_refused(samples::with(good, "\"outcome\"", "\"\": 1, \"outcome\""), ErrorCode::unknown_field, "/showings/0/");
    expect_refused(samples::with(good, "\"pending\"", "\"Pending\": 1, \"pending\""), ErrorCode::unknown_field, "/Pending");
}

TEST(BadNotes, NeitherReasonNorAnswerMayBeACardNumber) {
    for (const std::string_view card : {"\"4111111111111111\"", "\"4111-1111-1111-1111\"", "\"378282246310005\""}) {
        expect_refused({"reason", "\"101\"", "/notes/0/reason"}, card);
        expect_refused({"answer", "\"yes\"", "/showings/0/answer"}, card);
    }
    for (const std::string_view code : {"\"5901234123457\"", "\"41111111-1111\"", "\"spring-2026-week-12\""}) {
        EXPECT_TRUE(parse_notes_request(with_value({"reason", "\"101\"", "/notes/0/reason"}, code))) << code;
    }
}

TEST(BadNotes, ArraysMustBeArraysOfObjects) {
    for (const std::string_view name : {"notes", "undos", "showings"}) {
        for (const std::string_view value : {"null", "{}", "1", "\"x\"", "true"}) {
            const std::string body =
                R"({"outbox_id":"11111111-2222-4333-8444-555555555502","sent_at":"2026-11-22T01:41:18Z",")" +
                std::string(name) + "\":" + std::string(value) + "}";
            expect_refused(body, ErrorCode::invalid_field, samples::join({"/", name}));
        }
        for (const std::string_view value : {"null", "[]", "1", "\"x\""}) {
            const std::string body =
                R"({"outbox_id":"11111111-2222-4333-8444-555555555502","sent_at":"2026-11-22T01:41:18Z",")" +
                std::string(name) + "\":[" + std::string(value) + "]}";
            expect_refused(body, ErrorCode::invalid_field, samples::join({"/", name, "/0"}));
        }
    }
}

TEST(BadNotes, TheMistakeNamesItsPlaceInTheBatch) {
    std::string body = R"({"outbox_id":"11111111-2222-4333-8444-555555555502","sent_at":"2026-11-22T01:41:18Z","notes":[)";
    for (int index = 0; index < 12; ++index) {
        body += index == 0 ? "" : ",";
        body += R"({"note_id":"0190163d-8694-739b-aea5-966c26f8ad)" + std::to_string(10 + index) + R"(","seq":)" +
                std::to_string(index + 1) + R"(,"reason":"101","tapped_at":")" +
                (index == 11 ? "yesterday" : "2026-11-22T01:41:18Z") +
                R"(","source":"key","remark_key":"abcdefgh_-ABCDE1"})";
    }
    expect_refused(body + "]}", ErrorCode::invalid_field, "/notes/11/tapped_at");
}

TEST(BadNotes, WhatIsNotAnObjectIsRefusedAsAWhole) {
    for (const std::string_view body : {"[]", "1", "\"x\"", "null", "true"}) {
        expect_refused(std::string(body), ErrorCode::invalid_field, "");
    }
}

TEST(BadNotes, WhatIsNotStrictJsonIsRefusedAsAWhole) {
    for (const std::string& body :
         {std::string(), std::string("{"), good + "x", good + good, samples::join({"\xEF\xBB\xBF", good}),
          good + std::string(1, '\0'), samples::with(good, "\"pending\": 12", "\"pending\": 12, \"pending\": 12"),
          samples::with(good, "12,", "NaN,"), samples::with(good, "12,", "Infinity,"), samples::with(good, "12,", "012,"),
          samples::with(good, "12,", "0xC,"), samples::with(good, "best in town", "best \xFF town"),
          samples::with(good, "best in town", "best \xED\xA0\x80 town"),
          samples::with(good, "best in town", "best \\ud800 town"), samples::with(good, "best in town", "best \\u0000 town"),
          samples::with(good, "best in town", "two\nlines"), samples::with(good, "12,", "[[[[[[[[1]]]]]]]],")}) {
        expect_refused(body, ErrorCode::malformed_json, "");
    }
}

TEST(BadNotes, EveryCutOffRequestIsRefused) {
    for (std::size_t size = 0; size < good.size(); ++size) {
        ASSERT_TRUE(parse_notes_request(std::string_view(good).substr(0, size)).has_error()) << size;
    }
}

}  // namespace
}  // namespace tillnote
