#include "server/delivery/mail_encoding.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;

TEST(MailEncoding, KeepsPlainLinesAndEncodesTheRest) {
    EXPECT_EQ(encode_quoted_printable("Oak = 1\nñ\n"), "Oak =3D 1\r\n=C3=B1\r\n");
    EXPECT_EQ(encode_quoted_printable("ends in a blank \nlast"), "ends in a blank=20\r\nlast\r\n");
    EXPECT_EQ(encode_quoted_printable("\n\n"), "\r\n\r\n");
    EXPECT_EQ(encode_quoted_printable(""), "");
    EXPECT_EQ(encode_quoted_printable("a\rb"), "a=0Db\r\n") << "no line end of its own";
}

TEST(MailEncoding, BreaksLongLinesWithoutBreakingACharacter) {
    const std::string encoded = encode_quoted_printable(std::string(100, 'x') + std::string(30, '='));
    std::istringstream lines(encoded);
    std::string whole;
    for (std::string line; std::getline(lines, line);) {
        ASSERT_EQ(line.back(), '\r');
        line.pop_back();
        ASSERT_LE(line.size(), 76U);
        if (line.back() == '=') {
            line.pop_back();
        }
        ASSERT_EQ(line.rfind('=') == std::string::npos ? 0U : (line.size() - line.find('=')) % 3, 0U) << line;
        whole += line;
    }
    std::string expected(100, 'x');
    for (int n = 0; n < 30; ++n) {
        expected += "=3D";
    }
    EXPECT_EQ(whole, expected);
}

TEST(MailEncoding, LeavesShortAsciiSubjectsReadable) {
    EXPECT_EQ(encode_header_text("Oak Street, 38 remarks"), "Oak Street, 38 remarks");
    EXPECT_EQ(encode_header_text("=?utf-8?B?eA==?="), "=?utf-8?B?PT91dGYtOD9CP2VBPT0/PQ==?=") << "taken for encoded else";
}

TEST(MailEncoding, FoldsEncodedWordsAtCharacters) {
    EXPECT_EQ(encode_header_text("ñ"), "=?utf-8?B?w7E=?=");
    std::string text;
    for (int n = 0; n < 40; ++n) {
        text += "ñ€";
    }
    const std::string encoded = encode_header_text(text);
    std::istringstream lines(encoded);
    int words = 0;
    for (std::string line; std::getline(lines, line); ++words) {
        EXPECT_LE(line.size(), 77U) << "75 of the word, one of folding, CR";
        EXPECT_EQ(line.find("=?utf-8?B?"), words == 0 ? 0U : 1U);
    }
    EXPECT_GT(words, 4);
}

TEST(MailEncoding, LetsNoTextBeginAHeaderOfItsOwn) {
    for (const char* text : {"Oak\r\nBcc: x@y.example", "Oak\nBcc: x", "Oak\rBcc: x", "Oak\0x"}) {
        const std::string encoded = encode_header_text(text);
        EXPECT_EQ(encoded.find_first_of("\r\n"), std::string::npos) << encoded;
    }
    EXPECT_EQ(encode_header_text("Oak\r\nBcc: x"), "Oak  Bcc: x");
    EXPECT_EQ(encode_header_text("Oak \xff\xfe Street"), "=?utf-8?B?T2FrID8/IFN0cmVldA==?=");
}

TEST(MailEncoding, WritesDatesAsMailDoes) {
    EXPECT_EQ(format_mail_date(std::chrono::sys_days{2026y / std::chrono::November / 5} + 5h + 45min + 9s + 3ms),
              "Thu, 05 Nov 2026 05:45:09 +0000");
}

}  // namespace
}  // namespace tillnote::delivery
