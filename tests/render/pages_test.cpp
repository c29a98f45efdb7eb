#include "server/render/pages.hpp"

#include "server/render/templates.hpp"
#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(SignInPage, AsksForEmailAndPasswordWithLabels) {
    const std::string page = render_sign_in_page({"token-1", "", "", "/stores/oak/latest"});
    EXPECT_THAT(page, HasSubstr("<form class=\"card\" method=\"post\" action=\"/sign-in\">"));
    EXPECT_THAT(page, HasSubstr("name=\"csrf_token\" value=\"token-1\""));
    EXPECT_THAT(page, HasSubstr("name=\"next\" value=\"/stores/oak/latest\""));
    EXPECT_THAT(page, HasSubstr("<label for=\"email\">E-mail</label>"));
    EXPECT_THAT(page, HasSubstr("autocomplete=\"username\""));
    EXPECT_THAT(page, HasSubstr("name=\"password\" type=\"password\" autocomplete=\"current-password\""));
    EXPECT_THAT(page, Not(HasSubstr("role=\"alert\"")));
}

TEST(SignInPage, SaysWhatWentWrongAndKeepsTheEmail) {
    const std::string page = render_sign_in_page({"t", "m@example.org", "Check both and try again.", "/"});
    EXPECT_THAT(page, ContainsRegex("role=\"alert\"[^>]*><b>Sign-in did not work</b><br>Check both and try again.</div>"));
    EXPECT_THAT(page, HasSubstr("value=\"m@example.org\""));
    EXPECT_THAT(page, HasSubstr("aria-describedby=\"sign-in-problem\""));
}

TEST(SignInPage, AsksForNoPasswordWhereAProxySignsPeopleIn) {
    const std::string page = render_sign_in_page({.has_form = false});
    EXPECT_THAT(page, Not(HasSubstr("<form class=\"card\"")));
    EXPECT_THAT(page, Not(HasSubstr("/forgotten-password")));
    EXPECT_THAT(page, HasSubstr("There are no passwords here"));
    EXPECT_THAT(render_sign_in_page({.language = Language::spanish, .has_form = false}), HasSubstr("no hay contraseñas"));
}

TEST(SignInPage, TellsWhomTheProxyNamesAndNobodyKnows) {
    const std::string page = render_sign_in_page({.unknown_user = hostile});
    EXPECT_THAT(page, HasSubstr("has no account here"));
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, HasSubstr("name=\"password\"")) << "a password may still be good";
}

TEST(SignInPage, SaysWhatIsStillSignedInAfterSigningOut) {
    const std::string page =
        render_sign_in_page({.has_form = false, .signed_out = true, .sign_out_url = "/oauth2/sign_out?a=1&b=2"});
    EXPECT_THAT(page, HasSubstr("<h1>Signed out</h1>"));
    EXPECT_THAT(page, HasSubstr("href=\"/oauth2/sign_out?a=1&amp;b=2\""));
    EXPECT_THAT(page, HasSubstr("href=\"/sign-in\""));
    EXPECT_THAT(page, Not(HasSubstr("role=\"alert\"")));
    EXPECT_THAT(render_sign_in_page({.has_form = false, .signed_out = true}), Not(HasSubstr("company account</a>")));
}

TEST(StoresPage, ListsStoresUnderTheirDistrictWithTheLatestDay) {
    const std::string page = render_stores_page(samples::stores());
    const auto north = page.find("North District");
    const auto oak = page.find("<a href=\"/stores/store-1/2026-11-16\"><bdi>Oak Street</bdi></a>");
    const auto south = page.find("South District");
    const auto cedar = page.find("Cedar Park");
    EXPECT_LT(north, oak);
    EXPECT_LT(oak, south);
    EXPECT_LT(south, cedar);
    EXPECT_NE(cedar, std::string::npos);
    EXPECT_THAT(page, ContainsRegex("class=\"n warning\">87%<"));
    EXPECT_THAT(page, HasSubstr("href=\"/stores/store-1/today\""));
    EXPECT_THAT(page, HasSubstr("action=\"/sign-out\""));
    EXPECT_THAT(page, HasSubstr("<bdi>Station Square</bdi></a> <span class=\"standing\">1 alert to acknowledge</span>"));
    EXPECT_THAT(page, HasSubstr("6 alerts to acknowledge"));
    EXPECT_THAT(page, Not(HasSubstr("0 alerts")));
}

