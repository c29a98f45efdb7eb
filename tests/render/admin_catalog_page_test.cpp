#include "server/render/admin_catalog_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& page, const std::string& what) {
    std::size_t found = 0;
    for (auto at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) {
        ++found;
    }
    return found;
}

TEST(AdminCatalogPage, ShowsTheStripInBothLanguagesWithSevenKeysAndMore) {
    const std::string page = render_admin_catalog_page(samples::admin_catalog());
    EXPECT_EQ(count(page, "<ul class=\"strip\" lang="), 2u);
    EXPECT_EQ(count(page, "<li class=\"more\">"), 2u);
    const auto strip = page.substr(page.find(R"(<ul class="strip" lang="es">)"));
    const auto first = strip.substr(0, strip.find("</ul>"));
    EXPECT_EQ(count(first, "<li class="), 8u);
    EXPECT_THAT(visible_text(first), AllOf(HasSubstr("elogio: Fruta/verd. barata"), HasSubstr("Más…")));
    EXPECT_THAT(first, Not(HasSubstr("Caja rápida"))) << "that is behind More";
    EXPECT_THAT(page, HasSubstr("Caja rápida"));
}

TEST(AdminCatalogPage, ShowsEachReasonAsOnTheDayAndWhatIsPlanned) {
    AdminCatalogPage page = samples::admin_catalog();
    EXPECT_THAT(visible_text(render_admin_catalog_page(page)),
                AllOf(HasSubstr("Catalog of today"), HasSubstr("key 1, starter"), HasSubstr("4 Jan 2027 Take it back"),
                      HasSubstr("1 Mar 2024 to 3 Jan 2027")));
    page.day = page.planned.front();
    EXPECT_THAT(
        visible_text(render_admin_catalog_page(page)),
        AllOf(HasSubstr("Catalog of 4 Jan 2027"), HasSubstr("Produce is great"), HasSubstr("key 1, urgent, starter")));
}

TEST(AdminCatalogPage, BeginsItsFormsWithTheFirstScreenOfTheDay) {
    const std::string page = render_admin_catalog_page(samples::admin_catalog());
    EXPECT_THAT(page, AllOf(HasSubstr("<option value=\"101\" selected>"), HasSubstr("name=\"valid_from\" type=\"date\" "
                                                                                    "value=\"2027-01-04\"")));
    EXPECT_EQ(count(page, "name=\"key"), 7u);
}

TEST(AdminCatalogPage, EscapesHostileText) {
    AdminCatalogPage page = samples::admin_catalog();
    Reason& reason = page.catalog.reasons.front().reason;
    reason.label_en = reason.label_es = reason.owner = reason.theme = hostile_template;
    page.catalog.departments.front().label_en = hostile_template;
    page.typed = {hostile_template, hostile_template, hostile_template, hostile_template,
                  hostile_template, hostile_template, hostile_template};
    page.valid_from = hostile_template;
    page.form = CatalogForm::add;
    page.frame.problem = Error{ErrorCode::invalid_field, hostile_template, "label_en"};
    EXPECT_THAT(render_admin_catalog_page(page), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
}

}  // namespace
}  // namespace tillnote::render
