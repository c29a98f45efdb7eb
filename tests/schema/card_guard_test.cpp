#include "schema/card_guard.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
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

/// `separator` behind every `size` digits.
std::string spread(std::string_view digits, std::size_t size, std::string_view separator) {
    std::string text;
    for (std::size_t begin = 0; begin < digits.size(); begin += size) {
        text += text.empty() ? "" : separator;
        text += digits.substr(begin, size);
    }
    return text;
}

/// As the schemes and payment providers publish them for tests.
constexpr std::array published_numbers{
    // Visa
    "4111111111111111", "4012888888881881", "4242424242424242", "4000056655665556", "4222222222222", "4000000000000000006",
    // Mastercard
    "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2720990000000007",
    // American Express
    "378282246310005", "371449635398431", "378734493671000", "341111111111111",
    // Discover
    "6011111111111117", "6011000990139424", "6011981111111113", "6445644564456445", "6510000000000000",
    // Diners Club
    "30569309025904", "38520000023237", "36227206271667", "36006666333344", "30000000000004", "36148900647913",
    "36700102000000", "38555565010005", "3056930009020004",
    // JCB, UnionPay
    "3530111333300000", "3566002020360505", "6200000000000005", "6200000000000047", "6205500000000000004",
    // Maestro, Mir, Troy
    "6759649826438453", "6304000000000000", "5018000000000009", "5641820000000005", "6331101999990016", "2201382000000013",
    "9792030394440796"};

TEST(CardGuard, RefusesThePublishedTestNumbersOfEveryBrand) {
    for (const std::string_view number : published_numbers) {
        EXPECT_TRUE(holds_card_number(number)) << number;
        EXPECT_TRUE(holds_card_number(samples::join({"she read me ", number, " out loud"}))) << number;
    }
}

TEST(CardGuard, FindsEachOfThemBetweenAllSeparators) {
    for (const std::string_view number : published_numbers) {
        for (const std::string_view separator : {" ",
                                                 "-",
                                                 ".",
                                                 "/",
                                                 "_",
                                                 ",",
                                                 ":",
                                                 "|",
                                                 "*",
                                                 "  ",
                                                 " - ",
                                                 "\t",
                                                 "\n",
                                                 "\u00A0",
                                                 "\u00B7",
                                                 "\u058A",
                                                 "\u05BE",
                                                 "\u060C",
                                                 "\u0964",
                                                 "\u1680",
                                                 "\u1806",
                                                 "\u2003",
                                                 "\u200B",
                                                 "\u200D",
                                                 "\u2013",
                                                 "\u2014",
                                                 "\u2022",
                                                 "\u2212",
                                                 "\u2E17",
                                                 "\u2E3A",
                                                 "\u3000",
                                                 "\u3030",
                                                 "\u30FB",
                                                 "\u30FC",
                                                 "\uFE58",
                                                 "\uFF0D",
                                                 "\u0301",
                                                 "\u2DE0",
                                                 "\uFE0F\u20E3",
                                                 "\u00BD",
                                                 "\u2764\uFE0F",
                                                 "\U0001F4B3",
                                                 "\U00010101"}) {
            EXPECT_TRUE(holds_card_number(spread(number, 4, separator))) << number << separator;
            EXPECT_TRUE(holds_card_number(spread(number, 1, separator))) << number << separator;
        }
    }
}

TEST(CardGuard, FindsEachOfThemInAllScripts) {
    for (const std::string_view number : published_numbers) {
        for (const char32_t zero : std::initializer_list<char32_t>{
                 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66,  0x0BE6,  0x0C66,  0x0CE6,  0x0D66,  0x0E50,  0x0ED0,  0x0F20,
                 0x1040, 0x17E0, 0x1810, 0xFF10, 0x104A0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E950, 0x1FBF0}) {
            const std::string text = in_script(number, zero);
            EXPECT_TRUE(holds_card_number(text)) << text;
            EXPECT_TRUE(holds_card_number(spread(text, zero >= 0x10000 ? 16 : 12, " "))) << text;
        }
    }
    EXPECT_TRUE(holds_card_number("\u0664\u0661\u0661\u0661 1111 1111 1111"));
    EXPECT_TRUE(holds_card_number("\u06F4111 1111 1111 1111"));
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
}

TEST(CardGuard, TakesLettersAndWideGapsAsTheEndOfANumber) {
    for (const std::string_view text : {"4111 1111 and 1111 1111", "41111111a11111111", "4111    1111    1111    1111",
                                        "4111111111 --- 111111", "4111\u00F11111\u00F11111\u00F11111"}) {
        EXPECT_FALSE(holds_card_number(text)) << text;
    }
}

TEST(CardGuard, TakesEveryLetterOfEveryScriptAsTheEndOfANumber) {
    for (const std::string_view letter :
         {"a", "Z", "\u00E9", "\u03B1", "\u0416", "\u05D0", "\u0639", "\u0915", "\u0E01", "\u4E00", "\uAC00"}) {
        EXPECT_FALSE(holds_card_number(spread("4111111111111111", 4, letter))) << letter;
    }
}

TEST(CardGuard, PassesBarcodes) {
    for (const std::string_view barcode :
         {"96385074", "036000291452", "4006381333931", "5901234123457", "5000112637922", "4056489000006", "6901234567892",
          "10012345678902", "5 901234 123457", "0 36000 29145 2", "1 00 12345 67890 2", "9780201379624"}) {
        EXPECT_FALSE(holds_card_number(barcode)) << barcode;
    }
}

TEST(CardGuard, PassesABarcodeLikeADinersClubNumberUnlessWrittenAsOne) {
    for (const std::string_view both : {"36000010000071", "30500010000027", "39000010000078"}) {
        EXPECT_FALSE(holds_card_number(both)) << both;
        EXPECT_FALSE(holds_card_number(samples::join({both.substr(0, 1), " ", both.substr(1, 2), " ", both.substr(3, 5), " ",
                                                      both.substr(8, 5), " ", both.substr(13)})));
        EXPECT_TRUE(holds_card_number(samples::join({both.substr(0, 4), " ", both.substr(4, 6), " ", both.substr(10)})));
        EXPECT_TRUE(holds_card_number(spread(both, 4, " "))) << both;
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
    for (const std::string_view text :
         {"2026-11-22 4111 1111 1111 1111", "312-555-0142 4111111111111111", "4111-1111-1111-1111 2026-11-22",
          "4111-1111-1111-1111-11-22", "2026-11-22-4111-1111-1111-1111", "4111-1111-1111-2002-11-27",
          "4111 1111 1111 1111-11-27", "17:41 4111 1111 1111 1111", "4111 1111 1111 1111 12:27",
          "1 312 555 0142 4111 1111 1111 1111", "312 555 0142 312 555 0199 4111 1111 1111 1111",
          "(0) 4111 1111 1111 1111"}) {
        EXPECT_TRUE(holds_card_number(text)) << text;
    }
}

TEST(CardGuard, APhoneNumberIsToldByItsCountryNotByItsPlus) {
    for (const std::string_view phone : {"4366412345606", "4915112345611", "6281234567808", "+44 (0) 20 7946 0958"}) {
        EXPECT_FALSE(holds_card_number(phone)) << phone;
    }
    EXPECT_TRUE(holds_card_number("+4222222222222"));
    EXPECT_TRUE(holds_card_number("+4111111111111111"));
}

}  // namespace
}  // namespace tillnote
