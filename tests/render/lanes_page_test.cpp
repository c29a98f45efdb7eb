#include "server/render/lanes_page.hpp"

#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Without tags, and with every run of white space as one space.
std::string visible(const std::string& page) {
    const std::string text = std::regex_replace(page, std::regex{"<[^>]*>"}, " ");
    return std::regex_replace(text, std::regex{"\\s+"}, " ");
}

TEST(LanesPage, SaysOfEachLaneWhenItWasHeardAndWhatItHolds) {
    const std::string text = visible(render_lanes_page(samples::lanes()));
    EXPECT_THAT(text, HasSubstr("Lane 1 Enrolled Last heard Mon 16 Nov 21:10 Still holds nothing 0.1.0"));
    EXPECT_THAT(text,
                HasSubstr("Lane 2 Enrolled Last heard Mon 16 Nov 19:42 Still holds some notes, some refused by the server"));
    EXPECT_THAT(text, HasSubstr("Lane 3 Revoked"));
    EXPECT_THAT(text, HasSubstr("Lane 4 Same disk as another lane"));
    EXPECT_THAT(text, HasSubstr("Lane 5 Enrolled Last heard never"));
}

TEST(LanesPage, ListsTheTerminalsThatWait) {
    const std::string page = render_lanes_page(samples::lanes());
    EXPECT_THAT(visible(page), HasSubstr("BCDF-GHKL till 7 by the door Waits until 21:20"));
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/lanes?code=BCDF-GHKL\""));
    LanesPage empty = samples::lanes();
    empty.pending.clear();
    empty.lanes.clear();
    EXPECT_THAT(visible(render_lanes_page(empty)),
                AllOf(HasSubstr("No lane is enrolled yet."), Not(HasSubstr("End an enrolment")), Not(HasSubstr("BCDF"))));
}

TEST(LanesPage, SaysWhatWasDoneAndWhatWentWrong) {
    LanesPage page = samples::lanes();
    EXPECT_THAT(render_lanes_page(page), AllOf(Not(HasSubstr("role=\"alert\"")), Not(HasSubstr("role=\"status\""))));
    page.done = LaneEvent::approved;
    page.done_lane = 7;
    EXPECT_THAT(visible(render_lanes_page(page)), HasSubstr("Lane 7 is approved."));
    page.done = LaneEvent::revoked;
    EXPECT_THAT(visible(render_lanes_page(page)), HasSubstr("Lane 7 is revoked"));
    page.done = LaneEvent::denied;
    EXPECT_THAT(visible(render_lanes_page(page)), HasSubstr("denied"));
    page.done = LaneEvent::none;
    page.problem = "No terminal shows this code; check the letters.";
    page.code = "WRNG-CODE";
    page.lane = "7";
    EXPECT_THAT(render_lanes_page(page),
                AllOf(HasSubstr("role=\"alert\""), HasSubstr("check the letters."), HasSubstr("value=\"WRNG-CODE\""),
                      HasSubstr("value=\"7\""), HasSubstr("aria-describedby=\"problem\"")));
}

TEST(LanesPage, LinksToTheDigestForReadersOnly) {
    LanesPage page = samples::lanes();
    EXPECT_THAT(render_lanes_page(page), HasSubstr("href=\"/stores/oak-street/latest\""));
    page.reads_store = false;
    EXPECT_THAT(render_lanes_page(page), Not(HasSubstr("href=\"/stores/oak-street/latest\"")));
}

TEST(LanesPage, EscapesHostileTextAndBoundsItsLists) {
    LanesPage page = samples::lanes();
    page.store.name = hostile_template;
    page.problem = hostile_template;
    page.code = page.lane = page.revoking = hostile_template;
    page.lanes[0].device = page.lanes[0].version = hostile_template;
    page.pending[0].device = page.pending[0].code = hostile_template;
    page.lanes.resize(103, page.lanes[0]);
    page.pending.resize(21, page.pending[0]);
    const std::string rendered = render_lanes_page(page);
    EXPECT_THAT(rendered, AllOf(Not(HasSubstr("<script")), Not(HasSubstr(" style=")), Not(HasSubstr("value=\"<"))));
    EXPECT_THAT(visible(rendered), AllOf(HasSubstr("And 3 more."), HasSubstr("And 1 more.")));
}

}  // namespace
}  // namespace tillnote::render
