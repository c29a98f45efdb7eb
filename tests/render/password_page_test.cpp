#include "server/render/password_page.hpp"

#include "tests/render/hostile_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using Step = PasswordPage::Step;

std::string page_of(Step step, domain::Language language = domain::Language::english) {
    PasswordPage page;
    page.step = step;
    page.csrf_token = "token-1";
    page.action = "/there";
    page.path = "/here";
    page.language = language;
    return render_password_page(page);
}

TEST(PasswordPage, AsksForWhatEachStepNeeds) {
    EXPECT_THAT(page_of(Step::ask), HasSubstr("name=\"email\""));
    EXPECT_THAT(page_of(Step::ask), Not(HasSubstr("name=\"password\"")));
    EXPECT_THAT(page_of(Step::choose), HasSubstr("name=\"password\" type=\"password\" autocomplete=\"new-password\""));
    EXPECT_THAT(page_of(Step::choose), Not(HasSubstr("name=\"email\"")));
    for (const char* field :
         {"name=\"token\"", "name=\"email\"", R"(name="password" type="password")", "value=\"token-1\""}) {
        EXPECT_THAT(page_of(Step::set_up), HasSubstr(field));
    }
    for (const Step done : {Step::asked, Step::chosen, Step::set_up_done}) {
        EXPECT_THAT(page_of(done), Not(HasSubstr("<form")));
        EXPECT_THAT(page_of(done), HasSubstr("href=\"/sign-in\""));
    }
}

TEST(PasswordPage, DoesNotSayWhetherThereIsSuchAnAccount) {
    EXPECT_THAT(page_of(Step::asked), HasSubstr("If there is an account"));
    EXPECT_THAT(page_of(Step::asked, domain::Language::spanish), HasSubstr("Si hay una cuenta"));
}

TEST(PasswordPage, EscapesHostileTextAndHasNothingInline) {
    for (const Step step : {Step::ask, Step::choose, Step::set_up}) {
        const std::string html =
            render_password_page({step, hostile, hostile, hostile, hostile, hostile, hostile, domain::Language::english});
        EXPECT_THAT(html, Not(HasSubstr("<script")));
        EXPECT_THAT(html, Not(HasSubstr("\u202E")));
        EXPECT_THAT(html, Not(ContainsRegex("[[:space:]](style|on[a-z]+)=")));
        EXPECT_THAT(html, HasSubstr("role=\"alert\""));
    }
}

}  // namespace
}  // namespace tillnote::render
