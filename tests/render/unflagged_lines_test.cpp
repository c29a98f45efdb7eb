#include "server/render/unflagged_lines.hpp"

#include "server/render/digest_mail.hpp"
#include "server/render/digest_view.hpp"
#include "tests/render/steady_store.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class UnflaggedLines : public testing::Test, protected samples::SteadyStore {};

TEST_F(UnflaggedLines, AreNoneOnAUsualDay) {
    EXPECT_FALSE(larger_shares_of(build(), english));
    EXPECT_FALSE(more_of_every_kind_of(build(), english));
}

TEST_F(UnflaggedLines, SayALargerShareOfAQuieterDayOnThePageInTheMailAndInText) {
    hear(1, "103", 9, 8);
    input.windows.days.back().traffic = 9500;
    const domain::Digest digest = build();
    const auto quiet = larger_shares_of(digest, english);
    ASSERT_TRUE(quiet);
    EXPECT_EQ(quiet->term, "A larger share of a quieter day");
    EXPECT_THAT(quiet->sentences, ElementsAre("Produce: complaints: 9 of 21 remarks, usually 8%.",
                                              "For the sales there were, no more of it than usual."));
    EXPECT_THAT(larger_shares_of(digest, spanish)->sentences,
                ElementsAre("Frutas: quejas: 9 de 21 comentarios; lo usual, 8%.",
                            "Para las ventas que hubo, no es más de lo usual."));
    const std::string text = render_digest_text(digest, Language::english, "");
    EXPECT_THAT(text, HasSubstr("A larger share of a quieter day: Produce: complaints: 9 of 21 remarks"));
    EXPECT_THAT(render_digest_mail(digest, {}, Language::english).html, HasSubstr("A larger share of a quieter day"));
}

TEST_F(UnflaggedLines, AreNotAmongWhatIsNothingUnusual) {
    hear(1, "103", 9, 8);
    input.windows.days.back().traffic = 9500;
    for (int week = 1; week <= 8; ++week) {
        input.same_weekdays.push_back({domain::add_days(input.day, -7 * week), true, {{"101", 6}, {"103", 1}, {"202", 6}}});
    }
    const std::string text = render_digest_text(build(), Language::english, "");
    EXPECT_THAT(text, HasSubstr("Nothing unusual: Meat 6 (usually 6)."));
    EXPECT_TRUE(is_told_unflagged(build(), input.catalog.departments[0]));
    EXPECT_FALSE(is_told_unflagged(build(), input.catalog.departments[1]));
}

TEST_F(UnflaggedLines, SayMoreOfEveryKindWithWhatIsUsual) {
    hear_everything_four_times_as_often();
    const auto quiet = more_of_every_kind_of(build(), english);
    ASSERT_TRUE(quiet);
    EXPECT_EQ(quiet->term, "More remarks of every kind");
    EXPECT_THAT(quiet->sentences, testing::Contains("Meat: praise: 24 remarks, usually 6."));
    EXPECT_EQ(quiet->sentences.back(), "The share of each is as usual.");
    EXPECT_FALSE(larger_shares_of(build(), english));
}

TEST_F(UnflaggedLines, NameAFewAndCountTheRest) {
    domain::Digest digest = build();
    domain::Flag flag;
    flag.department = input.catalog.departments[0];
    flag.polarity = Polarity::request;
    flag.days = 7;
    flag.remarks = 5;
    flag.of = 40;
    flag.baseline_remarks = 8;
    flag.baseline_of = 640;
    digest.larger_shares.assign(5, flag);
    const auto quiet = larger_shares_of(digest, english);
    ASSERT_EQ(quiet->sentences.size(), 5u);
    EXPECT_EQ(quiet->sentences[0], "Produce: requests: 5 of 40 remarks in 7 days, usually 1%.");
    EXPECT_EQ(quiet->sentences[3], "And 2 more.");
}

}  // namespace
}  // namespace tillnote::render
