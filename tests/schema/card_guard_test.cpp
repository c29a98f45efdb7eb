#include "schema/card_guard.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote {
namespace {

/// `digits` with every digit replaced by the one of the script whose zero is `zero`, a code point beyond U+0800.
std::string in_script(std::string_view digits, char32_t zero) {
    std::string text;
    for (const char digit : digits) {
        const char32_t value = zero + static_cast<char32_t>(digit - '0');
        if (value >= 0x10000) {
            text += static_cast<char>(0xF0 | (value >> 18));
            text += static_cast<char>(0x80 | ((value >> 12) & 0x3F));
        } else {
            text += static_cast<char>(0xE0 | (value >> 12));
        }
        text += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (value & 0x3F));
    }
    return text;
}

std::string spread(std::string_view digits, std::string_view separator) {
    std::string text;
    for (const char digit : digits) {
        text += digit;
        text += separator;
    }
    return text;
}

TEST(CardGuard, RefusesThePublishedTestNumbersOfEveryBrand) {
    for (const std::string_view number :
         {"4111111111111111", "4012888888881881", "4222222222222",    "4000000000000000006", "5555555555554444",
          "5105105105105100", "2223003122003222", "2720990000000007", "378282246310005",     "371449635398431",
          "341111111111111",  "6011111111111117", "6011000990139424", "6445644564456445",    "6510000000000000",
          "30569309025904",   "38520000023237",   "36227206271667",   "3530111333300000",    "3566002020360505",
          "6200000000000005", "6759649826438453", "5018000000000009", "5641820000000005"}) {
        EXPECT_TRUE(holds_card_number(number)) << number;
        EXPECT_TRUE(holds_card_number(samples::join({"she read me ", number, " out loud"}))) << number;
    }
}

TEST(CardGuard, PassesTheSameNumbersWithOneWrongDigit) {
    for (const std::string_view number : {"4111111111111112", "5555555555554445", "378282246310006", "6011111111111118",
                                          "30569309025905", "3530111333300001", "6200000000000006"}) {
        EXPECT_FALSE(holds_card_number(number)) << number;
    }
}

TEST(CardGuard, PassesLuhnNumbersOutsideEveryBrand) {
    for (const std::string_view number : {"0000000000000000", "1111111111111117", "7000000000000005", "9999999999999995"}) {
        EXPECT_FALSE(holds_card_number(number)) << number;
    }
}

TEST(CardGuard, SeesThroughSeparators) {
    for (const std::string_view text : {"4111 1111 1111 1111",
                                        "4111-1111-1111-1111",
                                        "4111.1111.1111.1111",
                                        "4111/1111/1111/1111",
                                        "4111 - 1111 -1111 1111",
                                        "4111_1111_1111_1111",
                                        "4111,1111,1111,1111",
                                        "4111\xC2\xA0"
                                        "1111\xC2\xA0"
                                        "1111\xC2\xA0"
                                        "1111",
                                        "4111\xE2\x80\x8B"
                                        "1111\xE2\x80\x8B"
                                        "1111\xE2\x80\x8B"
                                        "1111",
                                        "4111\xE2\x80\x93"
                                        "1111\xE2\x80\x94"
                                        "1111\xE2\x88\x92"
                                        "1111",
                                        "4111\xE3\x80\x80"
                                        "1111\xE3\x80\x80"
                                        "1111\xE3\x80\x80"
                                        "1111",
                                        "4111\xC2\xB7"
                                        "1111\xC2\xB7"
                                        "1111\xC2\xB7"
                                        "1111",
                                        "3782 822463 10005",
                                        "3056 930902 5904",
                                        "card:4111 1111 1111 1111 12/27 123",
                                        "12 eggs 4111 1111 1111 1111",
                                        "no 3 4111 1111 1111 1111",
                                        "4111111111111111 1227",
                                        "41111111111111111227",
                                        "41111111111111111227123",
                                        "x4111111111111111y"}) {
        EXPECT_TRUE(holds_card_number(text)) << text;
    }
    for (const std::string_view separator :
         {" ", "-", "  ", " -", "\xE2\x80\x8B", "\xEF\xB8\x8F\xE2\x83\xA3", "\xEF\xB8\x8F\xE2\x83\xA3 "}) {
        EXPECT_TRUE(holds_card_number(spread("4111111111111111", separator))) << separator;
    }
}

