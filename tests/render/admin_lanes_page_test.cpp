#include "server/render/admin_lanes_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AdminLanesPage, SaysOfEachLaneWhenItWasHeardInItsOwnZoneAndWhatItHolds) {
    const std::string text = visible_text(render_admin_lanes_page(samples::admin_lanes()));
    EXPECT_THAT(text, HasSubstr("1 of 6 lanes are silent."));
    EXPECT_THAT(text, HasSubstr("Lane 1 Enrolled Last heard Mon 16 Nov 21:10 Still holds nothing"));
    EXPECT_THAT(text, HasSubstr("Lane 1 Enrolled Last heard Mon 16 Nov 20:10 Still holds nothing")) << "an hour west";
    EXPECT_THAT(text, AllOf(HasSubstr("some notes, some refused by the server"), HasSubstr("Enrolled, silent")));
    EXPECT_THAT(text, Not(HasSubstr("14"))) << "never how many notes a lane holds";
    EXPECT_THAT(text, HasSubstr("Waits until 03:20 UTC"));
}

TEST(AdminLanesPage, OffersToRevokeOnlyWhatIsLetIn) {
    const std::string page = render_admin_lanes_page(samples::admin_lanes());
    const auto forms = [&](const std::string& number) {
        return page.find(R"(name="lane" value=")" + number + '"') != std::string::npos;
    };
    EXPECT_TRUE(forms("1"));
    EXPECT_FALSE(forms("3")) << "revoked before";
}

TEST(AdminLanesPage, SaysWhatWasDoneAndHowToTakeItBack) {
    AdminLanesPage page = samples::admin_lanes();
    const auto said = [&](const char* done) {
        page.frame.done = done;
        return visible_text(render_admin_lanes_page(page));
    };
    page.done_store = "oak-street";
    page.done_lane = 7;
    EXPECT_THAT(said("approved"), HasSubstr("Lane 7 of oak-street is approved."));
    EXPECT_THAT(said("revoked"), HasSubstr("To let it in again, start enrol on the terminal and approve the new code."));
    EXPECT_THAT(said("denied"), HasSubstr("denied"));
    page.done_lane = 0;
    EXPECT_THAT(said("revoked"), Not(HasSubstr("To let it in again")));
}

TEST(AdminLanesPage, EscapesHostileTextAndBoundsItsLists) {
    AdminLanesPage page = samples::admin_lanes();
    page.lanes[0].lane.store = page.lanes[0].lane.device = page.lanes[0].lane.version = hostile_template;
    page.pending[0].device = page.pending[0].code = hostile_template;
    page.typed = {hostile_template, hostile_template, hostile_template};
    page.frame.done = "revoked";
    page.done_store = page.of_store = hostile_template;
    page.done_lane = 1;
    page.frame.problem = Error{ErrorCode::invalid_field, hostile_template, "store"};
    page.lanes.resize(203, page.lanes[0]);
    const std::string rendered = render_admin_lanes_page(page);
    EXPECT_THAT(rendered, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("value=\"<"))));
    EXPECT_THAT(visible_text(rendered), HasSubstr("And 3 more."));
}

}  // namespace
}  // namespace tillnote::render
