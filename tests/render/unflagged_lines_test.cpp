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
    EXPECT_THAT(quiet->sentences, ElementsAre("Produce: complaints 9 of 21 (usually 8%)."));
    EXPECT_THAT(larger_shares_of(digest, spanish)->sentences, ElementsAre("Frutas: quejas 9 de 21 (lo usual: 8%)."));
    const std::string text = render_digest_text(digest, Language::english, "");
    EXPECT_THAT(text, HasSubstr("A larger share of a quieter day: Produce: complaints 9 of 21"));
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
    EXPECT_EQ(quiet->sentences.front(), "Produce: complaints 4 (usually 1), Produce: praise 24 (6), and 1 more.");
    EXPECT_FALSE(larger_shares_of(build(), english));
}

TEST_F(UnflaggedLines, NameAFewAndCountTheRestWhichStaysAmongTheSilences) {
    domain::Digest digest = build();
    domain::Flag flag;
    flag.department = input.catalog.departments[0];
    flag.polarity = Polarity::request;
    flag.days = 7;
    flag.remarks = 5;
    flag.of = 40;
    flag.baseline_remarks = 8;
    flag.baseline_of = 640;
    digest.larger_shares.assign(2, flag);
    flag.department = input.catalog.departments[1];
    digest.larger_shares.push_back(flag);
    const auto quiet = larger_shares_of(digest, english);
    EXPECT_EQ(quiet->sentences.front(),
              "Produce: requests 5 of 40 in 7 days (usually 1%), Produce: requests 5 of 40 in 7 days "
              "(1%), and 1 more.");
    EXPECT_TRUE(is_told_unflagged(digest, input.catalog.departments[0]));
    EXPECT_FALSE(is_told_unflagged(digest, input.catalog.departments[1]));
}

}  // namespace
}  // namespace tillnote::render
