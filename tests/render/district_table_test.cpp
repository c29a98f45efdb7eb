#include "server/render/district_page.hpp"
#include "tests/render/sample_district.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace tillnote::render {
namespace {

using samples::text_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// Signs and colours tell 95% from 99.8%; whoever hears the page is told in words.
TEST(DistrictTable, TellsOutside998InWordsToo) {
    DistrictPage page = samples::wide_district();
    std::vector<domain::ComparisonCell>& cells = page.comparison.rows[page.row].cells;
    cells[0].reading.verdict = domain::FunnelVerdict::above;
    cells[1].reading.verdict = domain::FunnelVerdict::below;
    cells[0].reading.outside_998 = cells[1].reading.outside_998 = true;
    std::string text = text_of(page);
    const auto table = [&text](const char* heading) { return text.substr(text.find(heading)); };
    EXPECT_THAT(table("every figure"),
                AllOf(HasSubstr("99.8% limits, %"), HasSubstr(" higher (99.8%) "), HasSubstr(" lower (99.8%) ")));
    EXPECT_THAT(render_district_page(page), HasSubstr(", of these outside the 99.8% limits: "));
    page.themes.rows.front().cells[0].reading = cells[0].reading;
    text = text_of(page);
    EXPECT_THAT(table("By theme"), HasSubstr(" higher, outside the 99.8% limits "));
    page.language = domain::Language::spanish;
    text = text_of(page);
    EXPECT_THAT(table("Por tema"), HasSubstr(" más alta, fuera de los límites del 99.8% "));
    EXPECT_THAT(table("todas las cifras"), AllOf(HasSubstr("Límites del 99.8%, %"), HasSubstr(" más baja (99.8%) ")));
}

}  // namespace
}  // namespace tillnote::render
