#include "server/render/account_page.hpp"

#include "server/render/sign_in_code_page.hpp"
#include "tests/render/hostile_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

AccountPage with_factor() {
    AccountPage page;
    page.email = "m@example.org";
    page.csrf_token = "token-1";
    page.factor = domain::SecondFactor{"sealed", 0, Instant{std::chrono::seconds(1'795'000'000)}, 7};
    return page;
}

TEST(AccountPage, OffersTheSetUpWhereThereIsNone) {
    AccountPage page;
    page.email = "m@example.org";
    page.needed = true;
    const std::string html = render_account_page(page);
    EXPECT_THAT(html, HasSubstr("Before you go on"));
    EXPECT_THAT(html, HasSubstr("action=\"/account/second-factor\""));
    EXPECT_THAT(html, Not(HasSubstr("<svg class=\"qr\"")));
    EXPECT_THAT(html, Not(HasSubstr("recovery-codes")));
}

TEST(AccountPage, ShowsTheSecretAsPictureAsTextAndAsLink) {
    AccountPage page;
    page.pending_secret = "GEZDGNBVGY3TQOJQ";
    page.pending_link = "otpauth://totp/Tillnote:m%40example.org?secret=GEZDGNBVGY3TQOJQ";
    const std::string html = render_account_page(page);
    EXPECT_THAT(html, HasSubstr("<svg class=\"qr\""));
    EXPECT_THAT(html, HasSubstr("GEZD GNBV GY3T QOJQ"));
    EXPECT_THAT(html, ContainsRegex("href=\"otpauth:(//|&#x2F;&#x2F;)"));
    EXPECT_THAT(html, HasSubstr("autocomplete=\"one-time-code\""));
}

TEST(AccountPage, SaysSinceWhenAndHowManyRecoveryCodesAreLeft) {
    const std::string html = render_account_page(with_factor());
    EXPECT_THAT(html, HasSubstr("It is on since"));
    EXPECT_THAT(html, HasSubstr("7 of your ten recovery codes are left"));
    AccountPage spanish = with_factor();
    spanish.language = domain::Language::spanish;
    EXPECT_THAT(render_account_page(spanish), HasSubstr("Le quedan 7 de sus diez"));
}

TEST(AccountPage, ShowsRecoveryCodesAndNothingElseToDo) {
    AccountPage page = with_factor();
    page.recovery_codes = {"BCDF-2345-GHKL-6789-MPQR-STVW"};
    const std::string html = render_account_page(page);
    EXPECT_THAT(html, HasSubstr("<li><code>BCDF-2345-GHKL-6789-MPQR-STVW</code></li>"));
    EXPECT_THAT(html, Not(HasSubstr("class=\"card\"")));
}

TEST(AccountPage, HasNothingToSetUpInTheDemo) {
    AccountPage page;
    page.demo = true;
    const std::string html = render_account_page(page);
    EXPECT_THAT(html, HasSubstr("of the demo"));
    EXPECT_THAT(html, Not(HasSubstr("action=\"/account/second-factor\"")));
}

TEST(AccountPage, EscapesHostileTextAndHasNothingInline) {
    AccountPage page = with_factor();
    page.email = hostile;
    page.csrf_token = hostile;
    page.problem = Error{ErrorCode::conflict, hostile, "factor"};
    AccountPage pending;
    pending.pending_secret = hostile;
    pending.pending_link = hostile;
    const std::string html = render_account_page(page) + render_account_page(pending) +
                             render_sign_in_code_page({hostile, hostile, hostile, hostile, domain::Language::english});
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("\u202E")));
    EXPECT_THAT(html, Not(ContainsRegex("[[:space:]](style|on[a-z]+)=")));
}

TEST(SignInCodePage, AsksForACodeAndSaysWhatWentWrong) {
    const std::string html = render_sign_in_code_page(
        {"token-1", "/stores", "/sign-in/code", "Wait for the next one.", domain::Language::english});
    EXPECT_THAT(html, HasSubstr("name=\"csrf_token\" value=\"token-1\""));
    EXPECT_THAT(html, HasSubstr("autocomplete=\"one-time-code\""));
    EXPECT_THAT(html, ContainsRegex("role=\"alert\"[^>]*><b>Sign-in did not work</b><br>Wait for the next one."));
}

}  // namespace
}  // namespace tillnote::render
