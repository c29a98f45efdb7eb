#include "server/render/district_page.hpp"
#include "tests/render/sample_district.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using samples::text_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DistrictFindings, PointsToNothingAboveWhereNothingIsNamed) {
    for (DistrictPage page : {samples::district(), samples::wide_district(), samples::districts()}) {
        page.comparison.standouts.clear();
        page.comparison.cells_outside_95 = 3;
        EXPECT_THAT(text_of(page), AllOf(HasSubstr("None of them is sure enough to be named: look at next week first."),
                                         Not(HasSubstr("named above"))));
        page.language = domain::Language::spanish;
        EXPECT_THAT(text_of(page),
                    AllOf(HasSubstr("Ninguna es tan segura como para nombrarla"), Not(HasSubstr("nombrado arriba"))));
    }
}

TEST(DistrictFindings, SaysWhoseSumAStoryGives) {
    DistrictPage page = samples::districts();
    page.stories = {
        {0, 2026y / 11 / 19, 2026y / 11 / 21, {58, 564}, {100, 2000}, 0.001, {{0, 20, 200}, {1, 20, 200}, {2, 9, 90}}}};
    EXPECT_THAT(text_of(page), HasSubstr("Up in the 3 days to Sat 21 Nov in North District, South District, Lakes; in all "
                                         "districts together 10% of the remarks (58 of 564), usually 5%."));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), HasSubstr("; en todos los distritos juntos, 10% de los comentarios (58 de 564)"));
}

TEST(DistrictFindings, ClaimsNoMoreThanFewStoresCanShow) {
    EXPECT_THAT(text_of(samples::district()), HasSubstr("fewer than ten cannot show how much they differ"));
    EXPECT_THAT(text_of(samples::wide_district()), HasSubstr("Only what is named above is hardly chance"));
    DistrictPage years = samples::districts();
    years.comparison.cells_outside_95 = 1;
    years.comparison.standouts = {{}};
    EXPECT_THAT(text_of(years), HasSubstr("how much years differ in everything is not known"));
    years.language = domain::Language::spanish;
    EXPECT_THAT(text_of(years), HasSubstr("no se sabe cuánto difieren los años"));
}

}  // namespace
}  // namespace tillnote::render
