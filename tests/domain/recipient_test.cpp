#include "server/domain/recipient.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

TEST(Recipient, TakesAddressesThatNeedNoEscaping) {
    for (const char* good :
         {"manager@shop.example", "a.b+tillnote@sub.shop.example", "o'neil@shop.example", "x@localhost"}) {
        EXPECT_TRUE(is_email(good)) << good;
    }
}

TEST(Recipient, RefusesWhatCouldBeginAHeaderOrACommandOfItsOwn) {
    for (const char* bad :
         {"", "@", "manager", "manager@", "@shop.example", "a b@shop.example", "a@b@c", "a@shop.example\r\nBcc: x@y.example",
          "a\n@shop.example", "<a@shop.example>", "a@shop.example,b@shop.example", "\"a\"@shop.example", "a..b@shop.example",
          ".a@shop.example", "a@shop.example.", "gärtner@shop.example", "a@[127.0.0.1]"}) {
        EXPECT_FALSE(is_email(bad)) << bad;
    }
    EXPECT_FALSE(is_email(std::string(250, 'a') + "@b.example"));
}

TEST(Recipient, ReadsAndWritesClockTimes) {
    EXPECT_EQ(find_clock_time("05:45"), digest_time_default);
    EXPECT_EQ(find_clock_time("00:00"), std::chrono::minutes{0});
    EXPECT_EQ(find_clock_time("23:59"), std::chrono::minutes{1439});
    for (const char* bad : {"", "5:45", "24:00", "12:60", "-1:00", "05-45", "05:45 ", "ab:cd"}) {
        EXPECT_FALSE(find_clock_time(bad).has_value()) << bad;
    }
    EXPECT_EQ(format_clock_time(digest_time_default), "05:45");
    EXPECT_EQ(format_clock_time(std::chrono::minutes{1439}), "23:59");
}

TEST(Recipient, IsReadFromTextWithTheDefaultsOfTheDigest) {
    const auto plain = parse_recipient({"boss@shop.example", {}, {}, {}});
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->kind, DeliveryKind::digest);
    EXPECT_EQ(plain->language, Language::english);
    EXPECT_EQ(plain->local_time, digest_time_default);
    const auto whole = parse_recipient({"boss@shop.example", "alert", "es", "06:30"});
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->kind, DeliveryKind::alert);
    EXPECT_EQ(whole->language, Language::spanish);
    EXPECT_EQ(whole->local_time, std::chrono::minutes{390});
}

TEST(Recipient, MistakesOfItsTextNameTheField) {
    const auto field = [](const RecipientText& text) { return parse_recipient(text).error().field; };
    EXPECT_EQ(field({"nobody", {}, {}, {}}), "/email");
    EXPECT_EQ(field({"4111111111111111@b.example", {}, {}, {}}), "/email");
    EXPECT_EQ(field({"a@b.example", "poem", {}, {}}), "/kind");
    EXPECT_EQ(field({"a@b.example", {}, "de", {}}), "/language");
    EXPECT_EQ(field({"a@b.example", {}, {}, "5:45"}), "/local_time");
    EXPECT_EQ(parse_recipient_change("de", {}, true).error().field, "/language");
    EXPECT_EQ(parse_recipient_change({}, "24:00", {}).error().field, "/local_time");
    EXPECT_EQ(parse_recipient_change({}, {}, {}).error().code, ErrorCode::invalid_field);
    EXPECT_EQ(parse_recipient_change({}, {}, false)->active, false);
}

}  // namespace
}  // namespace tillnote::domain
