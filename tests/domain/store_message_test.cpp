#include "server/domain/store_message.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;

StoreMessage make_message() {
    return {testing::uuid(1),  "oak-street",     "Yogurt pulled 17:41. Thank you.", "Yogur retirado 17:41. Gracias.",
            day(2026, 11, 20), day(2026, 11, 21)};
}

std::string mistake_in(const StoreMessage& message) {
    const auto checked = check_message(message, day(2026, 11, 20));
    return checked ? "" : checked.error().field;
}

TEST(CheckMessage, NamesTheFirstMistake) {
    EXPECT_EQ(mistake_in(make_message()), "");
    auto longest = make_message();
    longest.text_es = std::string(message_characters_max, 'x');
    longest.last_day = add_days(longest.first_day, message_days_max - 1);
    EXPECT_EQ(mistake_in(longest), "");
    longest.text_es += 'x';
    EXPECT_EQ(mistake_in(longest), "/text_es");
    auto message = make_message();
    message.text_en = "two\nlines";
    EXPECT_EQ(mistake_in(message), "/text_en");
    message.text_en = "for 4111 1111 1111 1111";
    EXPECT_EQ(mistake_in(message), "/text_en");
    message = make_message();
    message.text_es = "4111-1111-1111-1111";
    EXPECT_EQ(mistake_in(message), "/text_es");
    message = make_message();
    message.first_day = day(2026, 11, 19);
    EXPECT_EQ(mistake_in(message), "/from");
    message = make_message();
    message.last_day = day(2026, 11, 19);
    EXPECT_EQ(mistake_in(message), "/to");
    message.last_day = add_days(message.first_day, message_days_max);
    EXPECT_EQ(mistake_in(message), "/to");
}

TEST(LaneMessages, AreThoseValidOnTheDay) {
    const std::vector<StoreMessage> messages{make_message()};
    EXPECT_TRUE(lane_messages(messages, day(2026, 11, 19)).empty());
    ASSERT_EQ(lane_messages(messages, day(2026, 11, 20)).size(), 1U);
    EXPECT_EQ(lane_messages(messages, day(2026, 11, 21)).at(0).text_es, "Yogur retirado 17:41. Gracias.");
    EXPECT_TRUE(lane_messages(messages, day(2026, 11, 22)).empty());
}

}  // namespace
}  // namespace tillnote::domain
