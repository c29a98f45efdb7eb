#include "server/render/explanation.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Explanation : public testing::Test {
protected:
    void SetUp() override {
        input.store = {"oak", "Oak", "north", {{friday, "America/Chicago", 240}}, friday, {}, false, {}};
        input.day = friday;
        input.state = domain::DayState::ended;
        const auto add = [&](const char* code, const char* label, Polarity polarity, bool about_staff) {
            Reason reason;
            reason.code = code;
            reason.label_en = label;
            reason.polarity = polarity;
            reason.about_staff = about_staff;
            input.catalog.reasons.push_back(reason);
        };
        add("101", "Fresh", Polarity::praise, false);
        add("501", "Meat", Polarity::why_here, false);
        add("601", "Cashier", Polarity::praise, true);
        input.remarks = {{"101", 5}, {"601", 3}};
        input.remarks_28_days = {{"501", 40}};
        input.days_28 = 28;
        input.lanes = {{1, true, std::nullopt, true, 8, 0, 3}};
        for (int week = 1; week <= 4; ++week) {
            input.same_weekdays.push_back({domain::add_days(friday, -7 * week), week != 5, {{"101", week}}});
        }
    }
    std::string explain() {
        return render_explanation(input, domain::build_digest(input, domain::StoreCalendar::make(input.store).value()));
    }

    const domain::Day friday{2026y, std::chrono::November, 20d};
    domain::DigestInput input;
};

TEST_F(Explanation, ShowsTheSumBehindEachFigure) {
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("101 Fresh: 5, usual 2.5 = 10 on 4 days\n"));
    EXPECT_THAT(text, HasSubstr("501 Meat: 40 of 40 = 100.0%, 95% interval 91.2% to 100.0% (Clopper-Pearson)\n"));
    EXPECT_THAT(text, HasSubstr("lanes heard 1 of 1 expected"));
    EXPECT_THAT(text, HasSubstr("Notes received 5, without those about staff"));
    EXPECT_THAT(text, HasSubstr("2026-11-13, 2026-11-06, 2026-10-30, 2026-10-23\n"));
}

TEST_F(Explanation, SaysWhyThereIsNoFigure) {
    input.same_weekdays.pop_back();
    input.same_weekdays[0].usable = false;
    input.remarks_28_days["501"] = 29;
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("101 Fresh: 5, usual not known from 2 comparable days (4 are needed)"));
    EXPECT_THAT(text, HasSubstr("501 Meat: 29 of 29, too few for a share (30 are needed)"));
    EXPECT_THAT(text, HasSubstr("2026-11-13 (left out: closed, a holiday, under 90% complete, or no lane heard)"));
}

TEST_F(Explanation, SaysThatADayWithoutLanesIsNeverComparedWith) {
    EXPECT_THAT(explain(), Not(HasSubstr("nothing was expected")));
    input.lanes.clear();
    EXPECT_THAT(explain(), HasSubstr("Completeness 100% = the lesser of lanes heard 0 of 0 expected, and notes received of "
                                     "received plus 0 missing; rounded down; nothing was expected, so that the day is "
                                     "never compared with.\n"));
}

TEST_F(Explanation, NeverNamesWhatIsAboutStaff) {
    EXPECT_THAT(explain(), Not(HasSubstr("Cashier")));
}

TEST_F(Explanation, AddsUpDepartmentsAndListsThe28Days) {
    input.catalog.departments = {{"produce", "Produce", "", true, 10}};
    input.catalog.reasons[0].department = "produce";
    input.remarks_by_day_28 = {7, 0, std::nullopt, 5};
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("Departments, each the sum of its reasons: produce 5 (usual 2.5)\n"));
    EXPECT_THAT(text, HasSubstr("oldest first (-: closed, or no lane heard): 7 0 - 5\n"));
    EXPECT_THAT(text, HasSubstr("Remarks 5 = the sum of those below, without why-here reasons; usual 2.5, the mean of 4 "
                                "days.\n"));
}

TEST_F(Explanation, ShowsWhatAGoalIsJudgedBy) {
    domain::Goal goal;
    goal.aim.reason = "101";
    goal.target_per_mille = 50;
    goal.first_day = domain::add_days(friday, -27);
    goal.last_day = friday;
    input.loop.goals = {{goal, {{90, 1200}, {58, 870}, 27'000, 28, 0, 0.15}}};
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("Goal Fresh, at most 5.0% from 2026-10-24 to 2026-11-20: 90 of 1200 remarks (58 of 870 "
                                "hearings) on 28 days.\n  Share 7.5%, 95% interval "));
    EXPECT_THAT(text, HasSubstr("over-dispersion 0.150, varying as 28.0 equally busy days would, and as far as the share. "
                                "The target: p = 0.0"));
    EXPECT_THAT(text, HasSubstr(", two-sided. Says: "));
}

TEST_F(Explanation, ShowsWhatAnEventIsComparedBy) {
    domain::Event event;
    event.day = domain::add_days(friday, -28);
    event.what = "New baker";
    event.aim.theme = "fresh";
    input.loop.events = {{event, domain::EventEvidence{{{9, 1043}, {8, 900}, 30'000, 26, 2, 0.1},
                                                       {{24, 1102}, {20, 950}, 33'000, 28, 0, 0.1}}}};
    EXPECT_THAT(explain(),
                HasSubstr("Event of 2026-10-23, New baker: theme fresh before 9 of 1043 remarks (8 of 900 hearings) on 26 "
                          "days, 2 left out (closed, a holiday, under 90% complete, or before opening); after 24 of 1102 "
                          "remarks (20 of 950 "
                          "hearings) on 28 days.\n  Mix test of the hearings, two-sided, over-dispersion 0.100, varying as "
                          "27.3 equally busy days would: p = 0.0"));
}

TEST_F(Explanation, ListsWhatWasDoneAndHeardTogether) {
    input.windows.pairs = {{"101", "501", 6}, {"101", "601", 9}, {"501", "601", 2}};
    domain::AlertLine alert;
    alert.reason = input.catalog.reasons[0];
    alert.remarks = 2;
    alert.raised_at = Instant{std::chrono::sys_days{friday}};
    input.loop.alerts = {alert};
    domain::Action action;
    action.line_key = "reason:101";
    action.day = friday;
    action.state = domain::ActionState::acknowledged;
    action.assigned = "produce";
    input.loop.actions = {action};
    const std::string text = explain();
    EXPECT_THAT(text,
                HasSubstr("Heard together, 28 days: 3 pairs of reasons from one customer; told from 5 up.\n  101 Fresh "
                          "and 501 Meat: 6\n"));
    EXPECT_THAT(text, HasSubstr("Alert 101 Fresh: raised 2026-11-20T00:00:00.000Z by 2 remarks, not acknowledged.\n"));
    EXPECT_THAT(text, HasSubstr("Action on reason:101 of 2026-11-20: acknowledged, with produce.\n"));
}

}  // namespace
}  // namespace tillnote::render
