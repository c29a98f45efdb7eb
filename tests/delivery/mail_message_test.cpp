#include "server/delivery/mail_message.hpp"

#include "tests/delivery/smtp_server.hpp"

#include <gmock/gmock.h>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Mail sample() {
    return {"tillnote@shop.example",
            "manager@shop.example",
            "digest.oak-street.2026-11-24.1.x@shop.example",
            std::chrono::sys_days{2026y / std::chrono::November / 25} + 11h + 45min,
            {"Lo que dijeron: Calle Ñuñoa, 38 remarks on Tuesday and some more words to be long",
             "Línea = uno\n.punto\n\nfin \n", "<!DOCTYPE html>\n<p class=\"x\">Línea</p>\n"},
            "https://tillnote.example/unsubscribe/oak-street.secret"};
}

TEST(MailMessage, IsReadByAMailProgramAsItWasMeant) {
    const Mail mail = sample();
    const auto seen = test::read_mail(render_mail(mail));
    EXPECT_THAT(seen["defects"], IsEmpty());
    EXPECT_EQ(seen["type"], "multipart/alternative");
    ASSERT_EQ(seen["parts"].size(), 2U) << "the twin that is read with images off comes first";
    EXPECT_EQ(seen["parts"][0]["type"], "text/plain");
    EXPECT_EQ(seen["parts"][0]["text"], mail.body.text);
    EXPECT_EQ(seen["parts"][1]["type"], "text/html");
    EXPECT_EQ(seen["parts"][1]["text"], mail.body.html);
    const auto& headers = seen["headers"];
    EXPECT_EQ(headers["subject"], mail.body.subject);
    EXPECT_EQ(headers["from"], "Tillnote <tillnote@shop.example>");
    EXPECT_EQ(headers["to"], "manager@shop.example");
    EXPECT_EQ(headers["date"], "Wed, 25 Nov 2026 11:45:00 +0000");
    EXPECT_EQ(headers["message-id"], "<digest.oak-street.2026-11-24.1.x@shop.example>");
    EXPECT_EQ(headers["auto-submitted"], "auto-generated");
    EXPECT_EQ(headers["list-unsubscribe"], "<https://tillnote.example/unsubscribe/oak-street.secret>");
    EXPECT_EQ(headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    EXPECT_EQ(headers["mime-version"], "1.0");
}

TEST(MailMessage, HasNoUnsubscribeHeaderWithoutALink) {
    Mail mail = sample();
    mail.unsubscribe_url.clear();
    EXPECT_THAT(render_mail(mail), Not(HasSubstr("List-Unsubscribe")));
}

TEST(MailMessage, HoldsOnlyLinesThatAnyServerTakes) {
    Mail mail = sample();
    mail.body.text += std::string(3000, 'w') + "\n";
    const std::string bytes = render_mail(mail);
    std::size_t begin = 0;
    for (std::size_t end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n', begin)) {
        ASSERT_EQ(bytes[end - 1], '\r') << "a bare LF";
        ASSERT_LE(end - begin, 998U);
        begin = end + 1;
    }
    EXPECT_EQ(begin, bytes.size());
    for (const char letter : bytes) {
        ASSERT_LT(static_cast<unsigned char>(letter), 0x80);
    }
    EXPECT_EQ(test::read_mail(bytes)["parts"][0]["text"], mail.body.text);
}

TEST(MailMessage, CannotBeGivenHeadersOrPartsByWhatItSays) {
    Mail mail = sample();
    mail.body.subject = "Oak\r\nBcc: thief@x.example\r\n\r\nbody";
    mail.body.text = "--=_tillnote_twin--\r\n\r\nBcc: thief@x.example\n";
    const auto seen = test::read_mail(render_mail(mail));
    EXPECT_FALSE(seen["headers"].contains("bcc"));
    EXPECT_THAT(seen["defects"], IsEmpty());
    ASSERT_EQ(seen["parts"].size(), 2U);
    EXPECT_EQ(seen["parts"][1]["text"], mail.body.html);
}

TEST(MailMessage, IsTheSameBytesEachTime) {
    EXPECT_EQ(render_mail(sample()), render_mail(sample()));
}

}  // namespace
}  // namespace tillnote::delivery
