#include "server/render/actions_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(ActionsPage, ShowsWhatStandsWhatIsOpenAndWhatIsDone) {
    const std::string text = visible_text(render_actions_page(samples::actions()));
    EXPECT_THAT(text, HasSubstr("Expired/spoiled Heard 2 times, first Tue 17 Nov 17:12."));
    EXPECT_THAT(text, HasSubstr("Produce · complaints Digest of Wed 11 Nov, open for 6 days."));
    EXPECT_THAT(text, HasSubstr("Long line Digest of Mon 16 Nov, open for 1 day. Somebody is on it. Assigned to Checkout."));
    EXPECT_THAT(
        text, HasSubstr("Fresh delivery every morning at six, and what is tired goes out at noon. Done Mon 16 Nov 17:41."));
}

TEST(ActionsPage, OffersOnlyLinesWithAReplyForThePoster) {
    const std::string page = render_actions_page(samples::actions());
    EXPECT_THAT(page, HasSubstr("name=\"line\" value=\"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d13\""));
    EXPECT_THAT(page, Not(HasSubstr("name=\"line\" value=\"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d15\"")));
}

TEST(ActionsPage, HasNoFormForWhoOnlyReads) {
    ActionsPage page = samples::actions();
    page.frame.manages = false;
    EXPECT_THAT(render_actions_page(page), AllOf(HasSubstr("Produce · complaints"), Not(HasSubstr("name=\"do\""))));
}

TEST(ActionsPage, SaysThatNothingIsOpenOrDoneAndWhatWentWrong) {
    ActionsPage page = samples::actions();
    page.alerts.clear();
    page.actions.clear();
    page.frame.problem = Error{ErrorCode::conflict, "This line is done already; open it again first.", "/state"};
    const std::string text = visible_text(render_actions_page(page));
    EXPECT_THAT(text, AllOf(HasSubstr("Nothing is open."), HasSubstr("Nothing is done yet."),
                            HasSubstr("That did not work This line is done already"), Not(HasSubstr("Make the poster"))));
}

TEST(ActionsPage, EscapesWhatAManagerTyped) {
    ActionsPage page = samples::actions();
    page.actions[2].reply = "<script>alert(1)</script>";
    EXPECT_THAT(render_actions_page(page), Not(HasSubstr("<script>")));
}

TEST(ActionsPage, SpeaksSpanish) {
    ActionsPage page = samples::actions();
    page.frame.language = domain::Language::spanish;
    EXPECT_THAT(render_actions_page(page), AllOf(HasSubstr("<html lang=\"es\">"), HasSubstr("Frutas y verduras · quejas"),
                                                 HasSubstr("abierta hace 6 días"), HasSubstr("Me encargo"),
                                                 HasSubstr("Oída 2 veces, primero mar 17 nov 17:12."),
                                                 HasSubstr("mié 11 nov"), HasSubstr("Cerrar sesión")));
    page.frame.done = "assign";
    page.frame.problem = Error{ErrorCode::conflict, "This line is done already; open it again first.", "/state"};
    EXPECT_THAT(render_actions_page(page),
                AllOf(HasSubstr("La línea está asignada."), HasSubstr("ábrala de nuevo"), Not(HasSubstr("open it again"))));
}

TEST(ActionsPage, OffersTheOtherLanguageAndAPosterInTheReadersOwn) {
    ActionsPage page = samples::actions();
    EXPECT_THAT(render_actions_page(page), AllOf(HasSubstr("href=\"/stores/oak-street/actions?lang=es\""),
                                                 Not(HasSubstr("value=\"es\" lang=\"es\" selected"))));
    page.frame.language = domain::Language::spanish;
    EXPECT_THAT(render_actions_page(page), AllOf(HasSubstr("href=\"/stores/oak-street/actions?lang=en\""),
                                                 HasSubstr("value=\"es\" lang=\"es\" selected")));
}

}  // namespace
}  // namespace tillnote::render
