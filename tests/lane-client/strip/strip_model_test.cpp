#include "tests/lane-client/strip/strip_driver.hpp"

namespace tillnote::strip::test {
namespace {

TEST_F(StripModelTest, ShowsSevenReasonsMoreAndTheOtherLanguage) {
    for (const std::string& reason : make_sample_catalog().layout) {
        EXPECT_TRUE(shows(Action::Kind::tap, reason)) << reason;
    }
    EXPECT_TRUE(shows(Action::Kind::more));
    EXPECT_TRUE(shows(Action::Kind::language));
    EXPECT_FALSE(shows(Action::Kind::undo));
    EXPECT_EQ(panel().text, "What did the customer say?");
}

TEST_F(StripModelTest, ReactsOnPressAndTicksOnlyAfterTheAgent) {
    tap("101");
    EXPECT_EQ(look_of_key("101"), Look::pressed);
    EXPECT_FALSE(shows(Action::Kind::undo));
    const StripRequest asked = tick();
    EXPECT_EQ(asked.kind, StripRequest::Kind::tap);
    EXPECT_EQ(asked.code, "101");
    EXPECT_EQ(asked.source, Source::touch);
    EXPECT_EQ(look_of_key("101"), Look::ticked);
    EXPECT_EQ(panel().text, "Saved: Produce price good");
}

TEST_F(StripModelTest, SwallowsABounceWithin250Milliseconds) {
    EXPECT_TRUE(tap("101"));
    pass(milliseconds{249});
    EXPECT_FALSE(tap("202"));
    EXPECT_EQ(requests().size(), 1U);
    pass(milliseconds{1});
    EXPECT_TRUE(tap("202"));
}

TEST_F(StripModelTest, APressOnNothingLocksNothingOut) {
    EXPECT_FALSE(model_.press({}, now_));
    EXPECT_TRUE(tap("101"));
}

TEST_F(StripModelTest, OffersUndoForTenSecondsAtItsOwnPlace) {
    tap_and_tick("101");
    const StripView shown = view();
    const Part* undo = shown.find({Action::Kind::undo});
    ASSERT_NE(undo, nullptr);
    EXPECT_EQ(undo->note, "10 s");
    for (const Part& part : shown.parts) {
        EXPECT_TRUE(&part == undo || part.place != undo->place);
    }
    pass(milliseconds{1000});
    EXPECT_EQ(view().find({Action::Kind::undo})->note, "9 s");
    pass(milliseconds{8749});
    EXPECT_TRUE(shows(Action::Kind::undo));
    pass(milliseconds{1});
    EXPECT_FALSE(shows(Action::Kind::undo));
    EXPECT_EQ(look_of_key("101"), Look::praise);
}

TEST_F(StripModelTest, ADoublePressOfUndoVoidsOneNote) {
    tap_and_tick("101");
    tap_and_tick("202");
    press(Action::Kind::undo);
    EXPECT_FALSE(shows(Action::Kind::undo));
    pass(lock_out);
    model_.press({Action::Kind::undo}, now_);
    const StripRequest asked = tick();
    EXPECT_EQ(asked.kind, StripRequest::Kind::undo);
    EXPECT_FALSE(asked.id.is_nil());
    EXPECT_EQ(panel().text, "Undone: Meat quality good");
    EXPECT_EQ(look_of_key("202"), Look::praise);
}

TEST_F(StripModelTest, UndoNamesTheNoteThatIsOffered) {
    const Uuid first = Uuid::parse("01a20135-e5aa-72f8-881e-98662348249f").value();
    const Uuid second = Uuid::parse("01a20135-e5aa-72f8-881e-9866234824a0").value();
    for (const auto& [reason, note] : {std::pair("101", first), std::pair("202", second), std::pair("101", first)}) {
        tap(reason);
        tick(note);
        pass(lock_out);
    }
    press(Action::Kind::undo);
    EXPECT_EQ(tick(first).note_id, first) << "the third tap was a repeat of the first";
    EXPECT_EQ(panel().text, "Undone: Produce price good");
}

TEST_F(StripModelTest, SaysThatThereIsNothingToUndo) {
    tap_and_tick("101");
    press(Action::Kind::undo);
    refuse("impossible-value");
    pass(saying);
    EXPECT_EQ(panel().text, "What did the customer say?");
    tap_and_tick("101");
    press(Action::Kind::undo);
    refuse("disk-full");
    EXPECT_EQ(panel().text, "NOT UNDONE: Produce price good");
}

TEST_F(StripModelTest, AnUndoThatFailedCanBeTriedAgainAsLongAsTheStripSaysSo) {
    tap_and_tick("101");
    press(Action::Kind::undo);
    const StripRequest first = refuse("outbox-unusable");
    EXPECT_EQ(panel().text, "NOT UNDONE: Produce price good");
    EXPECT_EQ(panel().note, "Tap again. If this stays, ask your manager.");
    pass(std::chrono::hours{1});
    EXPECT_EQ(model_.next_change(now_), std::nullopt);
    press(Action::Kind::undo);
    EXPECT_EQ(tick().id, first.id) << "it may have been done the first time";
    EXPECT_EQ(panel().text, "Undone: Produce price good");
    EXPECT_FALSE(shows(Action::Kind::undo));
}

TEST_F(StripModelTest, AnUndoThatFailedIsOverWithTheNextNoteOrATouch) {
    tap_and_tick("101");
    press(Action::Kind::undo);
    const StripRequest first = refuse("");
    pass(lock_out);
    model_.press_hot_key("403", now_);
    tick();
    EXPECT_EQ(panel().text, "Saved: Out of stock");
    pass(lock_out);
    press(Action::Kind::undo);
    const StripRequest second = refuse("");
    EXPECT_NE(second.id, first.id);
    EXPECT_EQ(second.code, "403");
    pass(std::chrono::hours{1});
    press(Action::Kind::dismiss);
    pass(milliseconds{0});
    EXPECT_FALSE(shows(Action::Kind::undo));
}

TEST_F(StripModelTest, NotSavedStaysUntilTheStripIsTouched) {
    tap("403");
    refuse("disk-full");
    EXPECT_EQ(panel().look, Look::alarm);
    EXPECT_EQ(panel().text, "NOT SAVED: Out of stock");
    EXPECT_EQ(panel().note, "This lane's disk is full. Ask your manager.");
    EXPECT_EQ(look_of_key("403"), Look::alarm);
    pass(std::chrono::hours{1});
    EXPECT_EQ(panel().look, Look::alarm);
    press(Action::Kind::dismiss);
    EXPECT_EQ(panel().text, "What did the customer say?");
}

TEST_F(StripModelTest, NotSavedSaysWhatToDoForEachReason) {
    const std::pair<const char*, const char*> advices[] = {
        {"outbox-full", "Too many notes are waiting on this lane. Ask your manager."},
        {"outbox-unusable", "Tap again. If this stays, ask your manager."},
        {"impossible-value", "This lane cannot take that now. Ask your manager."},
        {"", "Tap again. If this stays, ask your manager."},
    };
    for (const auto& [error, advice] : advices) {
        tap("403");
        refuse(error);
        EXPECT_EQ(panel().note, advice);
        pass(lock_out);
    }
}

TEST_F(StripModelTest, AnotherTapsTickDoesNotHideThatOneWasNotSaved) {
    tap("403");
    pass(lock_out);
    tap("101");
    const auto asked = requests();
    ASSERT_EQ(asked.size(), 2U);
    model_.take_reply(asked[0].number, {.done = false, .error = "disk-full"}, now_);
    model_.take_reply(asked[1].number, {.done = true}, now_);
    EXPECT_EQ(panel().text, "NOT SAVED: Out of stock");
    EXPECT_EQ(look_of_key("101"), Look::ticked);
}

TEST_F(StripModelTest, AFailureShowsAHiddenStrip) {
    model_.toggle_hidden(now_);
    EXPECT_TRUE(model_.hidden());
    model_.press_hot_key("101", now_);
    refuse("disk-full");
    EXPECT_FALSE(model_.hidden());
}

TEST_F(StripModelTest, SwitchesTheLanguageByOneKeyWithoutMovingAnything) {
    const StripView english = view();
    press(Action::Kind::language);
    EXPECT_EQ(model_.language(), Language::spanish);
    const StripView spanish = view();
    ASSERT_EQ(english.parts.size(), spanish.parts.size());
    for (std::size_t at = 0; at < english.parts.size(); ++at) {
        EXPECT_EQ(english.parts[at].place, spanish.parts[at].place);
        EXPECT_EQ(english.parts[at].action, spanish.parts[at].action);
    }
    EXPECT_EQ(spanish.find({Action::Kind::tap, "101"})->text, "Fruta/verd. barata");
    EXPECT_EQ(spanish.find({Action::Kind::language})->text, "English");
    EXPECT_EQ(panel().text, "¿Qué dijo el cliente?");
}

TEST_F(StripModelTest, MoreOpensGroupsAndAGroupItsReasons) {
    press(Action::Kind::more);
    pass(lock_out);
    press(Action::Kind::group, "produce");
    for (const char* reason : {"101", "102", "103", "104"}) {
        EXPECT_TRUE(shows(Action::Kind::tap, reason)) << reason;
    }
    pass(lock_out);
    press(Action::Kind::back);
    EXPECT_TRUE(shows(Action::Kind::group, "produce"));
    pass(lock_out);
    press(Action::Kind::back);
    EXPECT_TRUE(shows(Action::Kind::more));
}

TEST_F(StripModelTest, AfterATapBehindMoreTheTickIsSeenBeforeTheFirstScreenComesBack) {
    press(Action::Kind::more);
    pass(lock_out);
    press(Action::Kind::group, "produce");
    pass(lock_out);
    tap("103");
    tick();
    pass(page_stays - milliseconds{1});
    EXPECT_EQ(look_of_key("103"), Look::ticked);
    pass(milliseconds{1});
    EXPECT_TRUE(shows(Action::Kind::more));
    EXPECT_TRUE(shows(Action::Kind::undo));
    EXPECT_FALSE(tap("101")) << "a finger on its way to the page that was there";
}

TEST_F(StripModelTest, APageLeftOpenGivesWayToTheFirstScreen) {
    press(Action::Kind::more);
    pass(page_untouched - milliseconds{1});
    EXPECT_TRUE(shows(Action::Kind::back));
    pass(milliseconds{1});
    EXPECT_TRUE(shows(Action::Kind::more));
}

TEST_F(StripModelTest, AFailureBehindMoreIsShownOnTheFirstScreen) {
    press(Action::Kind::more);
    pass(lock_out);
    press(Action::Kind::group, "grocery");
    pass(lock_out);
    tap("401");
    refuse("outbox-full");
    EXPECT_TRUE(shows(Action::Kind::more));
    EXPECT_EQ(panel().text, "NOT SAVED: Expired/spoiled");
}

TEST_F(StripModelTest, AnIdleStripHasNoNextMoment) {
    EXPECT_EQ(model_.next_change(now_), std::nullopt);
    tap_and_tick("101");
    EXPECT_NE(model_.next_change(now_), std::nullopt);
    pass(undo_offered);
    EXPECT_EQ(model_.next_change(now_), std::nullopt);
}

TEST_F(StripModelTest, TheNextMomentIsNeverThePast) {
    tap_and_tick("101");
    while (const auto next = model_.next_change(now_)) {
        ASSERT_GT(*next, now_);
        pass(*next - now_);
    }
    EXPECT_FALSE(shows(Action::Kind::undo));
}

TEST_F(StripModelTest, HotKeysTapWithTheirSource) {
    EXPECT_EQ(model_.hot_keys(), make_sample_catalog().hot_keys);
    model_.press_hot_key("403", now_);
    const StripRequest asked = tick();
    EXPECT_EQ(asked.code, "403");
    EXPECT_EQ(asked.source, Source::hotkey);
    EXPECT_EQ(look_of_key("403"), Look::ticked);
}

TEST_F(StripModelTest, TwoHotKeysAtOnceAreTwoTapsAndABounceIsOne) {
    model_.press_hot_key("403", now_);
    model_.press_hot_key("101", now_);
    model_.press_hot_key("101", now_);
    EXPECT_EQ(requests().size(), 2U);
}

TEST_F(StripModelTest, TheUndoHotKeyVoidsWhatIsOfferedAndNothingElse) {
    model_.press_hot_key("999", now_);
    EXPECT_TRUE(requests().empty());
    EXPECT_EQ(panel().text, "Nothing to undo");
    pass(lock_out);
    tap_and_tick("101");
    model_.press_hot_key("999", now_);
    EXPECT_EQ(tick().kind, StripRequest::Kind::undo);
}

}  // namespace
}  // namespace tillnote::strip::test
