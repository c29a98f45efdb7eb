#include "lane-client/scan_buffer.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include <linux/input.h>

namespace tillnote::lane::test {
namespace {

std::vector<std::string> take_all(ScanBuffer& buffer, std::string_view characters) {
    std::vector<std::string> texts;
    for (const char character : characters) {
        if (auto text = buffer.take(character)) {
            texts.push_back(*text);
        }
    }
    return texts;
}

TEST(ScanBuffer, GivesOnlyTextsOfOursAndEachOnce) {
    ScanBuffer buffer;
    EXPECT_EQ(take_all(buffer, "~TN101\r\n4006381333931\r\n~TN999\n\n~TN\n"),
              (std::vector<std::string>{"~TN101", "~TN999"}));
}

TEST(ScanBuffer, FindsNoPrefixInsideAnotherText) {
    ScanBuffer buffer;
    EXPECT_TRUE(take_all(buffer, "123~TN101\n").empty());
    EXPECT_EQ(take_all(buffer, "~TN102\n").size(), 1U);
}

TEST(ScanBuffer, ForgetsATextThatIsTooLongAndGoesOnAfterItsEnd) {
    ScanBuffer buffer;
    EXPECT_TRUE(take_all(buffer, "~TN" + std::string(1000, '1') + "\n").empty());
    EXPECT_EQ(take_all(buffer, "~TN101\n").size(), 1U);
}

TEST(ScanBuffer, HoldsNoCharacterOfAForeignText) {
    alignas(ScanBuffer) unsigned char memory[sizeof(ScanBuffer)] = {};
    auto* buffer = new (memory) ScanBuffer;
    EXPECT_TRUE(take_all(*buffer, "~TX4111111111111111").empty());
    const std::string_view held(reinterpret_cast<const char*>(memory), sizeof memory);
    EXPECT_EQ(held.find("4111"), std::string_view::npos);
    EXPECT_EQ(held.find('~'), std::string_view::npos);
    buffer->~ScanBuffer();
}

/// Two scanners' events as an input device reports them: type, code, value.
struct Recorded {
    std::uint16_t type;
    std::uint16_t code;
    std::int32_t value;
};

std::string decode(const std::vector<Recorded>& events) {
    KeyDecoder keys;
    std::string text;
    for (const Recorded& event : events) {
        if (const auto character = keys.take(event.type, event.code, event.value)) {
            text.push_back(*character);
        }
    }
    return text;
}

TEST(KeyDecoder, ReadsAScannerThatHoldsShiftForEachCharacter) {
    EXPECT_EQ(decode({{EV_MSC, MSC_SCAN, 0x700e1}, {EV_KEY, KEY_LEFTSHIFT, 1}, {EV_SYN, SYN_REPORT, 0},
                      {EV_KEY, KEY_GRAVE, 1},      {EV_KEY, KEY_GRAVE, 0},     {EV_KEY, KEY_LEFTSHIFT, 0},
                      {EV_KEY, KEY_RIGHTSHIFT, 1}, {EV_KEY, KEY_T, 1},         {EV_KEY, KEY_T, 0},
                      {EV_KEY, KEY_N, 1},          {EV_KEY, KEY_N, 0},         {EV_KEY, KEY_RIGHTSHIFT, 0},
                      {EV_KEY, KEY_1, 1},          {EV_KEY, KEY_1, 0},         {EV_KEY, KEY_0, 1},
                      {EV_KEY, KEY_0, 0},          {EV_KEY, KEY_1, 1},         {EV_KEY, KEY_1, 0},
                      {EV_KEY, KEY_ENTER, 1},      {EV_KEY, KEY_ENTER, 0},     {EV_SYN, SYN_REPORT, 0}}),
              "~TN101\n");
}

TEST(KeyDecoder, ReadsOverlappingKeysAndLeavesRepeatsAndReleasesOut) {
    EXPECT_EQ(decode({{EV_KEY, KEY_A, 1},
                      {EV_KEY, KEY_S, 1},
                      {EV_KEY, KEY_A, 0},
                      {EV_KEY, KEY_S, 2},
                      {EV_KEY, KEY_S, 0},
                      {EV_KEY, KEY_MINUS, 1},
                      {EV_KEY, KEY_KPENTER, 1}}),
              "as-\n");
}

TEST(KeyDecoder, MarksKeysThatNoBarcodeOfOursHas) {
    EXPECT_EQ(decode({{EV_KEY, KEY_F13, 1}, {EV_KEY, KEY_TAB, 1}, {EV_REL, REL_X, 5}, {EV_KEY, KEY_SLASH, 1}}), "?\?/");
}

}  // namespace
}  // namespace tillnote::lane::test
