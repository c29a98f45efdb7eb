#include "server/render/district_explanation.hpp"

#include "tests/domain/comparison_building.hpp"
#include "tests/render/sample_district.hpp"
#include "tests/render/sample_district_digest.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using domain::testing::day;
using domain::testing::heard_day;
using domain::testing::member_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string explain(const domain::DistrictDigestInput& input) {
    return render_district_explanation(input, samples::digest_of(input));
}

TEST(DistrictExplanation, SaysWhereEverySentenceComesFrom) {
    const auto input = samples::district_digest_input();
    const auto digest = samples::digest_of(input);
    const std::string words = render_district_explanation(input, digest);
    ASSERT_FALSE(digest.comparison.standouts.empty());
    ASSERT_FALSE(digest.stories.empty());
    for (const domain::Standout& at : digest.comparison.standouts) {
        const auto& row = digest.comparison.rows[at.row];
        const auto& cell = row.cells[at.member];
        EXPECT_THAT(words, HasSubstr(row.key + ' ' + row.label_en + " at " + digest.comparison.members[at.member].name +
                                     ", " + std::string(to_text(cell.reading.verdict)) + ": " +
                                     std::to_string(cell.remarks) + " of " + std::to_string(cell.of) + " = "));
    }
    for (const domain::Story& story : digest.stories) {
        EXPECT_THAT(words,
                    HasSubstr(": " + std::to_string(story.window.remarks) + " of " + std::to_string(story.window.of)));
    }
    for (const domain::ComparisonRow& row : digest.comparison.rows) {
        EXPECT_EQ(words.find("  " + row.key + ' ' + row.label_en + ": ") != std::string::npos, row.remarks > 0) << row.key;
    }
    EXPECT_THAT(words, AllOf(HasSubstr("have a sentence: outside by remarks and by hearings"), HasSubstr("(no lane heard)"),
                             HasSubstr("(83% complete)"), HasSubstr("traffic not known"),
                             HasSubstr("limits of chance and repeated taps alone"), Not(HasSubstr("nan"))));
    EXPECT_THAT(words, AllOf(HasSubstr("Harbor, praise: "), HasSubstr(": not distinguishable"),
                             Not(HasSubstr("Harbor, request: "))));
}

TEST(DistrictExplanation, TheDaysOfAStoreAddUpToItsRemarks) {
    domain::DistrictDigestInput input;
    input.district = {"north", "North"};
    input.day = day(2026, 11, 20);
    input.comparison.range = domain::district_digest_range(input.day);
    input.comparison.reasons = domain::testing::four_reasons();
    input.comparison.departments = domain::testing::two_departments();
    auto closed = heard_day(day(2026, 11, 20), {});
    closed.open = false;
    input.comparison.members = {member_of(
        "oak", {heard_day(day(2026, 11, 19), {40, 30, 20, 10}), closed, heard_day(day(2026, 11, 13), {9, 9, 9, 9})})};
    input.comparison.members[0].name = "Oak\nStreet";
    EXPECT_THAT(explain(input),
                AllOf(HasSubstr("  Oak Street: 100 remarks = 2026-11-19 100, 2026-11-20 closed; 1 open days"),
                      HasSubstr("Without a digest of their own of 2026-11-20 when this was frozen: none.")));
    input.without_digest = {"oak"};
    EXPECT_THAT(explain(input), HasSubstr("frozen: oak."));
}

TEST(DistrictExplanation, SaysWhyNothingWasJudged) {
    auto input = samples::lone_district_input();
    EXPECT_THAT(explain(input), AllOf(HasSubstr("there is nothing to compare with"), Not(HasSubstr("Judged are"))));
    for (domain::ComparedMember& member : input.comparison.members) {
        member.days.clear();
    }
    input.comparison.members.push_back(member_of("elm", {}));
    EXPECT_THAT(explain(input), HasSubstr("No share is judged: no store has 30 remarks."));
}

TEST(DistrictExplanation, SaysHowWideLimitsCameAbout) {
    EXPECT_THAT(explain(samples::wide_district_input()), HasSubstr("; limits widened by over-dispersion "));
}

TEST(DistrictArrivals, NameTheStoreTheDayAndTheReason) {
    domain::ComparisonInput then;
    then.range = domain::district_digest_range(day(2026, 11, 20));
    then.reasons = domain::testing::four_reasons();
    then.members = {member_of("oak", {heard_day(day(2026, 11, 19), {4, 3}), heard_day(day(2026, 11, 20), {1}),
                                      heard_day(day(2026, 10, 1), {5})}),
                    member_of("elm", {heard_day(day(2026, 11, 20), {2})})};
    EXPECT_THAT(list_district_arrivals(then, then), IsEmpty());
    auto now = then;
    std::ranges::reverse(now.members);
    std::ranges::reverse(now.members[1].days);
    std::ranges::swap(now.reasons[0], now.reasons[1]);
    for (auto& member : now.members) {
        for (auto& of : member.days) {
            for (auto& heard : of.heard) {
                heard.reason = heard.reason == 0 ? 1 : 0;
            }
        }
    }
    EXPECT_THAT(list_district_arrivals(then, now), IsEmpty()) << "another order is no difference";
    now = then;
    now.members[0].days[2].traffic = 1000;
    EXPECT_THAT(list_district_arrivals(then, now), IsEmpty()) << "of days before the range it is not asked";
    now = then;
    now.members[0].days[0].heard[1].remarks = 5;
    now.members[0].days[0].percent_complete = 90;
    now.members[0].days[1].traffic = 1200;
    now.members[0].days[1].open = false;
    now.members[0].days[2].heard.clear();
    now.members[1].days.clear();
    now.members.push_back(member_of("bay", {heard_day(day(2026, 11, 18), {1})}));
    EXPECT_THAT(list_district_arrivals(then, now),
                ElementsAre("Store bay, 2026-11-18: not in the district then, in it now",
                            "Store elm, 2026-11-20: in the district then, not in it now",
                            "Store oak, 2026-11-19: 101 3 remarks then, 5 now; 100% complete then, 90% now",
                            "Store oak, 2026-11-20: traffic not known then, 1200 now; open then, closed now",
                            "Store oak: 1 of the days before, against which stories are held, have other figures now"));
}

}  // namespace
}  // namespace tillnote::render
