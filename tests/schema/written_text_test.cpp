#include "schema/written_text.hpp"

#include "schema/catalog.hpp"
#include "schema/reason_text.hpp"
#include "schema/wire.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote {
namespace {

constexpr std::string_view card = "4111 1111 1111 1111";

/// That `error` refuses a card number, says what to do and does not repeat it.
void expect_refused(const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::invalid_field);
    EXPECT_NE(error.detail.find("looks like a card number; write it without."), std::string::npos) << error.detail;
    EXPECT_EQ(error.detail.find("1111"), std::string::npos) << error.detail;
    EXPECT_EQ(error.detail.find(".."), std::string::npos) << error.detail;
}

TEST(WrittenText, IsPlainAndHoldsNoCardNumber) {
    EXPECT_TRUE(check_written_text("Milk is sour", 1, 20, "Say it in 1 to 20 characters", "/what"));
    EXPECT_TRUE(check_written_text("", 0, 20, "Say it in 0 to 20 characters", "/what"));
    const auto card_said = check_written_text(card, 1, 20, "Say it in 1 to 20 characters", "/what");
    ASSERT_FALSE(card_said);
    expect_refused(card_said.error());
    EXPECT_EQ(card_said.error().field, "/what");
    for (const std::string_view bad : {"", "123456789012345678901", "a\nb", "pay\u200Dpal", "\xFF"}) {
        const auto checked = check_written_text(bad, 1, 20, "Say it in 1 to 20 characters", "/what");
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().field, "/what");
        EXPECT_EQ(checked.error().detail,
                  "Say it in 1 to 20 characters without control characters, invisible ones, or more than 4 "
                  "marks on a letter.");
    }
}

TEST(WrittenText, LeavesWhatIsNotUtf8ToOthers) {
    EXPECT_TRUE(check_no_card_number("\xFF", "key"));
    EXPECT_FALSE(check_no_card_number("key-4111111111111111", "key"));
}

TEST(WrittenText, IsTakenOutOfWhatTerminalsTellOfThemselves) {
    EXPECT_EQ(without_card_number("till 4111 1111 1111 1111"), removed_text);
    EXPECT_EQ(without_card_number("till 4111"), "till 4111");
    EXPECT_EQ(without_card_number("\xFF"), "\xFF");
    const auto asked = parse_enrolment_request(R"({"device":"pos-60-192-168-100-107"})");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->device, removed_text);
    const auto told = parse_heartbeat_request(
        R"({"outbox_id":"01a20135-e5aa-72f8-881e-98662348249f","sent_at":"2026-11-22T17:41:05Z","last_seq":0,)"
        R"("version":"build 4111111111111111"})");
    ASSERT_TRUE(told) << told.error().detail;
    EXPECT_EQ(told->version, removed_text);
}

TEST(WrittenText, IsWhatStandsInACatalog) {
    const std::vector<Department> departments{{"dairy", "Dairy", "L\u00E1cteos", true, 1}};
    const ReasonText good{.code = "101",
                          .department = "dairy",
                          .theme = "fresh",
                          .polarity = "praise",
                          .label_en = "Milk",
                          .label_es = "Leche",
                          .owner = "dairy",
                          .starter = true,
                          .first_screen = true,
                          .urgent = false,
                          .about_staff = false};
    ASSERT_TRUE(parse_reason(good, departments));
    for (const auto member : {&ReasonText::theme, &ReasonText::label_en, &ReasonText::label_es, &ReasonText::owner}) {
        ReasonText bad = good;
        bad.*member = "4111111111111111";
        const auto parsed = parse_reason(bad, departments);
        ASSERT_FALSE(parsed);
        expect_refused(parsed.error());
    }
    ReasonText bad = good;
    bad.code = "4111111111111111";
    const auto parsed = parse_reason(bad, departments);
    ASSERT_FALSE(parsed);
    expect_refused(parsed.error());
    EXPECT_EQ(parsed.error().field, "code");

    const std::string head = "code\tlabel_en\tlabel_es\twalk\torder\n";
    for (const std::string line : {"4111111111111111\tDairy\tL\t1\t1\n", "dairy\t4111 1111 1111 1111\tL\t1\t1\n"}) {
        const auto catalog = parse_catalog(head + line, "");
        ASSERT_FALSE(catalog);
        expect_refused(catalog.error());
    }
}

}  // namespace
}  // namespace tillnote
