#include "server/render/admin_recipients_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminRecipientsPage, SaysOfEachWhetherMailArrives) {
    const std::string page = render_admin_recipients_page(samples::admin_recipients());
    EXPECT_THAT(page,
                AllOf(HasSubstr("href=\"/stores/oak-street/recipients\""), HasSubstr("href=\"/districts/north/recipients\""),
                      HasSubstr("href=\"/stores/rio-plaza/recipients\"")));
    EXPECT_THAT(visible_text(page), AllOf(HasSubstr("was not delivered"), HasSubstr("Nothing has been sent yet."),
                                          HasSubstr("Nobody gets the digest of Rio Plaza")));
}

TEST(AdminRecipientsPage, EscapesHostileTextAndBoundsItsLists) {
    AdminRecipientsPage page = samples::admin_recipients();
    page.rows.front().recipient.email = page.rows.front().recipient.store = hostile_template;
    page.rows.resize(302, page.rows.front());
    page.unread.resize(53, hostile_template);
    const std::string rendered = render_admin_recipients_page(page);
    EXPECT_THAT(rendered, Not(HasSubstr("<script")));
    EXPECT_THAT(visible_text(rendered), AllOf(HasSubstr("And 2 more."), HasSubstr("And 3 more.")));
}

}  // namespace
}  // namespace tillnote::render
