#include "server/render/digest_input_json.hpp"

#include "server/render/digest_view.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using domain::Day;

constexpr Day friday{2026y, std::chrono::November, 20d};
const Instant noon = std::chrono::sys_days{friday} + 18h + 7ms;

/// Every member differs from its default, so that one left out would be seen.
domain::DigestInput full_input() {
    domain::DigestInput input;
    input.store = {"oak-street", "Oak \"Street\" ñ", "north", {{friday, "America/Chicago", 200}}, friday, friday,
                   true,         {"bakery"}};
    input.district = {"north", "Northside"};
    input.day = friday;
    input.bounds = {noon - 14h, noon + 10h};
    input.zone = "America/Chicago";
    input.state = domain::DayState::ended;
    input.catalog.departments = {{"produce", "Produce", "Frutas", true, 3}};
    Reason reason{"101", "produce", "fresh", Polarity::praise, "Fresh", "Fresco", "produce", true, true, true, false};
    input.catalog.reasons.push_back(reason);
    reason.code = "501";
    reason.polarity = Polarity::why_here;
    reason.about_staff = true;
    input.catalog.reasons.push_back(reason);
    input.lanes = {{1, true, noon, true, 12, 3, 2}, {5, false, std::nullopt, true, 0, 0, 0}};
    input.notes_unplaced = 4;
    input.traffic = 1834;
    input.remarks = {{"101", 7}, {"501", 2}};
    input.same_weekdays = {{friday, true, {{"101", 3}}}, {friday, false, {}}};
    input.remarks_28_days = {{"101", 90}, {"501", 31}};
    input.days_28 = 27;
    input.remarks_by_day_28 = {1, std::nullopt, 3};
    domain::AskCounts asked;
    asked.ask.ask_id = Uuid::parse("0190f000-0000-7000-8000-000000000001").value();
    asked.ask.store = "oak-street";
    asked.ask.question_en = "Found everything?";
    asked.ask.question_es = "¿Encontró todo?";
    asked.ask.answers = {{"yes", "Yes", "Sí"}, {"no", "No", "No"}};
    asked.ask.first_day = asked.ask.last_day = friday;
    asked.ask.one_in = 10;
    asked.ask.closed_at = noon;
    asked.shown = 40;
    asked.answers = {{"yes", 31}};
    asked.sampled = true;
    input.asks = {asked};
    input.windows.days = {{friday, true, true, 4, 1500, {{"101", {3, 2}}}}, {friday, false, false, 0, std::nullopt, {}}};
    input.windows.hours = {{friday, "101", 13, 2, 3}};
    input.windows.pairs = {{"101", "501", 6}};
    const Uuid id = Uuid::parse("0190f000-0000-7000-8000-000000000002").value();
    input.loop.alerts = {{id, input.catalog.reasons.front(), 2, noon, noon, "Pulled"}};
    input.loop.actions = {{id, "oak-street", "reason:101", "Fresh", "Fresco", domain::ActionState::done, friday, "produce",
                           "Mended", "Arreglado", id, noon, noon}};
    input.loop.goals = {
        {{id, "oak-street", {"101", ""}, false, 80, friday, friday, noon}, {{9, 120}, {8, 110}, 484, 7, 0, 0.125}}};
    input.loop.events = {{{id, "oak-street", friday, "New baker", {"", "fresh"}},
                          domain::EventEvidence{{{1, 40}, {1, 38}, 60, 26, 2, 0.05}, {{5, 44}, {4, 40}, 64, 28, 0, 0.05}}}};
    input.changes = {{friday, 30, 33, 2}};
    return input;
}

std::string digest_of(const domain::DigestInput& input) {
    return render_digest_json(domain::build_digest(input, domain::StoreCalendar::make(input.store).value()));
}

TEST(DigestInputJson, GivesTheSameInputAndTheSameDigestBack) {
    const domain::DigestInput input = full_input();
    const std::string json = render_digest_input(input);
    const auto parsed = parse_digest_input(json);
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(render_digest_input(*parsed), json);
    EXPECT_EQ(digest_of(*parsed), digest_of(input));
}

TEST(DigestInputJson, KeepsEveryMember) {
    const auto full = nlohmann::json::parse(render_digest_input(full_input())).flatten();
    const auto parsed = parse_digest_input(render_digest_input(full_input()));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(nlohmann::json::parse(render_digest_input(*parsed)).flatten(), full);
    const auto empty = nlohmann::json::parse(render_digest_input(domain::DigestInput{}));
    for (const auto& [name, value] : empty.items()) {
        if (name != "format") {
            EXPECT_NE(nlohmann::json::parse(render_digest_input(full_input()))[name], value) << name << " is at its default";
        }
    }
}

TEST(DigestInputJson, ReadsInputsOfBeforeAMemberWasAdded) {
    auto json = nlohmann::json::parse(render_digest_input(full_input()));
    json.erase("changes");
    json["lanes"][0].erase("staff_notes");
    const auto parsed = parse_digest_input(json.dump());
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_TRUE(parsed->changes.empty());
    EXPECT_EQ(parsed->lanes[0].staff_notes, 0);
    EXPECT_EQ(parsed->lanes[0].notes_received, 12);
}

TEST(DigestInputJson, SaysThatItCannotReadWhatItDidNotWrite) {
    auto later = nlohmann::json::parse(render_digest_input(full_input()));
    later["format"] = 2;
    auto odd = nlohmann::json::parse(render_digest_input(full_input()));
    odd["state"] = "asleep";
    const std::string whole = render_digest_input(full_input());
    for (const std::string& text : {std::string(), std::string("[]"), whole.substr(0, whole.size() / 2), later.dump(),
                                    odd.dump(), std::string(R"({"format":1,"days_28":"many"})")}) {
        const auto parsed = parse_digest_input(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::internal);
    }
}

}  // namespace
}  // namespace tillnote::render
