#include "schema/wire.hpp"

#include "samples.hpp"
#include "schema/time_text.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

TEST(EnrolmentRequest, ComesBackWholeFromItsJson) {
    for (const EnrolmentRequest& request :
         {EnrolmentRequest{"lane 5, caja r\xC3\xA1pida", std::nullopt}, EnrolmentRequest{"x", std::string(43, 'A')}}) {
        EXPECT_EQ(parse_enrolment_request(to_json(request)).value(), request);
    }
}

struct Bad {
    std::string_view body;
    ErrorCode code;
    std::string_view field;
};

TEST(EnrolmentRequest, RefusesEveryMistakeByName) {
    using enum ErrorCode;
    const std::string long_device = R"({"device":")" + std::string(65, 'd') + "\"}";
    const std::string long_token = R"({"device":"d","previous_token":")" + std::string(129, 't') + "\"}";
    for (const Bad& bad : {
             Bad{"", malformed_json, ""},
             Bad{"{}", invalid_field, "/device"},
             Bad{R"({"device":""})", invalid_field, "/device"},
             Bad{R"({"device":7})", invalid_field, "/device"},
             Bad{R"({"device":"a\u0007b"})", invalid_field, "/device"},
             Bad{long_device, invalid_field, "/device"},
             Bad{R"({"device":"d","previous_token":""})", invalid_field, "/previous_token"},
             Bad{R"({"device":"d","previous_token":null})", invalid_field, "/previous_token"},
             Bad{R"({"device":"d","previous_token":"a b"})", invalid_field, "/previous_token"},
             Bad{long_token, invalid_field, "/previous_token"},
             Bad{R"({"device":"d","store":"s"})", unknown_field, "/store"},
         }) {
        const auto parsed = parse_enrolment_request(bad.body);
        ASSERT_TRUE(parsed.has_error()) << bad.body;
        EXPECT_EQ(parsed.error().code, bad.code) << bad.body;
        EXPECT_EQ(parsed.error().field, bad.field) << bad.body;
    }
}

TEST(EnrolmentStarted, ComesBackWholeAndIgnoresWhatANewerServerAdds) {
    const EnrolmentStarted started{samples::uuid(samples::any_id), std::string(43, 's'), "ABCD-EFGH",
                                   samples::at("2026-11-22T01:51:18Z"), 2000};
    EXPECT_EQ(parse_enrolment_started(to_json(started)).value(), started);
    EXPECT_EQ(parse_enrolment_started(samples::with(to_json(started), "{", "{\"new\":1,")).value(), started);
}

TEST(EnrolmentStarted, RefusesWhatIsNotOne) {
    const std::string good = to_json(EnrolmentStarted{samples::uuid(samples::any_id), std::string(43, 's'), "ABCD-EFGH",
                                                      samples::at("2026-11-22T01:51:18Z"), 2000});
    for (const auto& [from, to] :
         {std::pair("ABCD-EFGH", "abcd-efgh"), std::pair("ABCD-EFGH", "ABCDEFGH"), std::pair("ABCD-EFGH", "----\\u001b----"),
          std::pair("\"secret\"", "\"no\""), std::pair("sss", "s s"), std::pair("2026-11-22T01:51:18.000Z", "soon"),
          std::pair("2000", "-1"), std::pair("2000", "600001"), std::pair("8f14e45f", "8F14E45F")}) {
        EXPECT_TRUE(parse_enrolment_started(samples::with(good, from, to)).has_error()) << to;
    }
    EXPECT_TRUE(parse_enrolment_started("<html>").has_error());
}

TEST(EnrolmentAnswer, ComesBackInEveryState) {
    for (const EnrolmentState state :
         {EnrolmentState::pending, EnrolmentState::slow_down, EnrolmentState::denied, EnrolmentState::expired}) {
        const EnrolmentAnswer answer{state, 2000, std::nullopt, std::nullopt, std::nullopt};
        EXPECT_EQ(parse_enrolment_answer(to_json(answer)).value(), answer);
    }
    const EnrolmentAnswer approved{EnrolmentState::approved, 0, std::string(43, 't'), "store-1", 5};
    EXPECT_EQ(parse_enrolment_answer(to_json(approved)).value(), approved);
    EXPECT_EQ(parse_enrolment_answer(samples::with(to_json(approved), "{", "{\"new\":1,")).value(), approved);
}

TEST(EnrolmentAnswer, ApprovedNeedsTokenStoreAndLane) {
    const std::string good = to_json(EnrolmentAnswer{EnrolmentState::approved, 0, "token", "store-1", 5});
    for (const auto& [from, to, field] :
         {std::tuple(R"("token":"token",)", "", "/token"), std::tuple(R"("store":"store-1",)", "", "/store"),
          std::tuple(",\"lane\":5", "", "/lane"), std::tuple("\"lane\":5", "\"lane\":0", "/lane"),
          std::tuple("\"lane\":5", "\"lane\":1000", "/lane"), std::tuple("store-1", "Store 1", "/store"),
          std::tuple("approved", "welcome", "/state"), std::tuple("\"state\"", "\"s\"", "/state"),
          std::tuple("\"interval_ms\":0,", "", "/interval_ms")}) {
        const auto parsed = parse_enrolment_answer(samples::with(good, from, to));
        ASSERT_TRUE(parsed.has_error()) << field;
        EXPECT_EQ(parsed.error().field, field);
    }
    EXPECT_TRUE(parse_enrolment_answer("").has_error());
}

