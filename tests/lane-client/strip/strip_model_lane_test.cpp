#include "tests/lane-client/strip/strip_driver.hpp"

namespace tillnote::strip::test {
namespace {

TEST_F(StripModelTest, AsksForTheCatalogWhenItsVersionIsAnother) {
    take(state_);
    EXPECT_TRUE(requests().empty());
    state_.catalog_version = "c2";
    take(state_);
    take(state_);
    LaneCatalog changed = make_sample_catalog();
    changed.version = "c2";
    changed.layout[0] = "103";
    EXPECT_EQ(answer_next({.done = true, .catalog = changed}).kind, StripRequest::Kind::catalog);
    EXPECT_TRUE(shows(Action::Kind::tap, "103"));
    EXPECT_FALSE(tap("103")) << "a finger on its way to what was there";
    take(state_);
    EXPECT_TRUE(requests().empty());
}

TEST_F(StripModelTest, AsksForTheCatalogAgainWhenItDidNotCome) {
    state_.catalog_version = "c2";
    take(state_);
    refuse("");
    EXPECT_EQ(look_of_key("101"), Look::praise);
    take(state_);
    EXPECT_EQ(tick().kind, StripRequest::Kind::catalog);
}

TEST_F(StripModelTest, AsksForTheVersionThatWasToldWhileAnOlderOneWasOnItsWay) {
    LaneCatalog changed = make_sample_catalog();
    changed.version = "c2";
    state_.catalog_version = "c2";
    take(state_);
    state_.catalog_version = "c3";
    take(state_);
    answer_next({.done = true, .catalog = changed});
    changed.version = "c3";
    changed.layout[0] = "103";
    EXPECT_EQ(answer_next({.done = true, .catalog = changed}).kind, StripRequest::Kind::catalog);
    EXPECT_TRUE(shows(Action::Kind::tap, "103"));
    EXPECT_TRUE(requests().empty());
}

TEST_F(StripModelTest, DoesNotAskInCirclesWhenTheCatalogIsNewerThanTheState) {
    LaneCatalog changed = make_sample_catalog();
    changed.version = "c3";
    state_.catalog_version = "c2";
    take(state_);
    answer_next({.done = true, .catalog = changed});
    EXPECT_TRUE(requests().empty());
    state_.catalog_version = "c3";
    take(state_);
    EXPECT_TRUE(requests().empty());
}

TEST_F(StripModelTest, SaysOfflineQuietlyWithTheNumberWaiting) {
    state_.pending = 1;
    take(state_);
    EXPECT_EQ(queue_sign(), "") << "each tap waits for a moment";
    state_.server_reachable = false;
    state_.pending = 12;
    take(state_);
    EXPECT_EQ(queue_sign(), "Offline · 12");
    EXPECT_EQ(panel().look, Look::panel);
    state_.pending = 0;
    take(state_);
    EXPECT_EQ(queue_sign(), "Offline");
}

TEST_F(StripModelTest, ShowsTheCodeOfAnEnrolmentInBigLettersAndTakesTaps) {
    state_.enrolled = false;
    state_.code = "ABCD-EFGH";
    state_.pending = 2;
    take(state_);
    EXPECT_EQ(panel().text, "ABCD-EFGH");
    EXPECT_EQ(panel().size, Part::Size::banner);
    EXPECT_EQ(panel().note, "Show your manager this code");
    EXPECT_EQ(queue_sign(), "2 waiting");
    tap("101");
    tick();
    EXPECT_EQ(look_of_key("101"), Look::ticked);
    state_.code.clear();
    take(state_);
    EXPECT_EQ(panel().text, "Ask your manager");
    EXPECT_EQ(panel().note, "This lane has not joined a store yet. Your taps are kept.");
}

TEST_F(StripModelTest, ARevokedLaneSaysAskYourManagerAndKeepsTakingTaps) {
    state_.refused = true;
    take(state_);
    EXPECT_EQ(panel().text, "Ask your manager");
    EXPECT_EQ(panel().look, Look::warning);
    tap("101");
    EXPECT_EQ(tick().code, "101");
    EXPECT_EQ(look_of_key("101"), Look::ticked);
    EXPECT_TRUE(shows(Action::Kind::undo));
}

TEST_F(StripModelTest, ARestartOfTheAgentIsNoNewsAndItsAbsenceIs) {
    model_.agent_went(now_);
    EXPECT_EQ(panel().text, "What did the customer say?");
    ASSERT_EQ(model_.next_change(now_), now_ + agent_missed);
    pass(agent_missed);
    EXPECT_EQ(panel().text, "Taps cannot be saved now");
    EXPECT_EQ(panel().look, Look::warning);
    EXPECT_EQ(model_.next_change(now_), std::nullopt);
    model_.agent_came(now_);
    EXPECT_EQ(panel().text, "What did the customer say?");
}

TEST_F(StripModelTest, TextIsNeverMarkup) {
    // "@" begins a symbol in FLTK's labels, "&" a shortcut, and these break out of HTML or are filled into sentences.
    for (const std::string text :
         {"@->+A1 @circle", "A&B && C", "\"><svg onload=h()>", "{0}{1}%s%n", "a\\nb", "<b>{{{x}}}</b>"}) {
        state_.ask = make_sample_ask(2);
        state_.ask->question_en = text;
        state_.ask->answers[0].label_en = text;
        take(state_);
        EXPECT_EQ(panel().text, text);
        EXPECT_EQ(view().find({Action::Kind::answer, "yes"})->text, text);
        state_.ask.reset();
        state_.messages = {make_sample_message(1)};
        state_.messages[0].text_en = text;
        take(state_);
        EXPECT_EQ(panel().text, text);
        state_.messages.clear();
        take(state_);
    }
}

TEST_F(StripModelTest, AnAskTakesThePanelAndMovesNoKey) {
    for (std::size_t answers = 2; answers <= 4; ++answers) {
        const StripView before = view();
        state_.ask = make_sample_ask(answers);
        take(state_);
        const StripView shown = view();
        EXPECT_EQ(panel().text, "Did you find everything today?");
        for (const AskAnswer& answer : state_.ask->answers) {
            ASSERT_NE(shown.find({Action::Kind::answer, answer.answer}), nullptr);
        }
        EXPECT_EQ(shown.find({Action::Kind::not_asked})->place.end, 7 * cell_units);
        for (const Part& part : before.parts) {
            if (part.action.kind != Action::Kind::none) {
                EXPECT_EQ(shown.find(part.action)->place, part.place);
            }
        }
        state_.ask.reset();
        take(state_);
    }
}

TEST_F(StripModelTest, AsksAreSeenOnTheFirstScreenOfAStripThatIsThereAndFree) {
    EXPECT_TRUE(model_.shows_asks());
    model_.toggle_hidden(now_);
    EXPECT_FALSE(model_.shows_asks());
    model_.toggle_hidden(now_);
    press(Action::Kind::more);
    EXPECT_FALSE(model_.shows_asks());
    pass(page_untouched);
    EXPECT_TRUE(model_.shows_asks());
    pass(lock_out);
    tap("101");
    refuse("disk-full");
    EXPECT_FALSE(model_.shows_asks());
    pass(lock_out);
    press(Action::Kind::dismiss);
    state_.code = "ABCD-EFGH";
    take(state_);
    EXPECT_FALSE(model_.shows_asks());
    state_.code.clear();
    state_.ask = make_sample_ask(2);
    take(state_);
    EXPECT_TRUE(model_.shows_asks());
}

TEST_F(StripModelTest, AnAnswerIsSentOnceAndTheAskGoesWhenItIsSaved) {
    state_.ask = make_sample_ask(2);
    take(state_);
    press(Action::Kind::answer, "yes");
    pass(lock_out);
    press(Action::Kind::answer, "no");
    const StripRequest asked = tick();
    EXPECT_EQ(asked.kind, StripRequest::Kind::answer);
    EXPECT_EQ(asked.code, "yes");
    EXPECT_EQ(asked.id, state_.ask->showing_id);
    EXPECT_FALSE(shows(Action::Kind::answer, "yes"));
    EXPECT_EQ(panel().text, "Saved: Yes");
    take(state_);
    EXPECT_FALSE(shows(Action::Kind::answer, "yes"));
}

TEST_F(StripModelTest, NotAskedIsSentAndTheAskGoes) {
    state_.ask = make_sample_ask(3);
    take(state_);
    press(Action::Kind::not_asked);
    const StripRequest asked = tick();
    EXPECT_EQ(asked.kind, StripRequest::Kind::not_asked);
    EXPECT_EQ(asked.id, state_.ask->showing_id);
    EXPECT_FALSE(shows(Action::Kind::not_asked));
}

TEST_F(StripModelTest, AnAskGoesAwayWhenTheAgentTakesItAway) {
    state_.ask = make_sample_ask(2);
    take(state_);
    state_.ask.reset();
    take(state_);
    EXPECT_FALSE(shows(Action::Kind::not_asked));
}

TEST_F(StripModelTest, AnAnswerThatIsNotSavedSaysSo) {
    state_.ask = make_sample_ask(2);
    take(state_);
    press(Action::Kind::answer, "yes");
    refuse("disk-full");
    EXPECT_EQ(panel().text, "NOT SAVED: Yes");
    pass(lock_out);
    press(Action::Kind::dismiss);
    EXPECT_TRUE(shows(Action::Kind::answer, "yes"));
}

TEST_F(StripModelTest, AnAnswerThatComesAfterItsAskIsOverIsNoFailure) {
    state_.ask = make_sample_ask(2);
    take(state_);
    model_.toggle_hidden(now_);
    press(Action::Kind::answer, "yes");
    refuse("impossible-value");
    EXPECT_EQ(panel().text, "What did the customer say?");
    EXPECT_TRUE(model_.hidden()) << "nothing to show a hidden strip for";
    take(state_);
    EXPECT_FALSE(shows(Action::Kind::answer, "yes"));
}

TEST_F(StripModelTest, AMessageIsShownForTwentySecondsAndThenTold) {
    come_to_the_lane();
    state_.messages = {make_sample_message(1), make_sample_message(2)};
    take(state_);
    EXPECT_EQ(panel().text, "Yogurt pulled 17:41. Thank you.");
    EXPECT_EQ(panel().look, Look::panel);
    pass(message_shown - milliseconds{1});
    EXPECT_TRUE(requests().empty());
    pass(milliseconds{1});
    const StripRequest seen = tick();
    EXPECT_EQ(seen.kind, StripRequest::Kind::message_seen);
    EXPECT_EQ(seen.id, state_.messages[0].message_id);
    pass(message_shown - milliseconds{1});
    ASSERT_EQ(model_.next_change(now_), now_ + milliseconds{1});
    pass(milliseconds{1});
    EXPECT_EQ(tick().id, state_.messages[1].message_id);
    EXPECT_EQ(panel().text, "What did the customer say?");
}

TEST_F(StripModelTest, AMessageCountsOnlyWhileSomebodyIsAtTheLane) {
    state_.messages = {make_sample_message(1)};
    take(state_);
    EXPECT_EQ(panel().text, "Yogurt pulled 17:41. Thank you.");
    EXPECT_EQ(model_.next_change(now_), std::nullopt);
    pass(std::chrono::hours{8});
    EXPECT_TRUE(requests().empty()) << "nobody has been there";
    come_to_the_lane();
    pass(seconds{10});
    take(state_);
    model_.press({Action::Kind::language}, now_);
    pass(std::chrono::hours{8});
    EXPECT_EQ(tick().kind, StripRequest::Kind::message_seen);
}

TEST_F(StripModelTest, AMessageCountsForAMinuteAfterASaleOrATapThatCameAnotherWay) {
    state_.messages = {make_sample_message(1), make_sample_message(2), make_sample_message(3), make_sample_message(4),
                       make_sample_message(5)};
    take(state_);
    state_.transaction = true;
    take(state_);
    pass(message_shown);
    EXPECT_EQ(tick().id, state_.messages[0].message_id);
    state_.transaction = false;
    state_.messages.erase(state_.messages.begin());
    take(state_);
    pass(std::chrono::hours{1});
    EXPECT_EQ(tick().id, state_.messages[0].message_id) << "of the minute that was left";
    state_.messages.erase(state_.messages.begin());
    take(state_);
    pass(std::chrono::hours{1});
    EXPECT_TRUE(requests().empty());
    state_.pending = 1;
    take(state_);
    pass(message_shown);
    EXPECT_EQ(tick().id, state_.messages[0].message_id);
    state_.messages.erase(state_.messages.begin());
    state_.pending = 0;
    pass(std::chrono::hours{1});
    take(state_);
    requests();
    pass(std::chrono::hours{1});
    EXPECT_TRUE(requests().empty()) << "a delivery is nobody";
}

TEST_F(StripModelTest, AMessageCountsOnlyWhileItCanBeRead) {
    come_to_the_lane();
    state_.messages = {make_sample_message(1)};
    take(state_);
    pass(seconds{15});
    tap_and_tick("101");
    EXPECT_EQ(panel().text, "Saved: Produce price good");
    pass(saying - lock_out);
    model_.toggle_hidden(now_);
    pass(std::chrono::hours{1});
    EXPECT_TRUE(requests().empty());
    model_.toggle_hidden(now_);
    EXPECT_EQ(panel().text, "Yogurt pulled 17:41. Thank you.");
    pass(seconds{4});
    EXPECT_TRUE(requests().empty());
    pass(seconds{1});
    EXPECT_EQ(tick().kind, StripRequest::Kind::message_seen);
}

TEST_F(StripModelTest, TellsAgainWhatARestartedAgentHasNotHeard) {
    come_to_the_lane();
    state_.messages = {make_sample_message(1)};
    take(state_);
    pass(message_shown);
    refuse("");
    take(state_);
    EXPECT_EQ(panel().text, "What did the customer say?");
    EXPECT_EQ(tick().kind, StripRequest::Kind::message_seen);
    state_.messages.clear();
    take(state_);
    EXPECT_TRUE(requests().empty());
}

TEST_F(StripModelTest, BeforeTheCatalogItSaysSo) {
    StripModel fresh(Language::english, [] { return Uuid{}; });
    LaneState state;
    state.enrolled = true;
    state.server_reachable = true;
    fresh.take_state(state, now_);
    const StripView shown = fresh.view(now_);
    EXPECT_EQ(shown.find({Action::Kind::more}), nullptr);
    EXPECT_NE(shown.find({Action::Kind::language}), nullptr);
    bool said = false;
    for (const Part& part : shown.parts) {
        said = said || part.text == "The list of reasons has not arrived yet.";
    }
    EXPECT_TRUE(said);
    EXPECT_TRUE(fresh.take_requests().empty());
}

}  // namespace
}  // namespace tillnote::strip::test
