#include "server/render/walk_lines.hpp"

#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

WalkLine line_of(std::size_t index, const Words& words = english) {
    const domain::Digest digest = samples::full_day();
    return walk_line_of(digest.walk_first.at(index), digest, words);
}

TEST(WalkLines, SayADepartmentsRiseInOneSentence) {
    const WalkLine line = line_of(0);
    EXPECT_EQ(line.title, "Produce: complaints");
    EXPECT_EQ(line.place, "");
    EXPECT_EQ(line.count + line.sentence,
              "7 remarks, usually 1.6 on a Monday. Heard by different people, mostly 15:00 to 19:00. Unlikely to be chance "
              "(1 in 2,000).");
    EXPECT_EQ(line.what, "Produce bad 7.");
    EXPECT_EQ(line.headline, "produce complaints up");
    EXPECT_EQ(line.key, "department:produce:complaint");
    EXPECT_EQ(line.anchor, "line-department-produce-complaint");
}

TEST(WalkLines, SayAWindowWithItsLengthAndSinceWhen) {
    const WalkLine line = line_of(1);
    EXPECT_EQ(line.title, "Long line");
    EXPECT_EQ(line.place, "Checkout");
    EXPECT_EQ(
        line.count + line.sentence,
        "19 remarks in 7 days, usually 7 in 7 days. Since Tue 10 Nov. Heard by different people, mostly 17:00 to 19:00. "
        "Unlikely to be chance (1 in 400).");
    EXPECT_EQ(line.headline, "long line up");
    EXPECT_EQ(line.state, domain::ActionState::acknowledged);
    EXPECT_EQ(line.done, "Somebody is on it, with Checkout");
}

TEST(WalkLines, NameTheReasonsOfADepartment) {
    const WalkLine line = line_of(2);
    EXPECT_THAT(line.sentence, HasSubstr("Unlikely to be chance (1 in 100)."));
    EXPECT_THAT(line.sentence, HasSubstr(" Heard by different people. ")) << "hours are not known";
    EXPECT_EQ(line.what, "Meat quality good 5, Meat price good 1.");
}

TEST(WalkLines, SayThatAReasonWasNeverHeardBefore) {
    domain::Digest digest = samples::full_day();
    domain::Flag& flag = digest.walk_first[1];
    flag.kind = domain::FlagKind::first_seen;
    flag.remarks = 4;
    flag.hours.reset();
    const WalkLine line = walk_line_of(flag, digest, english);
    EXPECT_EQ(line.count + line.sentence,
              "4 remarks in 7 days, never heard in the 8 weeks before. Since Tue 10 Nov. Heard by different people.");
    EXPECT_EQ(line.headline, "long line for the first time");
}

TEST(WalkLines, SayHowManyDaysTheStoreWasOpenWhereItWasNotAlways) {
    domain::Digest digest = samples::full_day();
    digest.walk_first[1].days_open = 6;
    EXPECT_THAT(walk_line_of(digest.walk_first[1], digest, english).sentence, HasSubstr(", usually 7 in 6 open days. "));
    EXPECT_THAT(walk_line_of(digest.walk_first[1], digest, spanish).sentence,
                HasSubstr("; lo usual en 6 días abiertos: 7. "));
    EXPECT_THAT(line_of(1).sentence, HasSubstr(", usually 7 in 7 days. "));
}

TEST(WalkLines, NeverNameLanesOrCells) {
    for (const Words* words : {&english, &spanish}) {
        for (std::size_t index = 0; index < 3; ++index) {
            const WalkLine line = line_of(index, *words);
            EXPECT_THAT(line.sentence + line.what, Not(testing::ContainsRegex("[Ll]anes?|[Cc]ajas?|[Cc]ell")));
        }
    }
    domain::Digest digest = samples::full_day();
    digest.walk_first[2].breadth = 1;
    EXPECT_THAT(walk_line_of(digest.walk_first[2], digest, english).sentence, Not(HasSubstr("different people")));
}

