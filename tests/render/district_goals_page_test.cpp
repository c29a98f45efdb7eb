#include "server/render/district_goals_page.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(DistrictGoalsPage, SetsTheStoresSideBySideEachWithItsOwnResult) {
    const std::string text = visible_text(render_district_goals_page(samples::district_goals()));
    EXPECT_THAT(text, HasSubstr("Produce bad: at most 5%"));
    EXPECT_THAT(text, HasSubstr("Oak Street Remarks 61 of 1,412 Share 4.3% (3.3–5.5) Running."));
    EXPECT_THAT(text, HasSubstr("Lakeview Remarks 4 of 22 Share – Running.")) << "no share below thirty remarks";
    EXPECT_THAT(text, HasSubstr("Mill Road Remarks 161 of 1,204 Share 13.4% (11.5–15.4) Not met, beyond chance."));
    EXPECT_THAT(text, HasSubstr("All together Remarks 250 of 3,612 Share 6.9% (6.1–7.8) Not met, beyond chance."));
}

TEST(DistrictGoalsPage, LeadsToTheStoresAndPutsItsFormsToTheDistrict) {
    const std::string page = render_district_goals_page(samples::district_goals());
    EXPECT_THAT(page, AllOf(HasSubstr("href=\"/stores/oak-street/goals\""), HasSubstr("action=\"/districts/north/goals\""),
                            HasSubstr("action=\"/districts/north/goals/withdrawal\""),
                            HasSubstr("href=\"/districts/north/goals?lang=es\""), Not(HasSubstr("/stores//"))));
}

TEST(DistrictGoalsPage, SpeaksSpanishAndSaysThatThereIsNone) {
    DistrictGoalsPage page = samples::district_goals();
    page.goals.clear();
    page.frame.language = domain::Language::spanish;
    page.frame.done = "withdrawn";
    const std::string text = visible_text(render_district_goals_page(page));
    EXPECT_THAT(text, AllOf(HasSubstr("A qué apunta el distrito"), HasSubstr("Aún no hay metas para varias tiendas."),
                            HasSubstr("Está retirada en todas las tiendas.")));
}

}  // namespace
}  // namespace tillnote::render
