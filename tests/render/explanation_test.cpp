#include "server/render/explanation.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
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
    EXPECT_THAT(text, HasSubstr("2026-11-13 (left out: closed, or under 90% complete)"));
}

TEST_F(Explanation, NeverNamesWhatIsAboutStaff) {
    EXPECT_THAT(explain(), Not(HasSubstr("Cashier")));
    EXPECT_THAT(list_arrivals(input, {{"101", 5}, {"601", 9}}, {{1, 8}}), IsEmpty());
}

TEST_F(Explanation, ListsWhatHasArrivedSince) {
    EXPECT_THAT(list_arrivals(input, {{"101", 7}, {"501", 1}}, {{1, 8}, {2, 3}}),
                ElementsAre("101 Fresh: 5 remarks then, 7 now", "501 Meat: 0 remarks then, 1 now",
                            "Notes of the day: 8 then, 11 now, those about staff and undone ones included"));
}

}  // namespace
}  // namespace tillnote::render