TEST(StoresPage, KeepsADistrictTogetherWhenItsStoresComeApart) {
    StoresPage page = samples::stores();
    std::swap(page.stores[0], page.stores[11]);
    const std::string html = render_stores_page(page);
    const std::regex group{"class=\"group\""};
    EXPECT_EQ(std::distance(std::sregex_iterator{html.begin(), html.end(), group}, std::sregex_iterator{}), 2);
}

TEST(StoresPage, SaysWhatToDoWithoutAStore) {
    const std::string page = render_stores_page({"a@example.org", "t", {}});
    EXPECT_THAT(page, HasSubstr("There is no store you may read."));
    EXPECT_THAT(page, Not(HasSubstr("<table")));
}

TEST(ProblemPage, NamesTheRequestAndAWayOut) {
    const std::string page = render_problem_page({404, "Not found", "There is no such page.", "req-1", true});
    EXPECT_THAT(page, HasSubstr("<h1>Not found</h1>"));
    EXPECT_THAT(page, HasSubstr("There is no such page."));
    EXPECT_THAT(page, HasSubstr("<code>req-1</code>"));
    EXPECT_THAT(page, HasSubstr("<a href=\"/\">Go to your stores</a>"));
    const std::string stranger = render_problem_page({401, "Sign in", "Sign in first.", "", false});
    EXPECT_THAT(stranger, HasSubstr("<a href=\"/sign-in\">Go to sign-in</a>"));
    EXPECT_THAT(stranger, Not(HasSubstr("<code>")));
}

TEST(Pages, EscapeHostileTextInEveryField) {
    StoresPage stores{hostile, hostile, {{"oak", hostile, hostile, samples::stores().stores[0].latest, 1, 100}}};
    const std::string pages = render_sign_in_page({hostile, hostile, hostile, hostile}) + render_stores_page(stores) +
                              render_problem_page({500, hostile, hostile, hostile, true});
    EXPECT_THAT(pages, Not(HasSubstr("<script")));
    EXPECT_THAT(pages, Not(HasSubstr("\u202E")));
    EXPECT_THAT(pages, Not(HasSubstr("\"\">")));
}

TEST(Pages, HaveNothingInlineThatThePolicyForbids) {
    const std::string pages = render_sign_in_page({"t", "m@example.org", "no", "/"}) +
                              render_stores_page(samples::stores()) +
                              render_problem_page({500, "Error", "Try again.", "r", true});
    EXPECT_THAT(pages, Not(ContainsRegex("[[:space:]](style|on[a-z]+)=")));
    EXPECT_THAT(pages, Not(ContainsRegex("<(script|style|iframe|object)")));
}

TEST(Templates, NeverWriteAValueUnescaped) {
    for (const char* name : {"head",  "sign_out",   "share",      "digest",       "sign_in",    "stores",   "problem",
                             "act",   "act_fields", "comments",   "count",        "history",    "heard_28", "languages",
                             "lines", "mail",       "mail_count", "mail_section", "mail_share", "numbers",  "rest"}) {
        const std::string_view text = find_template_text(name);
        EXPECT_FALSE(text.empty()) << name;
        EXPECT_EQ(text.find("{{{"), std::string_view::npos) << name;
        EXPECT_EQ(text.find("{{&"), std::string_view::npos) << name;
    }
}

TEST(Assets, AreFoundUnderTheirHashOnly) {
    const std::string page = render_sign_in_page({});
    std::smatch link;
    ASSERT_TRUE(std::regex_search(page, link, std::regex{"href=\"(/assets/tillnote\\.[0-9a-f]{16}\\.css)\""}));
    const std::string path = link[1];
    const auto style = find_asset(path);
    ASSERT_TRUE(style.has_value());
    EXPECT_EQ(style->content_type, "text/css; charset=utf-8");
    EXPECT_EQ(style->path, path);
    EXPECT_THAT(std::string{style->body}, HasSubstr("prefers-color-scheme: dark"));
    ASSERT_TRUE(std::regex_search(page, link, std::regex{"href=\"(/assets/tillnote\\.[0-9a-f]{16}\\.svg)\""}));
    const auto icon = find_asset(link.str(1));
    ASSERT_TRUE(icon.has_value());
    EXPECT_EQ(icon->content_type, "image/svg+xml");
    EXPECT_FALSE(find_asset("/assets/tillnote.css").has_value());
    EXPECT_FALSE(find_asset("/assets/../head.mustache").has_value());
}

}  // namespace
}  // namespace tillnote::render
