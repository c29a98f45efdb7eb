#include "lane-client/ask_draw.hpp"

#include "schema/time_text.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

const Uuid ask = Uuid::parse("00000000-0000-4000-8000-0000000000a5").value();
const Uuid other_ask = Uuid::parse("00000000-0000-4000-8000-0000000000a6").value();

int count_drawn(const std::string& key, const Uuid& ask_id, std::int64_t one_in, int transactions) {
    int drawn = 0;
    for (int at = 0; at < transactions; ++at) {
        drawn += is_drawn(key, ask_id, "remark-key-" + std::to_string(at), one_in) ? 1 : 0;
    }
    return drawn;
}

TEST(AskDraw, DrawsTheAgreedShare) {
    const std::string key = make_draw_key("a token");
    EXPECT_EQ(count_drawn(key, ask, 1, 1000), 1000);
    // 20,000 draws of one in twenty: 1,000 and five standard deviations either way.
    EXPECT_NEAR(count_drawn(key, ask, 20, 20'000), 1000, 155);
    EXPECT_NEAR(count_drawn(key, ask, 2, 20'000), 10'000, 354);
}

TEST(AskDraw, SaysTheSameEveryTime) {
    const std::string key = make_draw_key("a token");
    for (int at = 0; at < 100; ++at) {
        const std::string transaction = "remark-key-" + std::to_string(at);
        EXPECT_EQ(is_drawn(key, ask, transaction, 3), is_drawn(key, ask, transaction, 3));
    }
}

TEST(AskDraw, CannotBeForeseenWithoutTheKeyAndDiffersPerAsk) {
    const std::string key = make_draw_key("a token");
    const std::string other_key = make_draw_key("another token");
    int same_key = 0;
    int same_ask = 0;
    for (int at = 0; at < 20'000; ++at) {
        const std::string transaction = "remark-key-" + std::to_string(at);
        const bool drawn = is_drawn(key, ask, transaction, 2);
        same_key += drawn == is_drawn(other_key, ask, transaction, 2) ? 1 : 0;
        same_ask += drawn == is_drawn(key, other_ask, transaction, 2) ? 1 : 0;
    }
    EXPECT_NEAR(same_key, 10'000, 354) << "as often as two coins agree";
    EXPECT_NEAR(same_ask, 10'000, 354);
}

TEST(AskDraw, RunsFromItsFirstDayToItsLast) {
    LaneAsk one;
    one.from = "2026-11-21";
    one.to = "2026-12-01";
    const Instant any_time{};
    EXPECT_FALSE(runs_at(one, any_time, "2026-11-20"));
    EXPECT_TRUE(runs_at(one, any_time, "2026-11-21"));
    EXPECT_TRUE(runs_at(one, any_time, "2026-11-30"));
    EXPECT_TRUE(runs_at(one, any_time, "2026-12-01"));
    EXPECT_FALSE(runs_at(one, any_time, "2026-12-02"));
}

TEST(AskDraw, GoesByTheStoresDaysOnATerminalInAnotherZone) {
    LaneAsk one;
    one.from = one.to = "2026-11-28";
    one.starts_at = parse_time("2026-11-28T09:00:00Z").value().instant;  // 04:00 in New York
    one.ends_at = parse_time("2026-11-29T09:00:00Z").value().instant;
    const auto runs = [&](std::string_view at, std::string_view day_in_utc) {
        return runs_at(one, parse_time(at).value().instant, day_in_utc);
    };
    EXPECT_FALSE(runs("2026-11-28T08:59:59.999Z", "2026-11-28")) << "the Friday is still open there";
    EXPECT_TRUE(runs("2026-11-28T09:00:00Z", "2026-11-28"));
    EXPECT_TRUE(runs("2026-11-29T04:22:00Z", "2026-11-29")) << "23:22 on Saturday there";
    EXPECT_FALSE(runs("2026-11-29T09:00:00Z", "2026-11-29"));
}

}  // namespace
}  // namespace tillnote::lane::test
