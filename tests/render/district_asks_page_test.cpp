#include "server/render/district_asks_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(DistrictAsksPage, SetsTheStoresSideBySideWithSharesFromThirtyAnswers) {
    const std::string text = visible_text(render_district_asks_page(samples::district_asks()));
    EXPECT_THAT(text, HasSubstr("Oak Street Shown 212 Answered 190 Yes 141 74% (67–80)"));
    EXPECT_THAT(text, HasSubstr("Lakeview Ended early Shown 25 Answered 17 Yes 7 Some of it 7 No 3"));
    EXPECT_THAT(text, HasSubstr("Station Square Shown 0 Answered 0"));
    EXPECT_THAT(text, HasSubstr("All together Shown 1,241 Answered 1,130 Yes 842 75% (72–77)"));
}

TEST(DistrictAsksPage, LeadsToTheStoresAndPutsItsFormToTheDistrict) {
    const std::string page = render_district_asks_page(samples::district_asks());
    EXPECT_THAT(page, AllOf(HasSubstr("href=\"/stores/store-61/asks\""), HasSubstr("action=\"/districts/north/asks\""),
                            HasSubstr("href=\"/districts/north/asks?use=brought#new\""),
                            HasSubstr("href=\"/districts/north/asks?lang=es\""), Not(HasSubstr("/stores//"))));
}

TEST(DistrictAsksPage, SpeaksSpanishAndSaysThatNothingWasAsked) {
    DistrictAsksPage page = samples::district_asks();
    page.frame.language = domain::Language::spanish;
    page.frame.done = "put";
    const std::string text = visible_text(render_district_asks_page(page));
    EXPECT_THAT(text, AllOf(HasSubstr("La pregunta está hecha en todas las tiendas."), HasSubstr("Todas juntas"),
                            HasSubstr("Terminada antes"), Not(HasSubstr("Answered"))));
    page.asks.clear();
    EXPECT_THAT(visible_text(render_district_asks_page(page)), HasSubstr("Aún no se ha preguntado nada"));
}

}  // namespace
}  // namespace tillnote::render
