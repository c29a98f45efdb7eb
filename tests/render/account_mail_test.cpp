#include "server/render/account_mail.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using domain::Language;
using domain::LinkPurpose;
using testing::HasSubstr;
using testing::Not;

const std::string url = "https://tillnote.example/set-password/abc";

domain::AccountLink link_for(LinkPurpose purpose, Language language) {
    domain::AccountLink link;
    link.email = "m@x.example";
    link.purpose = purpose;
    link.language = language;
    return link;
}

TEST(AccountMail, HasTheLinkInTextAndHtmlAndSaysHowLongItIsGood) {
    const auto reset = render_account_mail(link_for(LinkPurpose::reset, Language::english), url);
    EXPECT_THAT(reset.text, HasSubstr("\n" + url + "\n"));
    EXPECT_THAT(reset.html, HasSubstr("href=\"" + url + "\""));
    EXPECT_THAT(reset.text, HasSubstr("for one hour"));
    EXPECT_THAT(reset.text, HasSubstr("do nothing"));
    const auto invitation = render_account_mail(link_for(LinkPurpose::invitation, Language::english), url);
    EXPECT_THAT(invitation.text, HasSubstr("for seven days"));
    EXPECT_NE(invitation.subject, reset.subject);
}

TEST(AccountMail, SpeaksTheLanguageThatWasAskedFor) {
    const auto reset = render_account_mail(link_for(LinkPurpose::reset, Language::spanish), url);
    EXPECT_THAT(reset.text, HasSubstr("durante una hora"));
    EXPECT_THAT(reset.html, HasSubstr("lang=\"es\""));
    EXPECT_THAT(render_account_mail(link_for(LinkPurpose::invitation, Language::spanish), url).text,
                HasSubstr("durante siete días"));
}

TEST(AccountMail, NeverNamesTheAccount) {
    EXPECT_THAT(render_account_mail(link_for(LinkPurpose::reset, Language::english), url).html, Not(HasSubstr("m@x")));
}

}  // namespace
}  // namespace tillnote::render
