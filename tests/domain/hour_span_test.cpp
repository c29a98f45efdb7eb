#include "server/domain/hour_span.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

std::array<int, 24> heard(std::initializer_list<std::pair<std::size_t, int>> hours) {
    std::array<int, 24> remarks{};
    for (const auto& [hour, count] : hours) {
        remarks.at(hour) = count;
    }
    return remarks;
}

/// As many lanes at every hour.
std::array<int, 24> open(int lanes) {
    std::array<int, 24> all{};
    all.fill(lanes);
    return all;
}

TEST(HourSpan, IsTheShortestThatHoldsTwoThirds) {
    const auto span = find_hour_span(heard({{10, 1}, {17, 3}, {18, 2}, {21, 1}}), open(3));
    ASSERT_TRUE(span);
    EXPECT_EQ(span->from_hour, 17);
    EXPECT_EQ(span->to_hour, 19);
    EXPECT_EQ(find_hour_span(heard({{23, 5}}), open(3))->to_hour, 24);
    EXPECT_EQ(find_hour_span(heard({{0, 5}}), open(3))->from_hour, 0);
}

TEST(HourSpan, SaysNothingOfMostOfTheDay) {
    EXPECT_FALSE(find_hour_span(heard({{8, 1}, {11, 1}, {14, 1}, {17, 1}, {20, 1}, {22, 1}}), open(8)));
    EXPECT_TRUE(find_hour_span(heard({{8, 2}, {11, 2}, {20, 2}}), open(8))) << "four hours hold four of six";
}

TEST(HourSpan, NeedsFiveRemarksAndThreeLanes) {
    EXPECT_FALSE(find_hour_span(heard({{17, 4}}), open(8)));
    EXPECT_FALSE(find_hour_span(heard({{17, 9}}), open(2)));
    EXPECT_TRUE(find_hour_span(heard({{17, 5}}), open(3)));
}

TEST(HourSpan, IsNotShownWhereFewerThanThreeLanesWereOpen) {
    auto lanes = open(4);
    lanes[21] = 1;
    EXPECT_FALSE(find_hour_span(heard({{20, 3}, {21, 4}}), lanes)) << "the plan says who was there at nine in the evening";
    EXPECT_TRUE(find_hour_span(heard({{17, 3}, {18, 4}, {21, 1}}), lanes)) << "the one at nine is not in the span";
    EXPECT_TRUE(find_hour_span(heard({{19, 3}, {20, 4}}), lanes));
    lanes[18] = 1;
    EXPECT_TRUE(find_hour_span(heard({{17, 3}, {19, 4}}), lanes)) << "nothing was heard at six";
}

}  // namespace
}  // namespace tillnote::domain
