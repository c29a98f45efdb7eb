#include "server/render/admin_store_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminStorePage, ShowsWhatHeldAndWhatIsPlanned) {
    const std::string page = render_admin_store_page(samples::admin_store());
    EXPECT_THAT(visible_text(page),
                AllOf(HasSubstr("from 1 Mar 2024: 04:00 America/Chicago"),
                      HasSubstr("from 4 Jan 2027: 05:00 America/Chicago"), HasSubstr("from 1 Mar 2024: North District"),
                      HasSubstr("from 1 Feb 2026: South District"), HasSubstr("26 Nov 2026 Thanksgiving")));
    EXPECT_THAT(page, AllOf(HasSubstr("<option value=\"south\" selected>"), HasSubstr("value=\"2026-11-18\""),
                            HasSubstr("href=\"/admin/lanes?store=oak-street\"")))
        << "the forms begin with what holds, and with tomorrow";
}

TEST(AdminStorePage, KeepsWhatWasTypedInTheFormThatFailedOnly) {
    AdminStorePage page = samples::admin_store();
    page.form = StoreForm::closing;
    page.typed.on = "2020-01-01";
    page.frame.problem = Error{ErrorCode::conflict, "The store opened on 2024-03-01.", "on"};
    EXPECT_THAT(render_admin_store_page(page),
                AllOf(HasSubstr("id=\"closing-on-problem\""), Not(HasSubstr("id=\"district-on-problem\"")),
                      HasSubstr("name=\"on\" type=\"date\" value=\"2020-01-01\""), HasSubstr("value=\"Oak Street\"")));
}

TEST(AdminStorePage, EscapesHostileText) {
    AdminStorePage page = samples::admin_store();
    page.store.name = page.store.day_rules[0].zone = page.districts[0].name = page.closed_days[0].why = hostile_template;
    page.typed = {hostile_template, hostile_template, hostile_template, hostile_template, hostile_template,
                  hostile_template, hostile_template, hostile_template, hostile_template};
    page.departments[0].label_en = page.departments[0].code = hostile_template;
    page.store.walk = {hostile_template};
    for (const StoreForm form : {StoreForm::name, StoreForm::days, StoreForm::district, StoreForm::walk,
                                 StoreForm::free_text, StoreForm::closed_day, StoreForm::closing}) {
        page.form = form;
        page.frame.problem = Error{ErrorCode::invalid_field, hostile_template, "name"};
        EXPECT_THAT(render_admin_store_page(page), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
    }
}

}  // namespace
}  // namespace tillnote::render