LaneCatalog full_catalog() {
    LaneCatalog lane_catalog;
    lane_catalog.version = "sha256-1";
    lane_catalog.catalog.departments = {{"produce", "Produce", "Frutas", true, 10}, {"other", "Other", "Otro", false, 20}};
    lane_catalog.catalog.reasons = {
        {"101", "produce", "price", Polarity::praise, "Produce price good", "Fruta barata", "Produce mgr", true, true, false,
         false},
        {"602", "other", "staff", Polarity::complaint, "Rude", "Mal servicio", "Store mgr", false, false, true, true}};
    lane_catalog.layout = {"101"};
    lane_catalog.accepts = {"comment", "mono_ms"};
    const Uuid ask_id = Uuid::parse("6f9619ff-8b86-4011-b42d-00cf4fc964ff").value();
    lane_catalog.asks = {{ask_id,
                          "Found everything?",
                          "¿Encontró todo?",
                          {{"yes", "Yes", "Sí"}, {"no", "No", "No"}},
                          "2026-11-01",
                          "2026-11-30",
                          20,
                          parse_time("2026-11-01T09:00:00Z").value().instant,
                          parse_time("2026-12-01T10:00:00Z").value().instant}};
    lane_catalog.hot_keys = {{"F13", "101"}, {"Shift+F24", "999"}};
    lane_catalog.store = "store-1";
    lane_catalog.lane = 999;
    lane_catalog.zone = "America/Chicago";
    lane_catalog.cutoff_minutes = 0;
    return lane_catalog;
}

TEST(LaneCatalog, ComesBackWholeFromItsJson) {
    EXPECT_EQ(parse_lane_catalog(to_json(full_catalog())).value(), full_catalog());
    const std::string without = samples::with(to_json(full_catalog()), "\"hot_keys\"", "\"cold_keys\"");
    EXPECT_TRUE(parse_lane_catalog(without).value().hot_keys.empty());
    LaneCatalog days_alone = full_catalog();
    days_alone.asks[0].starts_at.reset();
    days_alone.asks[0].ends_at.reset();
    EXPECT_EQ(parse_lane_catalog(to_json(days_alone)).value(), days_alone) << "as from a server before them";
}

TEST(LaneCatalog, CarriesTheWholeGroceryCatalog) {
    LaneCatalog lane_catalog = full_catalog();
    lane_catalog.catalog = test::grocery_catalog();
    EXPECT_EQ(parse_lane_catalog(to_json(lane_catalog)).value(), lane_catalog);
}

TEST(LaneCatalog, ToleratesWhatANewerServerAdds) {
    const std::string json = to_json(full_catalog());
    EXPECT_EQ(parse_lane_catalog(samples::with(json, "{\"version\"", "{\"new\":{},\"version\"")).value(), full_catalog());
    EXPECT_EQ(parse_lane_catalog(samples::with(json, "\"theme\":\"price\"", "\"theme\":\"price\",\"new\":1")).value(),
              full_catalog());
    const auto parsed = parse_lane_catalog(samples::with(json, "\"praise\"", "\"suggestion\""));
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->catalog.reasons[0].polarity, Polarity::other);
}

TEST(LaneCatalog, RefusesEveryMistakeByName) {
    const std::string good = to_json(full_catalog());
    for (const auto& [from, to, field] :
         {std::tuple(R"("store":"store-1")", R"("store":"S")", "/store"),
          std::tuple("\"lane\":999", "\"lane\":1000", "/lane"),
          std::tuple("\"cutoff_minutes\":0", "\"cutoff_minutes\":1440", "/cutoff_minutes"),
          std::tuple("America/Chicago", "", "/zone"), std::tuple(R"("layout":["101"])", "\"layout\":[1]", "/layout/0"),
          std::tuple("\"comment\"", "\"\"", "/accepts/0"), std::tuple("\"walk\":true", "\"walk\":1", "/departments/0/walk"),
          std::tuple("\"order\":20", "\"order\":-1", "/departments/1/order"),
          std::tuple(R"("code":"101")", R"("code":"1 1")", "/reasons/0/code"),
          std::tuple("\"starter\":true,", "", "/reasons/0/starter"), std::tuple("Rude", "", "/reasons/1/label_en"),
          std::tuple("\"one_in\":20", "\"one_in\":0", "/asks/0/one_in"),
          std::tuple("\"starts_at\"", "\"began_at\"", "/asks/0/ends_at"),
          std::tuple("2026-12-01T", "2026-12-00T", "/asks/0/ends_at"),
          std::tuple(R"("answer":"yes")", R"("answer":"y s")", "/asks/0/answers/0/answer"),
          std::tuple(R"(,{"answer":"no","label_en":"No","label_es":"No"})", "", "/asks/0/answers"),
          std::tuple(R"("key":"F13")", R"("key":"")", "/hot_keys/0/key"),
          std::tuple(R"("version":"sha256-1",)", "", "/version")}) {
        const auto parsed = parse_lane_catalog(samples::with(good, from, to));
        ASSERT_TRUE(parsed.has_error()) << field;
        EXPECT_EQ(parsed.error().field, field) << parsed.error().detail;
    }
    EXPECT_TRUE(parse_lane_catalog("not json").has_error());
}

}  // namespace
}  // namespace tillnote
