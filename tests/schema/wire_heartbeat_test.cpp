#include "schema/wire.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

const std::string good =
    R"({"outbox_id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d","sent_at":"2026-11-22T01:41:18.000Z","last_seq":7,"pending":3,)"
    R"("oldest_pending_at":"2026-11-21T01:00:00.000Z","rejected":1,"version":"0.1.0","queue":"many",)"
    R"("transactions":[{"hour_start":"2026-11-22T00:00:00.000Z","count":31}]})";

TEST(HeartbeatRequest, ComesBackWholeFromItsJson) {
    const auto parsed = parse_heartbeat_request(good);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
    EXPECT_EQ(parsed->last_seq, 7);
    EXPECT_EQ(parsed->pending, 3);
    EXPECT_EQ(parsed->oldest_pending_at, samples::at("2026-11-21T01:00:00Z"));
    EXPECT_EQ(parsed->rejected, 1);
    EXPECT_EQ(parsed->queue, QueueLength::many);
    ASSERT_EQ(parsed->transactions.size(), 1U);
    EXPECT_EQ(parsed->transactions[0].count, 31);
    EXPECT_EQ(to_json(*parsed), good);
}

TEST(HeartbeatRequest, NeedsOnlyOutboxClockLastSeqAndVersion) {
    const auto parsed = parse_heartbeat_request(
        R"({"outbox_id":"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d","sent_at":"2026-11-22T01:41:18Z","last_seq":0,"version":"x"})");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
    EXPECT_EQ(parsed->queue, QueueLength::none);
    EXPECT_EQ(parsed->pending, 0);
    EXPECT_EQ(parsed->oldest_pending_at, std::nullopt);
    EXPECT_EQ(parse_heartbeat_request(to_json(*parsed)).value(), *parsed);
}

struct Bad {
    std::string_view from;
    std::string_view to;
    ErrorCode code;
    std::string_view field;
};

TEST(HeartbeatRequest, RefusesEveryMistakeByName) {
    using enum ErrorCode;
    for (const Bad& bad : {
             Bad{"\"outbox_id\":\"8", "\"outbox_id\":\"X", invalid_field, "/outbox_id"},
             Bad{"\"sent_at\":\"2026-11-22T01:41:18.000Z\"", "\"sent_at\":1", invalid_field, "/sent_at"},
             Bad{"\"last_seq\":7", "\"last_seq\":-7", invalid_field, "/last_seq"},
             Bad{"\"last_seq\":7,", "", invalid_field, "/last_seq"},
             Bad{"\"pending\":3", "\"pending\":3.0", invalid_field, "/pending"},
             Bad{"2026-11-21T01:00:00.000Z", "2026-11-21", invalid_field, "/oldest_pending_at"},
             Bad{"\"rejected\":1", "\"rejected\":null", invalid_field, "/rejected"},
             Bad{"\"0.1.0\"", "\"\"", invalid_field, "/version"},
             Bad{"\"0.1.0\"", "\"0123456789012345678901234567890123\"", invalid_field, "/version"},
             Bad{"\"0.1.0\"", "\"0\\n1\"", invalid_field, "/version"},
             Bad{"\"many\"", "\"lots\"", invalid_field, "/queue"},
             Bad{"\"many\"", "3", invalid_field, "/queue"},
             Bad{"\"count\":31", "\"count\":-1", invalid_field, "/transactions/0/count"},
             Bad{"\"count\":31", "\"count\":1000001", invalid_field, "/transactions/0/count"},
             Bad{"\"count\":31", "\"count\":31,\"cashier\":1", unknown_field, "/transactions/0/cashier"},
             Bad{"\"hour_start\":\"2026-11-22T00:00:00.000Z\",", "", invalid_field, "/transactions/0/hour_start"},
             Bad{"[{\"hour_start\"", "[{\"hour_start\":\"2026-11-22T00:00:00Z\",\"count\":1},{\"hour_start\"",
                 impossible_value, "/transactions/1/hour_start"},
             Bad{"\"queue\"", "\"basket\":1,\"queue\"", unknown_field, "/basket"},
         }) {
        const auto parsed = parse_heartbeat_request(samples::with(good, bad.from, bad.to));
        ASSERT_TRUE(parsed.has_error()) << bad.to;
        EXPECT_EQ(parsed.error().code, bad.code) << bad.to;
        EXPECT_EQ(parsed.error().field, bad.field) << bad.to;
    }
    EXPECT_TRUE(parse_heartbeat_request("").has_error());
}

TEST(HeartbeatRequest, TakesFortyEightHoursAndNoMore) {
    HeartbeatRequest request = parse_heartbeat_request(good).value();
    request.transactions.clear();
    for (int hour = 0; hour < 48; ++hour) {
        request.transactions.push_back({samples::at("2026-11-22T00:00:00Z") + std::chrono::hours(hour), hour});
    }
    EXPECT_EQ(parse_heartbeat_request(to_json(request)).value(), request);
    request.transactions.push_back({samples::at("2026-12-22T00:00:00Z"), 0});
    const auto parsed = parse_heartbeat_request(to_json(request));
    ASSERT_TRUE(parsed.has_error());
    EXPECT_EQ(parsed.error().code, ErrorCode::too_large);
    EXPECT_EQ(parsed.error().field, "/transactions");
}

TEST(HeartbeatAnswer, ComesBackWholeAndIgnoresWhatANewerServerAdds) {
    const HeartbeatAnswer answer{
        samples::at("2026-11-22T01:41:18.5Z"),
        41,
        {{samples::uuid(samples::any_id), "Yogurt pulled 17:41. Thank you.", "Yogur retirado 17:41. Gracias."}}};
    EXPECT_EQ(parse_heartbeat_answer(to_json(answer)).value(), answer);
    EXPECT_EQ(parse_heartbeat_answer(samples::with(to_json(answer), "{\"now\"", "{\"new\":[1],\"now\"")).value(), answer);
    EXPECT_EQ(parse_heartbeat_answer(samples::with(to_json(answer), "{\"message_id\"", "{\"new\":1,\"message_id\"")).value(),
              answer);
    EXPECT_TRUE(parse_heartbeat_answer(R"({"now":"2026-11-22T01:41:18Z","have_seq":0})").has_value());
}

TEST(HeartbeatAnswer, RefusesWhatIsNotAnAnswer) {
    for (const std::string_view bad :
         {"", "<html>", "{}", R"({"now":"soon","have_seq":0,"messages":[]})", R"({"now":"2026-11-22T01:41:18Z"})",
          R"({"now":"2026-11-22T01:41:18Z","have_seq":0,"messages":[{}]})",
          R"({"now":"2026-11-22T01:41:18Z","have_seq":0,"messages":1})"}) {
        EXPECT_TRUE(parse_heartbeat_answer(bad).has_error()) << bad;
    }
}

}  // namespace
}  // namespace tillnote
