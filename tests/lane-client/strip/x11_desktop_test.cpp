#include "tests/lane-client/strip/running_strip.hpp"

#include <gtest/gtest.h>

namespace tillnote::strip::test {
namespace {

constexpr unsigned int f12_code = 96;  ///< of evdev, as are the next two
constexpr unsigned int f13_code = 191;
constexpr unsigned int f24_code = 202;
constexpr unsigned int num_lock_code = 77;

/// The POS keeps the keyboard while the strip is touched, and while the finger is still on it.
void expect_keyboard_stays(RunningStrip& strip, PosWindow& pos, unsigned long focus) {
    strip.screen.type("ab");
    strip.point_at(reason_place(0));
    strip.screen.press_button();
    ASSERT_TRUE(strip.becomes(reason_place(0), Look::ticked));
    strip.screen.type("c");
    strip.screen.release_button();
    ASSERT_TRUE(strip.touch_until(reason_place(1), [&] { return strip.looks(reason_place(1), Look::ticked); }));
    strip.screen.type("de");
    EXPECT_TRUE(comes_true([&] { return pos.typed() == "abcde"; })) << pos.typed();
    EXPECT_EQ(strip.screen.focus(), focus);
    EXPECT_EQ(strip.agent->requests().at(0)["reason"], "101");
}

TEST(X11Desktop, LeavesTheKeyboardToThePosUnderAWindowManager) {
    RunningStrip strip(true);
    PosWindow pos(strip.screen);
    ASSERT_TRUE(comes_true([&] { return strip.screen.focus() == pos.id(); }));
    strip.start();
    expect_keyboard_stays(strip, pos, pos.id());
}

TEST(X11Desktop, LeavesTheKeyboardToThePosWithoutAWindowManager) {
    RunningStrip strip(false);
    PosWindow pos(strip.screen);
    strip.screen.set_focus(pos.id());
    strip.start();
    expect_keyboard_stays(strip, pos, pos.id());
}

TEST(X11Desktop, LeavesTheKeyboardToThePosWhereItFollowsThePointer) {
    RunningStrip strip(false);
    PosWindow pos(strip.screen);
    strip.screen.set_focus(focus_follows_pointer);
    strip.screen.move_pointer(500, 100);
    strip.start();
    expect_keyboard_stays(strip, pos, focus_follows_pointer);
}

TEST(X11Desktop, StartsWithoutTakingTheFocusFromThePos) {
    RunningStrip strip(true);
    PosWindow pos(strip.screen);
    ASSERT_TRUE(comes_true([&] { return strip.screen.focus() == pos.id(); }));
    strip.start({"--hide-key", "F12"});
    strip.screen.press_key(f12_code);
    ASSERT_TRUE(comes_true([&] { return !strip.screen.is_viewable(strip.window()); }));
    strip.screen.press_key(f12_code);
    ASSERT_TRUE(comes_true([&] { return strip.screen.is_viewable(strip.window()); }));
    EXPECT_EQ(strip.screen.focus(), pos.id());
    strip.screen.type("x");
    EXPECT_TRUE(comes_true([&] { return pos.typed() == "x"; })) << pos.typed();
}

TEST(X11Desktop, StaysAboveAPosThatFillsTheScreenUnderAWindowManager) {
    RunningStrip strip(true);
    strip.start();
    PosWindow pos(strip.screen, true);
    ASSERT_TRUE(comes_true([&] { return strip.screen.focus() == pos.id(); }));
    ASSERT_EQ(strip.screen.box_of(pos.id()).height, 768);
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::praise));
    strip.touch(reason_place(0));
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::ticked));
}

TEST(X11Desktop, ComesBackAboveAWindowThatWasRaised) {
    RunningStrip strip(false);
    strip.start();
    PosWindow pos(strip.screen);
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::praise));
    for (int times = 0; times < 3; ++times) {
        pos.raise();
        EXPECT_TRUE(strip.becomes(reason_place(0), Look::praise)) << times;
    }
}

TEST(X11Desktop, DocksToTheEdgeItIsTold) {
    const std::pair<const char*, Edge> edges[] = {
        {"bottom", Edge::bottom}, {"top", Edge::top}, {"left", Edge::left}, {"right", Edge::right}};
    for (const auto& [name, edge] : edges) {
        RunningStrip strip(true, edge);
        strip.start({"--edge", name});
        const Box lies = strip.screen.box_of(strip.window());
        EXPECT_EQ(lies, strip.geometry().strip()) << name;
        Box rest{0, 0, 1024, 768};
        const bool upright = edge == Edge::left || edge == Edge::right;
        (upright ? rest.width : rest.height) -= upright ? lies.width : lies.height;
        rest.x = edge == Edge::left ? lies.width : 0;
        rest.y = edge == Edge::top ? lies.height : 0;
        EXPECT_TRUE(comes_true([&] { return strip.screen.work_area() == rest; })) << name;
        strip.touch(reason_place(6));
        EXPECT_TRUE(strip.becomes(reason_place(6), Look::ticked)) << name;
    }
}

