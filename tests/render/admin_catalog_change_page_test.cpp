#include "server/render/admin_catalog_change_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminCatalogChangePage, SaysWhatChangesBeforeItDoes) {
    const std::string page = render_admin_catalog_change_page(samples::admin_catalog_change());
    EXPECT_THAT(visible_text(page),
                AllOf(HasSubstr("Change from 1 Dec 2026 on?"), HasSubstr("101 changes: Produce is great"),
                      HasSubstr("Before: Produce price good From then on: Produce is great"),
                      HasSubstr("Urgent: raises an alert Before: no From then on: yes"), HasSubstr("104 ends:"),
                      HasSubstr("604, 101, 202, 403, 501, 601"), HasSubstr("gives way to it: 4 Jan 2027.")));
    EXPECT_THAT(page,
                AllOf(HasSubstr("name=\"key1\" value=\"604\""), HasSubstr("name=\"version\" value=\"0123456789abcdef\""),
                      HasSubstr("action=\"/admin/catalog/layout\"")));
}

TEST(AdminCatalogChangePage, HasNothingToConfirmWhereNothingChanges) {
    AdminCatalogChangePage page = samples::admin_catalog_change();
    page.after = page.before;
    page.falling_away.clear();
    EXPECT_THAT(render_admin_catalog_change_page(page),
                AllOf(HasSubstr("says this already"), Not(HasSubstr("name=\"version\""))));
}

TEST(AdminCatalogChangePage, EscapesHostileText) {
    AdminCatalogChangePage page = samples::admin_catalog_change();
    page.after.reasons.front().label_en = hostile_template;
    page.fields = {{hostile_template, hostile_template}};
    page.version = page.path = hostile_template;
    EXPECT_THAT(render_admin_catalog_change_page(page), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
}

}  // namespace
}  // namespace tillnote::render
