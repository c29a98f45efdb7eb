#include "server/render/digest_mail.hpp"

#include "server/render/html_text.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DigestMail, SaysTheSameInBothTwins) {
    const MailBody body =
        render_digest_mail(samples::full_day(), {"https://t.example/p", "https://t.example/u?a&b"}, Language::english);
    for (const auto& number : {"Oak Street", "Produce"}) {
        EXPECT_THAT(body.text, HasSubstr(number));
        EXPECT_THAT(body.html, HasSubstr(number));
    }
    EXPECT_THAT(body.text, HasSubstr("https://t.example/u?a&b"));
    EXPECT_THAT(body.html, HasSubstr("href=\"https://t.example/u?a&amp;b\""));
    EXPECT_THAT(body.html, HasSubstr("href=\"https://t.example/p\""));
}

TEST(DigestMail, KeepsNamesFromBecomingMarkupOrHeaders) {
    auto digest = samples::full_day();
    digest.store.name = "Oak <b>\r\nBcc: x";
    const MailBody body = render_digest_mail(digest, {}, Language::spanish);
    EXPECT_THAT(body.subject, Not(HasSubstr("\n")));
    EXPECT_THAT(body.html, Not(HasSubstr("<b>")));
}

TEST(HtmlText, EscapesWhatHtmlGivesAMeaning) {
    EXPECT_EQ(escape_html("a<b>&\"'ñ"), "a&lt;b&gt;&amp;&quot;&#39;ñ");
}

}  // namespace
}  // namespace tillnote::render
