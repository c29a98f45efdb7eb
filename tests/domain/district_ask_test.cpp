#include "server/domain/district_ask.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

Ask ask_of(const std::string& store, const std::string& question, Day first) {
    Ask ask;
    ask.store = store;
    ask.question_en = question;
    ask.question_es = question;
    ask.answers = {{"yes", "Yes", "Si"}, {"no", "No", "No"}};
    ask.first_day = first;
    ask.last_day = add_days(first, 6);
    return ask;
}

const Day first = testing::day(2026, 11, 16);

TEST(DistrictAsk, BelongsTogetherByQuestionAnswersAndFirstDay) {
    auto other_answers = ask_of("oak-street", "Found it?", first);
    other_answers.answers[1].label_en = "Never";
    auto ended = ask_of("mill-road", "Found it?", first);
    ended.last_day = first;
    const auto groups = group_asks(
        {ask_of("oak-street", "Found it?", first), other_answers, ended,
         ask_of("oak-street", "Found it?", add_days(first, 20)), ask_of("mill-road", "Found it?", add_days(first, 20))},
        [](Day) { return std::size_t{2}; });
    ASSERT_EQ(groups.size(), 2U) << "what one store alone asks is its own";
    EXPECT_EQ(groups[0].front().first_day, add_days(first, 20)) << "the latest first";
    ASSERT_EQ(groups[1].size(), 2U) << "a store may end its own";
    EXPECT_EQ(groups[1][0].store, "mill-road");
    EXPECT_EQ(group_asks({other_answers}, [](Day at) { return std::size_t{at > first ? 2U : 1U}; }).size(), 1U)
        << "of the district's only store on its first day";
}

TEST(DistrictAsk, RunsAsLongAsOneStoreAsks) {
    auto closed = ask_of("oak-street", "Found it?", first);
    closed.closed_at = testing::instant(2026, 11, 17);
    const auto other = ask_of("mill-road", "Found it?", first);
    EXPECT_EQ(state_of(std::vector{closed, other}, first), AskState::running);
    EXPECT_EQ(state_of(std::vector{closed, other}, add_days(first, -1)), AskState::planned);
    EXPECT_EQ(state_of(std::vector{closed, other}, add_days(first, 7)), AskState::over);
    EXPECT_EQ(state_of(std::vector{closed}, first), AskState::closed);
}

TEST(DistrictAsk, AddsUpItsStoresAndIsASampleOnlyWhereEachIs) {
    const auto counts = [](int shown, int yes, bool sampled) {
        return AskCounts{ask_of("oak-street", "Found it?", first), shown, {{"yes", yes}}, sampled};
    };
    const auto sum = add_counts({counts(20, 12, true), counts(40, 30, true), counts(0, 0, false)});
    EXPECT_EQ(sum.shown, 60);
    EXPECT_EQ(sum.answers.at("yes"), 42);
    EXPECT_TRUE(sum.sampled) << "a store that showed nothing spoils no sample";
    EXPECT_FALSE(add_counts({counts(20, 12, true), counts(4, 3, false)}).sampled);
}

}  // namespace
}  // namespace tillnote::domain
