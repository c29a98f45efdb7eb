#include "server/render/tests_explanation.hpp"

#include "tests/render/steady_store.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::HasSubstr;
using testing::Not;

class TestsExplanation : public testing::Test, protected samples::SteadyStore {
protected:
    std::string explain() { return explain_tests(input, build()); }
};

TEST_F(TestsExplanation, DerivesALineOfTheDay) {
    hear(1, "103", 9, 8);
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("Tests: 9, 56 usable days in 8 usable weeks to compare with."));
    EXPECT_THAT(text,
                HasSubstr("Walk first:\nProduce, complaint: 2026-11-20 against 8 same weekdays.\n"
                          "  9 of 21 remarks (8 of 20 hearings); before, 8 of 104 remarks (8 of 104 hearings), so usual "
                          "is 1.0 = 8 x 1 / 8.\n  Mix test, one-sided: p = "));
    EXPECT_THAT(text, HasSubstr("(Fisher; no over-dispersion).\n  Benjamini-Hochberg over 9 tests: adjusted p = "));
    EXPECT_THAT(text, HasSubstr("Rate test: 9.00 times as often for the staffed transactions; the window has 0.125 of the "
                                "baseline's, p = "));
    EXPECT_THAT(text, HasSubstr("Gates: 9 remarks (3 are needed), heard by different people. Says: rise.\n  Of it 103 Bad: "
                                "9.\n"));
    EXPECT_THAT(text, HasSubstr("\" is 1 / p to one significant figure"));
}

TEST_F(TestsExplanation, DerivesALineOfSeveralDaysWithHearingsAndTheVariationOfDays) {
    for (std::size_t index = 0; index < input.windows.days.size(); ++index) {
        const int remarks = index % 2 == 0 ? 12 : 0;
        input.windows.days[index].reasons["202"] = {remarks, remarks};
    }
    hear(7, "103", 5, 4);
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("103 Bad: 2026-11-14 to 2026-11-20 against 56 usable days of 2026-09-17 to 2026-11-11.\n"));
    EXPECT_THAT(text, HasSubstr("  35 of "));
    EXPECT_THAT(text, HasSubstr(" remarks (28 of "));
    EXPECT_THAT(text, HasSubstr("(beta-binomial; over-dispersion 0."));
}

TEST_F(TestsExplanation, DerivesWhatIsUsualFromTheOpenDays) {
    hear(7, "103", 3, 3);
    domain::WindowDay& closed = input.windows.days[input.windows.days.size() - 4];
    closed.open = closed.usable = false;
    closed.reasons.clear();
    EXPECT_THAT(explain(), HasSubstr("so usual is 6.0 = 56 x 6 / 56; the store was open on 6 of 7 days.\n"));
}

TEST_F(TestsExplanation, DerivesWhatIsNoFlagAndWhy) {
    hear(1, "103", 9, 8);
    input.windows.days.back().traffic = 9500;
    const std::string quieter = explain();
    EXPECT_THAT(quieter, HasSubstr("A larger share of a quieter day, so no flag:\nProduce, complaint: "));
    EXPECT_THAT(quieter, HasSubstr("Rate test: 0.95 times as often"));
    EXPECT_THAT(quieter, HasSubstr("Says: quieter_day."));
    EXPECT_THAT(quieter, HasSubstr("No test passes all gates: nothing is flagged.\n"));
    input.windows.days.back().traffic.reset();
    EXPECT_THAT(explain(), HasSubstr("9.00 times as often a day; the window has 0.125 of the baseline's days"));
}

TEST_F(TestsExplanation, DerivesMoreOfEveryKind) {
    hear_everything_four_times_as_often();
    EXPECT_THAT(explain(), HasSubstr("More remarks of every kind, so no flag:\n"));
    EXPECT_THAT(explain(), HasSubstr("Produce, praise: 2026-11-20 against 8 same weekdays.\n  24 of 52 remarks"));
}

TEST_F(TestsExplanation, ListsEveryTestOfWhatWasHeard) {
    const std::string text = explain();
    EXPECT_THAT(text, HasSubstr("All tests of what was heard:\n  produce praise, 1 day: 6 of 13 remarks (6 of 13 hearings), "
                                "before 48 of 104 remarks (48 of 104 hearings); p "));
    EXPECT_THAT(text, HasSubstr("\n  103 Bad, 7 days: 7 of 91 remarks"));
    EXPECT_THAT(text, HasSubstr(": usual\n"));
}

TEST_F(TestsExplanation, NamesDaysThatAreNoBaseline) {
    input.windows.days[10].usable = false;
    EXPECT_THAT(explain(), HasSubstr("complete, or no lane heard): 2026-09-27.\n"));
}

TEST_F(TestsExplanation, SaysWhyThereIsNothingToTest) {
    input.state = domain::DayState::open;
    EXPECT_THAT(explain(), HasSubstr("Nothing is tested: part of a day"));
    input.state = domain::DayState::ended;
    input.windows.days.erase(input.windows.days.begin(), input.windows.days.end() - 12);
    const std::string young = explain();
    EXPECT_THAT(young, HasSubstr("Too little to compare with"));
    EXPECT_THAT(young, Not(HasSubstr("; p ")));
    EXPECT_THAT(young, HasSubstr(": too_little\n"));
}

}  // namespace
}  // namespace tillnote::render
