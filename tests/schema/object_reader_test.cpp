#include "schema/strict_json.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

JsonValue parse(std::string_view text) {
    return parse_strict_json(text).value();
}

TEST(ObjectReader, ReadsEveryKindOfMember) {
    const JsonValue object = parse(R"({"t":"text","i":-5,"b":true,"a":[1,2],"id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d",
                                       "at":"2026-11-21T19:41:17-06:00","ms":7,"any":{"x":1}})");
    ObjectReader reader(object, "");
    std::int16_t offset = 0;
    EXPECT_EQ(reader.text("t", 1, 4), "text");
    EXPECT_EQ(reader.integer("i", -5, 5), -5);
    EXPECT_TRUE(reader.boolean("b"));
    EXPECT_EQ(reader.array("a", 2, true).size(), 2U);
    EXPECT_EQ(reader.uuid("id").version(), 4);
    EXPECT_EQ(reader.time("at", &offset).time_since_epoch(), std::chrono::seconds(1'795'311'677));
    EXPECT_EQ(offset, -360);
    EXPECT_EQ(reader.optional_milliseconds("ms"), std::chrono::milliseconds(7));
    EXPECT_NE(reader.find("any"), nullptr);
    EXPECT_FALSE(reader.finish().has_value());
}

TEST(ObjectReader, TakesMissingOptionalMembersAsAbsent) {
    const JsonValue object = parse("{}");
    ObjectReader reader(object, "");
    EXPECT_EQ(reader.optional_text("t", 1, 4), std::nullopt);
    EXPECT_EQ(reader.optional_integer("i", 0, 5), std::nullopt);
    EXPECT_EQ(reader.optional_uuid("id"), std::nullopt);
    EXPECT_EQ(reader.optional_time("at"), std::nullopt);
    EXPECT_TRUE(reader.optional_boolean("b", true));
    EXPECT_TRUE(reader.array("a", 2, false).empty());
    EXPECT_EQ(reader.find("any"), nullptr);
    EXPECT_FALSE(reader.finish().has_value());
}

TEST(ObjectReader, NamesTheFirstMistakeOnly) {
    const JsonValue object = parse(R"({"a":1,"b":2})");
    ObjectReader reader(object, "/deep");
    EXPECT_EQ(reader.text("a", 1, 4), "");
    EXPECT_EQ(reader.text("b", 1, 4), "");
    const auto error = reader.finish();
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->field, "/deep/a");
    EXPECT_EQ(error->code, ErrorCode::invalid_field);
}

TEST(ObjectReader, RefusesWrongTypes) {
    const JsonValue object = parse(
        R"({"n":null,"s":"x","f":1.0,"e":1e3,"big":18446744073709551615,"huge":18446744073709551616,"o":{},"l":[1,2,3]})");
    const auto mistake = [&](auto read) {
        ObjectReader reader(object, "");
        read(reader);
        return reader.finish(UnknownFields::ignored);
    };
    for (const std::string_view name : {"n", "s", "f", "e", "big", "huge", "o", "l", "missing"}) {
        const auto error = mistake([&](ObjectReader& reader) { static_cast<void>(reader.integer(name, 0, INT64_MAX)); });
        ASSERT_TRUE(error.has_value()) << name;
        EXPECT_EQ(error->field, samples::join({"/", name}));
    }
    for (const std::string_view name : {"n", "f", "o", "l", "missing"}) {
        EXPECT_TRUE(mistake([&](ObjectReader& reader) { static_cast<void>(reader.text(name, 0, 9)); }).has_value()) << name;
        EXPECT_TRUE(mistake([&](ObjectReader& reader) { static_cast<void>(reader.boolean(name)); }).has_value()) << name;
        EXPECT_TRUE(mistake([&](ObjectReader& reader) { static_cast<void>(reader.uuid(name)); }).has_value()) << name;
        EXPECT_TRUE(mistake([&](ObjectReader& reader) { static_cast<void>(reader.time(name)); }).has_value()) << name;
    }
    for (const std::string_view name : {"n", "s", "o"}) {
        EXPECT_TRUE(mistake([&](ObjectReader& reader) { static_cast<void>(reader.array(name, 9, true)); }).has_value())
            << name;
        EXPECT_TRUE(
            mistake([&](ObjectReader& reader) { static_cast<void>(reader.optional_boolean(name, true)); }).has_value())
            << name;
    }
    const auto too_long = mistake([&](ObjectReader& reader) { static_cast<void>(reader.array("l", 2, true)); });
    EXPECT_EQ(too_long->code, ErrorCode::too_large);
    EXPECT_EQ(too_long->field, "/l");
}

TEST(ObjectReader, RefusesAMemberNobodyAskedForUnlessIgnored) {
    const JsonValue object = parse(R"({"a":"x","odd/~name":1})");
    ObjectReader strict(object, "");
    EXPECT_EQ(strict.text("a", 1, 1), "x");
    const auto error = strict.finish();
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, ErrorCode::unknown_field);
    EXPECT_EQ(error->field, "/odd~1~0name");
    ObjectReader lenient(object, "");
    EXPECT_EQ(lenient.text("a", 1, 1), "x");
    EXPECT_FALSE(lenient.finish(UnknownFields::ignored).has_value());
}

TEST(ObjectReader, AMemberAskedForTwiceHidesNoUnknownOne) {
    const JsonValue object = parse(R"({"active":true,"zzz":1})");
    ObjectReader reader(object, "");
    ASSERT_NE(reader.find("active"), nullptr);
    EXPECT_TRUE(reader.boolean("active"));
    const auto error = reader.finish();
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, ErrorCode::unknown_field);
    EXPECT_EQ(error->field, "/zzz");
}

TEST(ObjectReader, RefusesWhatIsNotAnObject) {
    for (const std::string_view text : {"1", "[]", "\"x\"", "null"}) {
        const JsonValue value = parse(text);
        ObjectReader reader(value, "notes", 3);
        EXPECT_EQ(reader.integer("seq", 1, 2), 1);
        const auto error = reader.finish();
        ASSERT_TRUE(error.has_value());
        EXPECT_EQ(error->field, "/notes/3");
    }
}

TEST(ObjectReader, TakesOverAMistakeFoundDeeperDown) {
    const JsonValue object = parse("{}");
    ObjectReader reader(object, "");
    reader.fail(Error{ErrorCode::impossible_value, "why", "/notes/1/seq"});
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.finish()->field, "/notes/1/seq");
}

TEST(ObjectReader, AskingForTooManyMembersIsABug) {
    const JsonValue object = parse("{}");
    ObjectReader reader(object, "");
    for (std::size_t count = 0; count < ObjectReader::members_max; ++count) {
        static_cast<void>(reader.find("x"));
    }
    EXPECT_THROW(static_cast<void>(reader.find("x")), std::logic_error);
}

}  // namespace
}  // namespace tillnote
