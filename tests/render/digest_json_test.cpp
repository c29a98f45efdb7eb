#include "server/render/digest_view.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <limits>

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

TEST(DigestJson, HasTheContractsKeysInTheContractsOrder) {
    const Json digest = json_of(samples::full_day());
    EXPECT_THAT(keys_of(digest),
                ElementsAre("store", "day", "zone", "starts_at", "ends_at", "state", "edition", "completeness",
                            "notes_unplaced", "traffic", "remarks", "reasons", "walk_first", "larger_shares",
                            "more_of_every_kind", "baseline", "alerts", "why_here", "competitors", "together", "asks",
                            "goals", "events", "open_actions", "closed_actions", "changes"));
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

domain::Digest with_signal(domain::Signal signal, const std::optional<domain::ReasonTests>& tests) {
    domain::Digest digest = samples::full_day();
    digest.known = {56, 8, true, 82};
    digest.reasons.at(0).signal = signal;
    digest.reasons.at(0).tests = tests;
    return digest;
}

TEST(DigestJson, NamesTheSilencesAndClaimsNothingThatWasNotTested) {
    const auto signal = [](domain::Signal of, const std::optional<domain::ReasonTests>& tests = std::nullopt) {
        return json_of(with_signal(of, tests))["reasons"][0]["signal"];
    };
    EXPECT_EQ(signal(domain::Signal::not_heard), "not_heard");
    EXPECT_EQ(signal(domain::Signal::too_little), "too_little");
    EXPECT_EQ(signal(domain::Signal::flagged, domain::ReasonTests{}), "flagged");
    EXPECT_EQ(signal(domain::Signal::usual, domain::ReasonTests{}), "usual");
    EXPECT_TRUE(signal(domain::Signal::usual).is_null());
}

TEST(DigestJson, GivesTheFiguresOfEachTest) {
    domain::ReasonTests tests;
    domain::TestFigures& week = tests.days_7;
    week.days = 7;
    week.window = {12, 210};
    week.baseline = {20, 1650};
    week.baseline_days = 54;
    week.p_value = 0.000123456;
    week.adjusted_p = 0.0101234;
    week.rate_p_value = 0.25;
    week.rate_ratio = 2.5;
    week.traffic_known = true;
    week.breadth = 3;
    week.verdict = domain::TestVerdict::quieter_day;
    const Json digest = json_of(with_signal(domain::Signal::usual, tests));
    const Json& given = digest["reasons"][0]["tests"];
    EXPECT_THAT(keys_of(given), ElementsAre("q", "m", "department_day", "days_3", "days_7"));
    EXPECT_EQ(given["q"], 0.1);
    EXPECT_EQ(given["m"], 82);
    EXPECT_EQ(given["days_7"], (Json{{"days", 7},
                                     {"remarks", 12},
                                     {"of", 210},
                                     {"baseline", {{"days", 54}, {"remarks", 20}, {"of", 1650}}},
                                     {"p", 0.0001235},
                                     {"adjusted_p", 0.01012},
                                     {"rate_p", 0.25},
                                     {"rate_ratio", 2.5},
                                     {"traffic_known", true},
                                     {"different_people", true},
                                     {"verdict", "quieter_day"}}));
    EXPECT_TRUE(given["days_3"]["rate_ratio"].is_null());
    EXPECT_EQ(given["days_3"]["different_people"], false);
    EXPECT_EQ(given["days_3"]["verdict"], "too_little");
    EXPECT_EQ(digest["baseline"], (Json{{"days", 56}, {"weeks", 8}, {"enough", true}}));
    EXPECT_TRUE(digest["reasons"][1]["tests"].is_null());
}

TEST(DigestJson, GivesWhatToWalkToFirst) {
    domain::Digest digest = samples::full_day();
    domain::Flag flag;
    flag.department = digest.departments.at(0).department;
    flag.polarity = Polarity::complaint;
    flag.reasons = {{digest.reasons.at(2).reason, 6}};
    flag.since = digest.day;
    flag.remarks = 6;
    flag.of = 40;
    flag.baseline_remarks = 9;
    flag.baseline_of = 300;
    flag.baseline_days = 8;
    flag.usual = 9 / 8.0;
    flag.p_value = 0.00052;
    flag.rate_ratio = 5.0;
    flag.hours = domain::HourSpan{17, 19};
    digest.walk_first = {flag};
    flag.reason = digest.reasons.at(2).reason;
    flag.kind = domain::FlagKind::first_seen;
    flag.hours.reset();
    flag.rate_ratio = std::numeric_limits<double>::infinity();
    digest.larger_shares = {flag};
    digest.together = {{digest.reasons.at(0).reason, digest.reasons.at(1).reason, 11}};
    const Json made = json_of(digest);
    const Json& line = made["walk_first"][0];
    EXPECT_EQ(line["line"], "department:produce:complaint");
    EXPECT_EQ(line["kind"], "department_day");
    EXPECT_EQ(line["label"], "Produce");
    EXPECT_TRUE(line["reason"].is_null());
    EXPECT_EQ(line["reasons"], Json::array({{{"reason", digest.reasons.at(2).reason.code}, {"remarks", 6}}}));
    EXPECT_EQ(line["since"], "2026-11-16");
    EXPECT_EQ(line["usual"], 1.125);
    EXPECT_EQ(line["chance_one_in"], 2000);
    EXPECT_EQ(line["hours"], (Json{{"from", 17}, {"to", 19}}));
    const Json& larger = made["larger_shares"][0];
    EXPECT_EQ(larger["line"], "reason:" + digest.reasons.at(2).reason.code);
    EXPECT_TRUE(larger["rate_ratio"].is_null());
    EXPECT_TRUE(larger["hours"].is_null());
    EXPECT_EQ(made["more_of_every_kind"], Json::array());
    EXPECT_EQ(made["together"][0]["pairs"], 11);
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