TEST(CardGuard, TakesLettersAndWideGapsAsTheEndOfANumber) {
    for (const std::string_view text :
         {"4111 1111 and 1111 1111", "41111111a11111111", "4111    1111    1111    1111", "4111111111 --- 111111",
          "4111\xC3\xB1"
          "1111\xC3\xB1"
          "1111\xC3\xB1"
          "1111"}) {
        EXPECT_FALSE(holds_card_number(text)) << text;
    }
}

TEST(CardGuard, ReadsTheDigitsOfAnyScript) {
    for (const char32_t zero :
         {0x0966, 0x09E6, 0x0E50, 0x1040, 0x17E0, 0xFF10, 0x104A0, 0x1D7CE, 0x1D7D8, 0x1D7F6, 0x1E950, 0x1FBF0}) {
        EXPECT_TRUE(holds_card_number(in_script("4111111111111111", zero))) << std::hex << static_cast<unsigned>(zero);
        EXPECT_FALSE(holds_card_number(in_script("4111111111111112", zero))) << std::hex << static_cast<unsigned>(zero);
    }
    EXPECT_TRUE(holds_card_number("\xD9\xA4\xD9\xA1\xD9\xA1\xD9\xA1 1111 1111 1111"));
}

TEST(CardGuard, PassesBarcodes) {
    for (const std::string_view barcode :
         {"96385074", "036000291452", "4006381333931", "5901234123457", "5000112637922", "4056489000006", "6901234567892",
          "10012345678902", "5 901234 123457", "0 36000 29145 2", "1 00 12345 67890 2", "9780201379624"}) {
        EXPECT_FALSE(holds_card_number(barcode)) << barcode;
    }
}

TEST(CardGuard, PassesEan13NumbersThatBeginLikeAVisa) {
    for (int item = 0; item < 20'000; ++item) {
        std::string digits = std::to_string(410'000'000'000 + static_cast<std::int64_t>(item) * 495'001);
        int sum = 0;
        for (std::size_t place = 0; place < 12; ++place) {
            sum += (digits[place] - '0') * (place % 2 == 0 ? 1 : 3);
        }
        digits += static_cast<char>('0' + (10 - sum % 10) % 10);
        ASSERT_EQ(digits.size(), 13U);
        ASSERT_FALSE(holds_card_number(digits)) << digits;
    }
}

TEST(CardGuard, PassesPhoneNumbersDatesAndPrices) {
    for (const std::string_view text :
         {"312-555-0142", "(312) 555-0142", "+1 312 555 0142", "+49 30 9018 20123", "+4930901820123",
          "call 312-555-0142 or 312-555-0199", "2026-11-22 17:41:05", "22.11.2026 5:30", "11/22/26", "2026-11-21 2026-11-22",
          "512-555-0142 2026-11-22", "555.123.4567 11/22/2026", "4.99 then 5.99 then 12.49", "aisle 4, 12 packs, 3 for 10",
          "paid 20 got 4.11", "", "no digits at all"}) {
        EXPECT_FALSE(holds_card_number(text)) << text;
    }
}

TEST(CardGuard, IsNotFooledByADateBesideACard) {
    for (const std::string_view text : {"2026-11-22 4111 1111 1111 1111", "312-555-0142 4111111111111111",
                                        "4111-1111-1111-1111 2026-11-22", "4111-1111-1111-1111-11-22"}) {
        EXPECT_TRUE(holds_card_number(text)) << text;
    }
}

TEST(CardGuard, PlusMarksAPhoneNumberOnlyWhereCardsAreShort) {
    EXPECT_FALSE(holds_card_number("+4222222222222"));
    EXPECT_TRUE(holds_card_number("+4111111111111111"));
}

}  // namespace
}  // namespace tillnote
