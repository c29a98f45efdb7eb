#include "server/render/users_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_users.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(UsersPage, SaysOfEachWhatTheyMayAndWhenTheyWereHere) {
    const std::string text = visible_text(render_users_page(samples::users()));
    EXPECT_THAT(text, HasSubstr("admin@chain.example administrator Code from the phone: set up Last sign-in: Mon 17 Nov "
                                "03:42 State: enabled"));
    EXPECT_THAT(text, HasSubstr("manager oak-street, district lead north"));
    EXPECT_THAT(text, AllOf(HasSubstr("State: invited"), HasSubstr("State: disabled"), HasSubstr("Last sign-in: never")));
    EXPECT_THAT(text, HasSubstr("There are more; search for the rest."));
}

TEST(UsersPage, KeepsWhatWasTypedBesideTheProblem) {
    UsersPage page = samples::users();
    page.frame.problem = Error{ErrorCode::invalid_field, "Type an address such as manager@shop.example.", "/email"};
    page.typed = {"nobody", "district", "north", "es"};
    EXPECT_THAT(
        render_users_page(page),
        AllOf(HasSubstr("role=\"alert\""), HasSubstr("value=\"nobody\""), HasSubstr("value=\"district\" selected"),
              HasSubstr("value=\"north\""), HasSubstr("value=\"es\" selected"), HasSubstr("aria-describedby=\"problem\"")));
}

TEST(UserPage, OffersWhatCanBeDoneWithTheAccount) {
    UserPage page = samples::user();
    const std::string path = "/admin/users/" + page.user.account.account_id.to_string();
    const auto offers = [&](std::string_view what) {
        return render_user_page(page).find("action=\"" + path + std::string(what) + "\"") != std::string::npos;
    };
    for (const char* deed : {"/roles", "/roles/removal", "/link", "/second-factor/removal", "/sessions/end", "/state"}) {
        EXPECT_TRUE(offers(deed)) << deed;
    }
    page.user.account.disabled = true;
    page.user.has_second_factor = false;
    page.user.account.grants.resize(1);
    EXPECT_FALSE(offers("/link")) << "it opens nothing";
    EXPECT_FALSE(offers("/second-factor/removal"));
    EXPECT_FALSE(offers("/roles/removal")) << "one role stays";
    EXPECT_THAT(render_user_page(page), HasSubstr("value=\"enabled\""));
    page.own = true;
    EXPECT_FALSE(offers("/state"));
    EXPECT_THAT(render_user_page(page), HasSubstr("href=\"/account\""));
    page.own = false;
    page.user.account.demo = true;
    EXPECT_FALSE(offers("/roles"));
}

TEST(UsersPage, SpeaksOfNoLinkWhereOnlyAProxySignsPeopleIn) {
    UsersPage page = samples::users();
    EXPECT_THAT(visible_text(render_users_page(page)), AllOf(HasSubstr("Send the invitation"), HasSubstr("Mail in")));
    page.has_links = false;
    EXPECT_THAT(visible_text(render_users_page(page)),
                AllOf(HasSubstr("Add the account"), Not(HasSubstr("nvitation")), Not(HasSubstr("Mail in"))));
    page.frame.language = domain::Language::spanish;
    page.frame.done = "added";
    EXPECT_THAT(visible_text(render_users_page(page)),
                AllOf(HasSubstr("Agregar la cuenta"), HasSubstr("Agregada. La persona entra con su cuenta")));
    UserPage user = samples::user();
    user.has_links = false;
    EXPECT_THAT(render_user_page(user), Not(HasSubstr("/link\"")));
}

TEST(UserPage, SaysWhatWasDoneInBothLanguages) {
    UserPage page = samples::user();
    page.frame.done = "reset";
    EXPECT_THAT(visible_text(render_user_page(page)), HasSubstr("The code was taken away"));
    page.frame.language = domain::Language::spanish;
    EXPECT_THAT(visible_text(render_user_page(page)),
                AllOf(HasSubstr("Se quitó el código"), HasSubstr("gerente oak-street")));
}

TEST(UserPage, EscapesHostileText) {
    UserPage page = samples::user();
    page.user.account.email = page.typed_scope = page.frame.done = hostile_template;
    page.user.account.grants[0].scope = hostile_template;
    EXPECT_THAT(render_user_page(page), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
    UsersPage list = samples::users();
    list.search = list.typed.email = list.typed.scope = list.users[0].account.email = hostile_template;
    EXPECT_THAT(render_users_page(list), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
}

TEST(AdminPage, LeadsToEveryOtherPageForAdministrators) {
    AdminFrame frame;
    frame.path = "/admin";
    EXPECT_THAT(render_admin_page(frame), AllOf(HasSubstr("<li><a href=\"/admin/users\">Users</a></li>"),
                                                HasSubstr("<li><a href=\"/admin/audit\">Audit log</a></li>"),
                                                Not(HasSubstr("<li><a href=\"/admin\">"))));
}

}  // namespace
}  // namespace tillnote::render
