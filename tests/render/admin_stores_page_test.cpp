#include "server/render/admin_stores_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminStoresPage, SaysOfEachStoreWhereItStands) {
    const std::string page = render_admin_stores_page(samples::admin_stores());
    EXPECT_THAT(visible_text(page),
                AllOf(HasSubstr("04:00 America/Chicago"), HasSubstr("since 1 Mar 2024"), HasSubstr("03:00 America/Denver"),
                      HasSubstr("opens on 1 Dec 2026"), HasSubstr("closed since 31 Aug 2026"), HasSubstr("Digest 05:45"),
                      HasSubstr("Digest to nobody")));
    EXPECT_THAT(page,
                AllOf(HasSubstr("href=\"/admin/stores/oak-street\""), HasSubstr("href=\"/districts/north/recipients\""),
                      HasSubstr("<option value=\"America/Denver\">")));
}

TEST(AdminStoresPage, SaysWhatToDoFirstWhereThereIsNoStore) {
    AdminStoresPage page = samples::admin_stores();
    page.stores.clear();
    page.districts.clear();
    EXPECT_THAT(visible_text(render_admin_stores_page(page)), HasSubstr("Add a district first"));
}

TEST(AdminStoresPage, EscapesHostileText) {
    AdminStoresPage page = samples::admin_stores();
    page.stores[0].store.name = page.stores[0].district_name = page.stores[0].store.day_rules[0].zone = hostile_template;
    page.districts[0].name = hostile_template;
    page.typed = {hostile_template, hostile_template, hostile_template,
                  hostile_template, hostile_template, hostile_template};
    page.typed_district = {hostile_template, hostile_template};
    page.frame.problem = Error{ErrorCode::invalid_field, hostile_template, "id"};
    EXPECT_THAT(render_admin_stores_page(page), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
}

}  // namespace
}  // namespace tillnote::render
