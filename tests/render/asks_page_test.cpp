#include "server/render/asks_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AsksPage, ShowsAnswersWithIntervalAndDenominator) {
    const std::string text = visible_text(render_asks_page(samples::asks()));
    EXPECT_THAT(text, HasSubstr("Running, Wed 11 Nov to Tue 24 Nov, one sale in 20."));
    EXPECT_THAT(text, HasSubstr("Yes 141 74% (67–80)"));
    EXPECT_THAT(text, HasSubstr("190 answered of 212 sampled sales."));
    EXPECT_THAT(text, HasSubstr("21 answered of 30 sampled sales. Shares are shown from 30 answers."));
    EXPECT_THAT(text, HasSubstr("Not shown yet."));
}

TEST(AsksPage, OffersTheShelfAndKeepsWhatStandsInTheForm) {
    const std::string page = render_asks_page(samples::asks());
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/asks?use=brought#new\""));
    EXPECT_THAT(page, HasSubstr("value=\"Friend or family\""));
}

TEST(AsksPage, EndsOnlyWhatStillRunsOrIsPlanned) {
    const std::string page = render_asks_page(samples::asks());
    EXPECT_THAT(page, AllOf(HasSubstr("name=\"ask\" value=\"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d40\""),
                            HasSubstr("name=\"ask\" value=\"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d41\""),
                            Not(HasSubstr("name=\"ask\" value=\"0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d42\""))));
    AsksPage reader = samples::asks();
    reader.frame.manages = false;
    EXPECT_THAT(render_asks_page(reader), AllOf(Not(HasSubstr("name=\"ask\"")), Not(HasSubstr("From the shelf"))));
}

TEST(AsksPage, SpeaksSpanish) {
    AsksPage page = samples::asks();
    page.frame.language = domain::Language::spanish;
    page.frame.done = "ended";
    const std::string text = visible_text(render_asks_page(page));
    EXPECT_THAT(text, AllOf(HasSubstr("En curso, mié 11 nov a mar 24 nov, una venta de cada 20."),
                            HasSubstr("Sí 141 74% (67–80)"), HasSubstr("La pregunta terminó."), Not(HasSubstr("Sign out"))));
}

}  // namespace
}  // namespace tillnote::render
