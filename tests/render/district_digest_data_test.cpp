#include "server/render/district_digest_data.hpp"

#include "tests/render/sample_district_digest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

TEST(DistrictDigestData, AnInputComesBackAsItWasAndGivesTheSameDigest) {
    const auto input = samples::district_digest_input();
    const std::string kept = render_district_input(input);
    const auto parsed = parse_district_input(kept);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(render_district_input(*parsed), kept);
    EXPECT_EQ(render_district_digest_json(samples::digest_of(*parsed)),
              render_district_digest_json(samples::digest_of(input)));
    EXPECT_EQ(parsed->comparison.members.size(), 6U);
    EXPECT_EQ(parsed->comparison.members[3].days.back().traffic, std::nullopt);
    EXPECT_EQ(parsed->comparison.members[0].days.size(), 65U) << "no day more than the stories need";
}

TEST(DistrictDigestData, AnInputKeepsSinceWhenItsReasonsMayBeTapped) {
    auto input = samples::quiet_week_input();
    const domain::Day first = input.comparison.range.from;
    input.comparison.reason_dates.assign(input.comparison.reasons.size(), {first, std::nullopt});
    input.comparison.reason_dates[1].valid_to = input.day;
    const auto parsed = parse_district_input(render_district_input(input));
    ASSERT_TRUE(parsed);
    ASSERT_EQ(parsed->comparison.reason_dates.size(), input.comparison.reasons.size());
    EXPECT_EQ(parsed->comparison.reason_dates[0].valid_from, first);
    EXPECT_EQ(parsed->comparison.reason_dates[0].valid_to, std::nullopt);
    EXPECT_EQ(parsed->comparison.reason_dates[1].valid_to, input.day);
    auto kept = json::parse(render_district_input(input));
    kept["reasons"][0].erase("valid_from");
    EXPECT_TRUE(parse_district_input(kept.dump()).has_error()) << "of some only";
}

TEST(DistrictDigestData, WhatWasCutOffOrMadeByAnotherVersionIsSaid) {
    const std::string kept = render_district_input(samples::quiet_week_input());
    const auto cut = parse_district_input(kept.substr(0, kept.size() / 2));
    ASSERT_TRUE(cut.has_error());
    EXPECT_EQ(cut.error().code, ErrorCode::internal);
    auto other = json::parse(kept);
    other["format"] = 2;
    EXPECT_NE(parse_district_input(other.dump()).error().detail, cut.error().detail);
    other["format"] = 1;
    other["rhythm"] = "hourly";
    EXPECT_TRUE(parse_district_input(other.dump()).has_error());
}

TEST(DistrictDigestData, TheJsonSaysWhichEditionItIsAndHoldsTheComparison) {
    const auto digest = json::parse(render_district_digest_json(samples::digest_of(samples::district_digest_input())));
    EXPECT_EQ(digest["district"], (json{{"id", "north"}, {"name", "North District"}}));
    EXPECT_EQ(digest["day"], "2026-11-21");
    EXPECT_EQ(digest["rhythm"], "daily");
    EXPECT_EQ(digest["edition"], (json{{"number", 1}, {"frozen_at", "2026-11-22T13:45:00.000Z"}, {"of", 1}}));
    EXPECT_THAT(digest["without_digest"], ElementsAre("Valley"));
    EXPECT_EQ(digest["comparison"]["from"], "2026-11-15");
    EXPECT_EQ(digest["comparison"]["to"], "2026-11-21");
    EXPECT_EQ(digest["comparison"]["stores"].size(), 6U);
    EXPECT_EQ(digest["comparison"]["stories"].size(), 1U);
}

}  // namespace
}  // namespace tillnote::render
