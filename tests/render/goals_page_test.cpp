#include "server/render/goals_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(GoalsPage, SaysHowEachGoalStandsWithItsNumbers) {
    const std::string text = visible_text(render_goals_page(samples::goals()));
    EXPECT_THAT(text, HasSubstr("Produce bad: at most 5% 4.3% (3.3–5.5), 61 of 1,412 remarks so far."));
    EXPECT_THAT(text, HasSubstr("4 of 22 remarks so far; shares are shown from 30 remarks."));
    EXPECT_THAT(text, HasSubstr("price: at least 10%"));
    EXPECT_THAT(text, AllOf(HasSubstr("Running."), HasSubstr("Met, beyond chance."), HasSubstr("Not met, beyond chance."),
                            HasSubstr("Cannot be told")));
}

TEST(GoalsPage, SaysOfEachEventWhatItMovedOrWhenThatIsKnown) {
    const std::string text = visible_text(render_goals_page(samples::goals()));
    EXPECT_THAT(text, HasSubstr("Expected to move: Long line. Compared 28 days later, on Fri 11 Dec."));
    EXPECT_THAT(text, HasSubstr("Produce bad: 74 of 802 remarks in 28 days before, 31 of 815 in 28 after; unlikely to be "
                                "chance (1 in 10,000)."));
    EXPECT_THAT(text, HasSubstr("Fall ad in the mail Sun 4 Oct Marked in the trend charts."));
}

TEST(GoalsPage, OffersNoReasonAboutStaffNorWhyTheyShopHere) {
    const std::string page = render_goals_page(samples::goals());
    EXPECT_THAT(page, AllOf(HasSubstr("value=\"reason:103\" selected"), HasSubstr("value=\"theme:price\""),
                            Not(HasSubstr("reason:602")), Not(HasSubstr("theme:staff")), Not(HasSubstr("reason:901"))));
}

TEST(GoalsPage, HasEmptyStatesAndNoFormsForWhoOnlyReads) {
    GoalsPage page = samples::goals();
    page.goals.clear();
    page.events.clear();
    page.frame.manages = false;
    EXPECT_THAT(render_goals_page(page), AllOf(HasSubstr("No goal yet."), HasSubstr("Nothing written down yet."),
                                               Not(HasSubstr("/stores/oak-street/events"))));
}

TEST(GoalsPage, SpeaksSpanishWithItsDatesAndThemes) {
    GoalsPage page = samples::goals();
    page.frame.language = domain::Language::spanish;
    page.frame.done = "event";
    page.frame.problem = Error{ErrorCode::invalid_field, "Give the target in percent.", "percent"};
    const std::string text = visible_text(render_goals_page(page));
    EXPECT_THAT(text,
                AllOf(HasSubstr("Anotado."), HasSubstr("Dé la meta en por ciento"), HasSubstr("calidad: como máximo 5%"),
                      HasSubstr("Se compara 28 días después, el vie 11 dic."), HasSubstr("1,412")));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("quality")), Not(HasSubstr("Dec")), Not(HasSubstr("Sign out"))));
}

}  // namespace
}  // namespace tillnote::render
