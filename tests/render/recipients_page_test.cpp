#include "server/render/recipients_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(RecipientsPage, SaysOfEachAddressWhatItGetsAndWhetherItArrives) {
    const std::string text = visible_text(render_recipients_page(samples::recipients()));
    EXPECT_THAT(text, HasSubstr("assistant@shop.example digest The digest, every morning at 06:30. "
                                "The latest mail, of Tue 17 Nov 05:45, was delivered."));
    EXPECT_THAT(text, HasSubstr("was not delivered: The mail server said: 550 no such user"));
    EXPECT_THAT(text, HasSubstr("Alerts, as they are raised. The latest mail, of Tue 17 Nov 05:45, has not been delivered "
                                "yet and is tried again: The mail server did not answer in time."));
    EXPECT_THAT(text, HasSubstr("No digest since Mon 16 Nov 17:41."));
    EXPECT_THAT(text, HasSubstr("Nothing has been sent yet."));
}

TEST(RecipientsPage, OffersATimeForDigestsOnlyAndABeginningToWhoHasLeft) {
    RecipientsPage page = samples::recipients();
    const auto alone = [&](std::size_t index) {
        RecipientsPage one = page;
        one.rows = {page.rows[index]};
        const std::string html = render_recipients_page(one);
        return html.substr(0, html.find("<section>", html.find("<section>") + 1));
    };
    EXPECT_THAT(alone(0), AllOf(HasSubstr("name=\"local_time\" type=\"time\" value=\"06:30\""), HasSubstr("value=\"stop\""),
                                HasSubstr("lang=\"es\" selected"), Not(HasSubstr("value=\"start\""))));
    EXPECT_THAT(alone(2), AllOf(Not(HasSubstr("name=\"local_time\"")), HasSubstr("value=\"stop\"")));
    EXPECT_THAT(alone(3), AllOf(HasSubstr("value=\"start\""), Not(HasSubstr("value=\"stop\""))));
}

TEST(RecipientsPage, SaysAMistakeAtItsFieldAndKeepsWhatWasTyped) {
    RecipientsPage page = samples::recipients();
    page.typed.email = "nobody";
    page.frame.problem = Error{ErrorCode::invalid_field, "Expected an address such as manager@shop.example.", "/email"};
    EXPECT_THAT(render_recipients_page(page),
                AllOf(HasSubstr("value=\"nobody\""), HasSubstr("aria-describedby=\"email-problem\""),
                      HasSubstr("id=\"email-problem\">Expected an address such as manager@shop.example.</p>")));
    page = samples::recipients();
    page.changing = page.rows[1].recipient.recipient_id;
    page.typed.local_time = "soon";
    page.frame.problem = Error{ErrorCode::invalid_field, "Expected a local time.", "/local_time"};
    const std::string html = render_recipients_page(page);
    EXPECT_THAT(html, AllOf(HasSubstr("id=\"time-" + page.changing->to_string() + "-problem\">Expected a local time."),
                            Not(HasSubstr("local-time-problem"))));
}

TEST(RecipientsPage, SpeaksSpanishAndSaysThatNobodyIsOnTheList) {
    RecipientsPage page = samples::recipients();
    page.frame.language = domain::Language::spanish;
    page.frame.done = "stopped";
    const std::string text = visible_text(render_recipients_page(page));
    EXPECT_THAT(text, AllOf(HasSubstr("El último correo, del mar 17 nov 05:45, fue entregado."), HasSubstr("Detenido.")));
    page.rows.clear();
    EXPECT_THAT(visible_text(render_recipients_page(page)), HasSubstr("Todavía nadie recibe correo de esta tienda."));
}

}  // namespace
}  // namespace tillnote::render