TEST(WalkLines, SpeakSpanish) {
    const WalkLine line = line_of(0, spanish);
    EXPECT_EQ(line.title, "Frutas y verduras: quejas");
    EXPECT_EQ(line.count + line.sentence,
              "7 comentarios; lo usual un lunes: 1.6. Lo oyeron distintas personas, sobre todo de 15:00 a 19:00. Es poco "
              "probable que sea casualidad (1 en 2,000).");
}

TEST(WalkLines, DrawTheDaysBeforeTheWindowAsTheBand) {
    const WalkLine line = line_of(1);
    ASSERT_TRUE(line.spark.has_value());
    EXPECT_EQ(line.spark->window_days, 7);
    EXPECT_EQ(line.spark->usual_low, 0);
    EXPECT_EQ(line.spark->usual_high, 2);
    EXPECT_EQ(line.spark->first, "20 Oct");
    domain::Digest digest = samples::full_day();
    digest.walk_first[0].remarks_by_day_28 = {7};
    EXPECT_FALSE(walk_line_of(digest.walk_first[0], digest, english).spark.has_value()) << "one day is no line";
}

TEST(WalkLines, LeaveOutOfTheChartWhatTheStoreCannotTell) {
    domain::Digest digest = samples::full_day();
    domain::Flag flag = digest.walk_first[0];
    flag.days = 1;
    flag.remarks_by_day_28 = {0, 4, 0, 5, 6, 7};
    digest.remarks_by_day_28 = {40, std::nullopt, 50, 60, 70};  // opened five days ago, closed on its second
    const auto spark = walk_line_of(flag, digest, english).spark;
    ASSERT_TRUE(spark.has_value());
    EXPECT_THAT(spark->remarks, ElementsAre(std::nullopt, 4, std::nullopt, 5, 6, 7));
    EXPECT_EQ(spark->usual_low, 4) << "a closed day is no day without remarks";
    EXPECT_THAT(spark->label, HasSubstr(": –, 4, –, 5, 6, 7."));
    digest.remarks_by_day_28 = {std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, 70};
    EXPECT_FALSE(walk_line_of(flag, digest, english).spark.has_value()) << "nothing to draw beside the day itself";
}

TEST(WalkLines, AreAFewAndCountTheOthers) {
    domain::Digest digest = samples::full_day();
    digest.walk_first.resize(7, digest.walk_first[2]);
    EXPECT_EQ(walk_of(digest, english).rows.size(), walk_lines_max);
    EXPECT_EQ(walk_more_of(digest, english), "And 2 more lines that are unusual.");
    EXPECT_THAT(walk_more_of(samples::full_day(), english), IsEmpty());
}

TEST(WalkLines, TellAnOldStoreThatOnlyItsWeekdayIsShort) {
    domain::Digest digest = samples::young_store_day();
    EXPECT_EQ(walk_of(digest, english).none, "First weeks: what is usual is not known yet.");
    digest.known.young = false;
    EXPECT_EQ(walk_of(digest, english).none, "Too little to tell of this day.");
    EXPECT_EQ(walk_of(digest, english).note, "It takes 4 comparable days of the last 8 weeks; there are: 1 Monday.");
    EXPECT_EQ(headline_of(digest, english), "53 remarks, too little to tell");
    digest.known.enough = true;
    EXPECT_EQ(walk_of(digest, english).note,
              "It takes 4 comparable days of the last 8 weeks; there are: 1 Monday. Over the last 3 and 7 days nothing is "
              "unusual.");
}

TEST(WalkLines, SummariseTheDayForASubject) {
    EXPECT_EQ(headline_of(samples::full_day(), english), "produce complaints up, 2 more");
    EXPECT_EQ(headline_of(samples::complete_day(), english), "produce complaints up");
    EXPECT_EQ(headline_of(samples::complete_day(), spanish), "más quejas de frutas y verduras");
    EXPECT_EQ(headline_of(samples::quiet_day(), english), "nothing unusual");
    EXPECT_EQ(headline_of(samples::young_store_day(), english), "53 remarks, nothing to compare with yet");
    EXPECT_EQ(headline_of(samples::running_day(), english), "53 remarks so far");
    EXPECT_EQ(headline_of(samples::closed_day(), english), "closed");
    EXPECT_EQ(headline_of(samples::unheard_day(), english), "no lane was heard");
}

}  // namespace
}  // namespace tillnote::render
