#include "server/render/digest_view.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
    }
    return keys;
}

Json json_of(const domain::Digest& digest) {
    return Json::parse(render_digest_json(digest));
}

const Json& reason_in(const Json& digest, std::string_view code) {
    for (const Json& reason : digest["reasons"]) {
        if (reason["reason"] == code) {
            return reason;
        }
    }
    throw std::out_of_range("no such reason");
}

TEST(DigestJson, HasTheContractsKeysInTheContractsOrder) {
    const Json digest = json_of(samples::full_day());
    EXPECT_THAT(keys_of(digest), ElementsAre("store", "day", "zone", "starts_at", "ends_at", "state", "edition",
                                             "completeness", "notes_unplaced", "traffic", "remarks", "reasons", "walk_first",
                                             "alerts", "why_here", "competitors", "together", "asks", "goals", "events",
                                             "open_actions", "closed_actions", "changes"));
    EXPECT_THAT(keys_of(digest["store"]), ElementsAre("id", "name", "district"));
    EXPECT_THAT(keys_of(digest["completeness"]),
                ElementsAre("lanes_heard", "lanes_expected", "notes_received", "notes_missing", "percent", "silent"));
    EXPECT_THAT(keys_of(digest["completeness"]["silent"][0]), ElementsAre("lane", "last_heard_at"));
    EXPECT_THAT(keys_of(digest["reasons"][0]), ElementsAre("reason", "department", "theme", "polarity", "label", "remarks",
                                                           "usual", "baseline", "signal", "tests"));
    EXPECT_THAT(keys_of(digest["reasons"][0]["baseline"]), ElementsAre("days", "remarks", "of"));
    EXPECT_THAT(keys_of(digest["why_here"]), ElementsAre("days", "remarks", "shares"));
    EXPECT_THAT(keys_of(digest["why_here"]["shares"][0]), ElementsAre("reason", "remarks", "share", "low", "high"));
    EXPECT_THAT(keys_of(digest["competitors"][0]), ElementsAre("reason", "remarks", "share", "low", "high"));
}

TEST(DigestJson, SaysTheDayInUtcAndTheStoreById) {
    const Json digest = json_of(samples::full_day());
    EXPECT_EQ(digest["store"], (Json{{"id", "oak-street"}, {"name", "Oak Street"}, {"district", "north"}}));
    EXPECT_EQ(digest["day"], "2026-11-16");
    EXPECT_EQ(digest["zone"], "America/Chicago");
    EXPECT_EQ(digest["starts_at"], "2026-11-16T10:00:00.000Z");
    EXPECT_EQ(digest["ends_at"], "2026-11-17T10:00:00.000Z");
    EXPECT_EQ(digest["state"], "ended");
    EXPECT_EQ(digest["completeness"]["silent"][0]["last_heard_at"], "2026-11-15T01:42:10.000Z");
}

TEST(DigestJson, RoundsUsualToTenthsAndSharesToThousandths) {
    const Json digest = json_of(samples::full_day());
    EXPECT_THAT(render_digest_json(samples::full_day()), HasSubstr(R"("usual":1.3,"baseline":{"days":8,"remarks":10,)"));
    EXPECT_EQ(digest["why_here"]["shares"][0]["share"], 0.375);
    EXPECT_EQ(digest["why_here"]["shares"][0]["low"], 0.278);
    EXPECT_EQ(digest["why_here"]["shares"][0]["high"], 0.48);
}

TEST(DigestJson, NamesTheTwoSilencesThatNeedNoTest) {
    const Json known = json_of(samples::full_day());
    EXPECT_EQ(reason_in(known, "104")["signal"], "not_heard");
    EXPECT_EQ(reason_in(known, "104")["remarks"], 0);
    EXPECT_TRUE(reason_in(known, "103")["signal"].is_null());
    EXPECT_TRUE(reason_in(known, "103")["tests"].is_null());

    const Json young = json_of(samples::young_store_day());
    EXPECT_EQ(reason_in(young, "103")["signal"], "too_little");
    EXPECT_TRUE(reason_in(young, "103")["usual"].is_null());
    EXPECT_TRUE(young["why_here"]["shares"][0]["share"].is_null());
}

TEST(DigestJson, LeavesLaterPartsEmptyAndUnknownTrafficNull) {
    const Json digest = json_of(samples::closed_day());
    EXPECT_TRUE(digest["edition"].is_null());
    EXPECT_TRUE(digest["traffic"].is_null());
    for (const char* key : {"walk_first", "alerts", "together", "asks", "goals", "events", "open_actions", "changes"}) {
        EXPECT_EQ(digest[key], Json::array()) << key;
    }
}

TEST(DigestJson, GivesTheAnswersOfAnAsk) {
    const Json ask = json_of(samples::full_day())["asks"].at(0);
    EXPECT_EQ(ask["question"], "Did you find everything you came for?");
    EXPECT_EQ(ask["from"], "2026-11-14");
    EXPECT_EQ(ask["shown"], 61);
    EXPECT_EQ(ask["asked"], 44);
    EXPECT_EQ(ask["sampled"], true);
    EXPECT_EQ(ask["answers"][0]["answer"], "yes");
    EXPECT_EQ(ask["answers"][0]["count"], 31);
    EXPECT_EQ(ask["answers"][0]["share"], 0.705);
    EXPECT_EQ(ask["answers"][2]["high"], 0.217);
}

TEST(DigestJson, StaysJsonWhenANameIsHostile) {
    domain::Digest digest = samples::full_day();
    digest.store.name = "\"},\n\\ \xFF <script>";
    const Json parsed = json_of(digest);
    EXPECT_EQ(parsed["store"]["name"], "\"},\n\\ \xEF\xBF\xBD <script>");
}

TEST(DigestJson, GivesTheSameBytesEveryTime) {
    EXPECT_EQ(render_digest_json(samples::full_day()), render_digest_json(samples::full_day()));
    EXPECT_THAT(render_digest_json(samples::full_day()), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace tillnote::render
