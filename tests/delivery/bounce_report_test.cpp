#include "server/delivery/bounce_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::delivery {
namespace {

using testing::HasSubstr;

constexpr const char* id = "digest.oak-street.2026-11-24.1.0191c8a4-5e2b-7c3d-8f00-0a1b2c3d4e5f@shop.example";

/// As a mail server writes it: what happened in words, as fields, and the mail or its headers.
std::string notification(const std::string& status, const std::string& returned_as, const std::string& returned) {
    return "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nMessage-ID: <20261125.1234@mx.example>\r\n"
           "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"5A0.1732/mx\"\r\n\r\n"
           "--5A0.1732/mx\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nAction: none that counts, this is "
           "prose\r\n\r\n"
           "--5A0.1732/mx\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n"
           "Reporting-MTA: dns; mx.example\r\n\r\n" +
           status + "\r\n--5A0.1732/mx\r\nContent-Type: " + returned_as + "\r\n\r\n" + returned + "\r\n--5A0.1732/mx--\r\n";
}

std::string failed(const std::string& returned_as, const std::string& returned) {
    return notification(
        "Final-Recipient: rfc822; boss@shop.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; "
        "mail.shop.example\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <boss@shop.example>:\r\n    Recipient address rejected\r\n",
        returned_as, returned);
}

std::string returned_mail() {
    return std::string("From: tillnote@shop.example\r\nMessage-ID: <") + id +
           ">\r\nContent-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n--inner\r\nContent-Type: text/plain\r\n\r\n"
           "Message-ID: <one in the text@shop.example>\r\n--inner--\r\n";
}

TEST(BounceReport, SaysWhichMailDidNotArriveAndWhy) {
    const auto report = read_bounce(failed("message/rfc822", returned_mail()));
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->message_id, id);
    EXPECT_TRUE(report->failed);
    EXPECT_EQ(report->what, "5.1.1, smtp; 550 5.1.1 <boss@shop.example>: Recipient address rejected");
}

TEST(BounceReport, TakesHeadersOnlyAndFoldedOnesAndOtherCase) {
    const auto report =
        read_bounce(failed("Text/RFC822-Headers", std::string("message-id:\r\n <") + id + ">\r\nSubject: x\r\n"));
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->message_id, id);
}

TEST(BounceReport, TakesLinesThatEndAsInAFile) {
    std::string mail = failed("message/rfc822", returned_mail());
    std::erase(mail, '\r');
    EXPECT_EQ(read_bounce(mail).value().message_id, id);
}

TEST(BounceReport, KnowsWhatIsNotGivenUp) {
    for (const char* action : {"delayed", "delivered", "relayed", "expanded"}) {
        const auto report = read_bounce(
            notification(std::string("Action: ") + action + "\r\nStatus: 4.4.1\r\n", "message/rfc822", returned_mail()));
        ASSERT_TRUE(report) << action;
        EXPECT_FALSE(report->failed) << action;
    }
}

TEST(BounceReport, KeepsOneShortPrintableLine) {
    const auto report =
        read_bounce(notification("Action: failed\r\nDiagnostic-Code: smtp; \x1b[31m" + std::string(5'000, 'x') + "\r\n",
                                 "message/rfc822", returned_mail()));
    ASSERT_TRUE(report);
    EXPECT_LE(report->what.size(), 200U);
    EXPECT_EQ(report->what.find('\x1b'), std::string::npos);
}

TEST(BounceReport, RefusesWhatIsNone) {
    EXPECT_THAT(read_bounce("").error().detail, HasSubstr("no delivery status notification"));
    EXPECT_THAT(read_bounce(returned_mail()).error().detail, HasSubstr("no delivery status notification"));
    EXPECT_THAT(read_bounce("Subject: I am on holiday\r\n\r\nAction: failed\r\n").error().detail,
                HasSubstr("no delivery status notification"));
    EXPECT_THAT(read_bounce(failed("text/plain", returned_mail())).error().detail, HasSubstr("which mail it is about"));
}

/// What is cut off anywhere says a part of it or is refused; it never says something else.
TEST(BounceReport, SaysNothingElseWhenItIsCutOff) {
    const std::string mail = failed("message/rfc822", returned_mail());
    for (std::size_t length = 0; length < mail.size(); ++length) {
        if (const auto report = read_bounce(std::string_view(mail).substr(0, length))) {
            EXPECT_TRUE(std::string_view(id).starts_with(report->message_id.substr(report->message_id.starts_with('<'))))
                << length;
        }
    }
}

}  // namespace
}  // namespace tillnote::delivery
