#include "server/render/district_sentences.hpp"

#include "server/render/district_page.hpp"
#include "tests/render/sample_district.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using samples::text_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A day of a district is one of a store: seven calendar days of three stores are 21.
TEST(DistrictSentences, NamesTheStoresOfADistrictOfWhichSomethingIsMissing) {
    DistrictPage page = samples::districts();
    EXPECT_THAT(text_of(page),
                AllOf(HasSubstr("South District, no lane was heard on 10 store days: Quay (7), Mesa (3)"),
                      HasSubstr("without 10 of 17 store days, whose traffic is not known: Quay (7), Mesa (3)"),
                      HasSubstr("Incomplete store days")));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page),
                AllOf(HasSubstr("South District, no se oyó ninguna caja en 10 días de tienda: Quay (7), Mesa (3)"),
                      HasSubstr("sin 10 de 17 días de tienda"), HasSubstr("Días de tienda incompletos")));
    page.language = domain::Language::english;
    domain::MemberTotals& south = page.comparison.members[1];
    south.days_incomplete += 1;
    south.gaps[0].days_incomplete += 1;
    EXPECT_THAT(text_of(page), HasSubstr("South District, less than 90% complete on 1 store day: Quay (1)"));
    south.days_silent = 0;
    south.gaps.clear();
    for (const char* name : {"E", "D", "C", "B", "A"}) {
        south.gaps.push_back({{name, name}, 2, 2, 0});
        south.days_silent += 2;
    }
    EXPECT_THAT(text_of(page), HasSubstr("on 10 store days: A (2), B (2), C (2), 2 more stores"));
}

}  // namespace
}  // namespace tillnote::render
