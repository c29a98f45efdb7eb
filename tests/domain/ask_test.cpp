#include "server/domain/ask.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using testing::instant;
using testing::uuid;

Ask make_ask() {
    Ask ask;
    ask.ask_id = uuid(1);
    ask.store = "oak-street";
    ask.question_en = "Did you find everything?";
    ask.question_es = "¿Encontró todo?";
    ask.answers = {{"yes", "Yes", "Sí"}, {"no", "No", "No"}};
    ask.first_day = day(2026, 11, 20);
    ask.last_day = day(2026, 11, 26);
    return ask;
}

const Day today = day(2026, 11, 20);

TEST(CheckAsk, AcceptsWhatLanesCanShow) {
    EXPECT_TRUE(check_ask(make_ask(), today));
    Ask one_day = make_ask();
    one_day.last_day = one_day.first_day;
    EXPECT_TRUE(check_ask(one_day, today));
    Ask longest = make_ask();
    longest.last_day = add_days(longest.first_day, ask_days_max - 1);
    EXPECT_TRUE(check_ask(longest, today));
}

/// The field that is named when `spoil` has been at work.
template <typename Spoil>
std::pair<ErrorCode, std::string> mistake(Spoil spoil) {
    Ask ask = make_ask();
    spoil(ask);
    const auto checked = check_ask(ask, today);
    return checked ? std::pair{ErrorCode::internal, std::string("accepted")}
                   : std::pair{checked.error().code, checked.error().field};
}

TEST(CheckAsk, NamesTheFirstMistake) {
    const auto invalid = [](const char* field) { return std::pair{ErrorCode::invalid_field, std::string(field)}; };
    const auto impossible = [](const char* field) { return std::pair{ErrorCode::impossible_value, std::string(field)}; };
    EXPECT_EQ(mistake([](Ask& ask) { ask.question_en = std::string(91, 'x'); }), invalid("/question_en"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.question_es = ""; }), invalid("/question_es"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers.pop_back(); }), invalid("/answers"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers.resize(5, {"x", "X", "X"}); }), invalid("/answers"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[1].answer = "n o"; }), invalid("/answers/1/answer"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[1].answer = "yes"; }), impossible("/answers/1/answer"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[0].label_es = std::string(19, 'x'); }), invalid("/answers/0/label_es"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[0].label_en = "a\nb"; }), invalid("/answers/0/label_en"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.question_en = "Is 4111 1111 1111 1111 you?"; }), invalid("/question_en"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.question_es = "4111-1111-1111-1111"; }), invalid("/question_es"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[1].answer = "4111111111111111"; }), invalid("/answers/1/answer"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[1].label_en = "4111111111111111"; }), invalid("/answers/1/label_en"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.answers[0].label_es = "4111111111111111"; }), invalid("/answers/0/label_es"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.one_in = 0; }), invalid("/one_in"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.one_in = 1001; }), invalid("/one_in"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.first_day = day(2026, 11, 19); }), impossible("/from"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.last_day = day(2026, 11, 19); }), impossible("/to"));
    EXPECT_EQ(mistake([](Ask& ask) { ask.last_day = add_days(ask.first_day, ask_days_max); }), impossible("/to"));
}

TEST(ChangeAsk, MovesTheEndAndTheRateAndCloses) {
    const Instant now = instant(2026, 11, 22, 18);
    const auto moved = change_ask(make_ask(), {day(2026, 11, 22), 10, false}, day(2026, 11, 22), now);
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->last_day, day(2026, 11, 22));
    EXPECT_EQ(moved->one_in, 10);
    EXPECT_FALSE(moved->closed_at);
    const auto closed = change_ask(make_ask(), {{}, {}, true}, day(2026, 11, 22), now);
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->closed_at, now);
    EXPECT_EQ(state_of(*closed, day(2026, 11, 22)), AskState::closed);
    EXPECT_EQ(change_ask(*closed, {{}, 5, false}, day(2026, 11, 22), now).error().code, ErrorCode::conflict);
    EXPECT_EQ(change_ask(make_ask(), {{}, 5, false}, day(2026, 11, 27), now).error().code, ErrorCode::conflict) << "over";
    EXPECT_EQ(change_ask(make_ask(), {day(2026, 11, 21), {}, false}, day(2026, 11, 22), now).error().field, "/to");
    EXPECT_EQ(change_ask(make_ask(), {{}, 0, false}, day(2026, 11, 22), now).error().field, "/one_in");
}

TEST(LaneAsks, TellWhatRunsNowOrSoon) {
    Ask closed = make_ask();
    closed.closed_at = instant(2026, 11, 20);
    const std::vector<Ask> asks{make_ask(), closed};
    const auto calendar = StoreCalendar::make(testing::store_in("America/New_York")).value();
    EXPECT_EQ(lane_asks(asks, calendar, day(2026, 11, 12)).size(), 0U) << "eight days ahead";
    EXPECT_EQ(lane_asks(asks, calendar, day(2026, 11, 13)).size(), 1U);
    EXPECT_EQ(lane_asks(asks, calendar, day(2026, 11, 26)).size(), 1U);
    EXPECT_EQ(lane_asks(asks, calendar, day(2026, 11, 27)).size(), 0U);
    const LaneAsk told = lane_asks(asks, calendar, today).at(0);
    EXPECT_EQ(told.from, "2026-11-20");
    EXPECT_EQ(told.to, "2026-11-26");
    EXPECT_EQ(told.answers.at(0).label_es, "Sí");
    EXPECT_EQ(told.one_in, 20);
    EXPECT_EQ(told.starts_at, instant(2026, 11, 20, 9)) << "at the cut-off, 04:00 in New York";
    EXPECT_EQ(told.ends_at, instant(2026, 11, 27, 9));
}

TEST(PlaceShowing, FollowsTheClocksOfNotes) {
    const Store store = testing::store_in("America/Chicago");
    const auto calendar = StoreCalendar::make(store).value();
    const Instant received = instant(2026, 11, 20, 18);
    const auto place = [&](Instant shown_at, Instant sent_at, Day sealed_before = day(2025, 10, 20)) {
        const Showing showing{uuid(2), uuid(1), shown_at, ShowingOutcome::not_asked, std::nullopt};
        return place_showing(showing, {received, sent_at, std::nullopt, std::nullopt}, store, calendar, sealed_before)
            .business_day;
    };
    EXPECT_EQ(place(received, received), day(2026, 11, 20));
    EXPECT_EQ(place(instant(2026, 11, 20, 9), received), day(2026, 11, 19)) << "before the cut-off";
    EXPECT_EQ(place(instant(2026, 11, 20, 9), received - std::chrono::hours(2)), day(2026, 11, 20)) << "a slow clock";
    EXPECT_FALSE(place(received, received - std::chrono::hours(25))) << "no clock to trust";
    EXPECT_FALSE(place(received + std::chrono::hours(1), received)) << "in the future";
    EXPECT_FALSE(place(received, received, day(2026, 11, 21))) << "sealed";
}

}  // namespace
}  // namespace tillnote::domain