TEST(X11Desktop, DoesNotBelieveASizeThatXMadeUp) {
    const Screen screen(false);
    const Monitor monitor = X11Desktop(screen.display(), Edge::bottom).find_monitor();
    EXPECT_EQ(monitor.area, (Box{0, 0, 1024, 768}));
    EXPECT_EQ(monitor.width_mm, 0);
    EXPECT_EQ(monitor.height_mm, 0);
}

TEST(X11Desktop, GivesKeysTwentyMillimetresOnAMonitorThatTellsItsSize) {
    RunningStrip strip(false);
    strip.screen.tell_size(245, 184);
    const Monitor monitor = X11Desktop(strip.screen.display(), Edge::bottom).find_monitor();
    EXPECT_EQ(monitor.width_mm, 245);
    EXPECT_EQ(monitor.height_mm, 184);
    strip.start();
    const int key = strip.box(reason_place(0)).height;
    EXPECT_GE(key * 184, 20 * 768);
    EXPECT_GT(strip.screen.box_of(strip.window()).height, 2 * key);
}

TEST(X11Desktop, FollowsTheScreenToAnotherSize) {
    RunningStrip strip(false);
    strip.start();
    strip.screen.resize(800, 600);
    EXPECT_TRUE(comes_true([&] { return strip.screen.box_of(strip.window()) == strip.geometry().strip(); }));
    EXPECT_EQ(strip.geometry().strip().width, 800);
    strip.touch(reason_place(6));
    EXPECT_TRUE(strip.becomes(reason_place(6), Look::ticked));
}

TEST(X11Desktop, GivesTheEdgeBackWhileHidden) {
    RunningStrip strip(true);
    strip.start({"--hide-key", "F12"});
    const int left_over = 768 - strip.geometry().strip().height;
    ASSERT_TRUE(comes_true([&] { return strip.screen.work_area().height == left_over; }));
    strip.screen.press_key(f12_code);
    EXPECT_TRUE(comes_true([&] { return strip.screen.work_area().height == 768; }));
    EXPECT_FALSE(strip.screen.is_viewable(strip.window()));
    strip.screen.press_key(f12_code);
    EXPECT_TRUE(comes_true([&] { return strip.screen.work_area().height == left_over; }));
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::praise));
}

TEST(X11Desktop, HotKeysTapWhateverTheLocksAreAndReachNobodyElse) {
    RunningStrip strip(false);
    PosWindow pos(strip.screen);
    strip.screen.set_focus(pos.id());
    strip.start();
    strip.screen.press_key(f13_code);
    ASSERT_TRUE(strip.becomes(reason_place(0), Look::ticked));
    strip.screen.press_key(num_lock_code);
    strip.screen.press_key(f13_code, true);
    ASSERT_TRUE(strip.becomes(reason_place(4), Look::ticked));
    strip.screen.press_key(f24_code);
    ASSERT_TRUE(comes_true([&] { return strip.agent->count("undo") == 1; }));
    const auto asked = strip.agent->requests();
    ASSERT_EQ(asked.size(), 3U);
    EXPECT_EQ(asked[0]["reason"], "101");
    EXPECT_EQ(asked[0]["source"], "hotkey");
    EXPECT_EQ(asked[1]["reason"], "403");
    strip.screen.type("q");
    ASSERT_TRUE(comes_true([&] { return pos.typed().ends_with("q"); })) << pos.typed();
    EXPECT_EQ(pos.typed().find("[191]"), std::string::npos);
    EXPECT_EQ(pos.typed().find("[202]"), std::string::npos);
}

TEST(X11Desktop, AFailedHotKeyShowsTheHiddenStrip) {
    RunningStrip strip(false);
    strip.start({"--hide-key", "F12"});
    strip.agent->refuse("tap", "disk-full");
    strip.screen.press_key(f12_code);
    ASSERT_TRUE(comes_true([&] { return !strip.screen.is_viewable(strip.window()); }));
    strip.screen.press_key(f13_code);
    EXPECT_TRUE(strip.becomes(panel_place, Look::alarm));
}

TEST(X11Desktop, KnowsTheNamesOfKeys) {
    EXPECT_EQ(parse_key_name("F1"), (KeyName{1, false}));
    EXPECT_EQ(parse_key_name("Shift+F24"), (KeyName{24, true}));
    for (const char* text : {"", "F", "F0", "F01", "F25", "F1x", "G1", "shift+F1", "Shift+", "Ctrl+F1", "F-1"}) {
        EXPECT_EQ(parse_key_name(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace tillnote::strip::test
