#include "tests/lane-client/strip/running_strip.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

namespace tillnote::strip::test {
namespace {

struct Finished {
    int exit_code = -1;
    std::string text;
};

Finished run(std::vector<std::string> options, const std::string& variable) {
    options.insert(options.begin(), TILLNOTE_STRIP_PROGRAM);
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    Process program(options, {variable}, ends[1]);
    ::close(ends[1]);
    Finished finished;
    char part[4096];
    for (ssize_t length = ::read(ends[0], part, sizeof part); length > 0; length = ::read(ends[0], part, sizeof part)) {
        finished.text.append(part, static_cast<std::size_t>(length));
    }
    ::close(ends[0]);
    finished.exit_code = program.wait();
    return finished;
}

TEST(StripProgram, TicksWhenTheAgentHasSavedAndUndoes) {
    RunningStrip strip(false);
    strip.start();
    EXPECT_FALSE(strip.looks(undo_place, Look::plain));
    strip.touch(reason_place(3));
    ASSERT_TRUE(strip.becomes(reason_place(3), Look::ticked));
    ASSERT_TRUE(strip.becomes(undo_place, Look::plain));
    const auto tap = strip.agent->requests().at(0);
    EXPECT_EQ(tap["do"], "tap");
    EXPECT_EQ(tap["reason"], "601");
    EXPECT_EQ(tap["source"], "touch");
    ASSERT_TRUE(strip.touch_until(undo_place, [&] { return strip.agent->count("undo") == 1; }));
    EXPECT_TRUE(strip.becomes(reason_place(3), Look::praise));
}

TEST(StripProgram, ReactsOnPressAndShowsNoTickBeforeTheAgentAnswers) {
    RunningStrip strip(false);
    strip.start();
    strip.agent->ignore("tap");
    strip.point_at(reason_place(0));
    strip.screen.press_button();
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::pressed));
    EXPECT_TRUE(comes_true([&] { return strip.agent->count("tap") == 1; }));
    EXPECT_FALSE(strip.looks(reason_place(0), Look::ticked));
    strip.screen.release_button();
}

TEST(StripProgram, SaysNotSavedInTheWholeSecondRow) {
    RunningStrip strip(false);
    strip.start();
    strip.agent->refuse("tap", "disk-full");
    strip.touch(reason_place(4));
    EXPECT_TRUE(strip.becomes(panel_place, Look::alarm));
    EXPECT_TRUE(strip.becomes(reason_place(4), Look::alarm));
    strip.agent->refuse("tap", "");
    EXPECT_TRUE(strip.touch_until(reason_place(4), [&] { return strip.looks(reason_place(4), Look::ticked); }));
    EXPECT_TRUE(strip.becomes(panel_place, Look::panel));
}

TEST(StripProgram, OpensGroupsBehindMoreAndTapsThere) {
    RunningStrip strip(false);
    strip.start();
    strip.touch(more_place);
    ASSERT_TRUE(strip.becomes(reason_place(0), Look::group));
    ASSERT_TRUE(strip.touch_until(reason_place(0), [&] { return strip.looks(reason_place(2), Look::complaint); }));
    ASSERT_TRUE(strip.touch_until(reason_place(2), [&] { return strip.agent->count("tap") == 1; }));
    EXPECT_EQ(strip.agent->requests().at(0)["reason"], "103");
    EXPECT_TRUE(strip.becomes(reason_place(6), Look::competitor)) << "the first screen comes back";
}

TEST(StripProgram, SurvivesTheAgentsRestartWithATapInBetween) {
    RunningStrip strip(false);
    strip.start();
    strip.agent.reset();
    strip.touch(reason_place(0));
    ASSERT_TRUE(strip.becomes(reason_place(0), Look::pressed));
    strip.agent = std::make_unique<ScriptedAgent>(strip.folder.path());
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::ticked));
    EXPECT_EQ(strip.agent->count("tap"), 1U);
}

TEST(StripProgram, SaysThatTheAgentIsNotThereAndThatItIsBack) {
    RunningStrip strip(false);
    strip.start();
    strip.agent.reset();
    EXPECT_TRUE(strip.becomes(panel_place, Look::warning));
    strip.agent = std::make_unique<ScriptedAgent>(strip.folder.path());
    EXPECT_TRUE(strip.becomes(panel_place, Look::panel));
}

TEST(StripProgram, RemembersTheLanguage) {
    RunningStrip strip(false);
    strip.start();
    const auto remembered = [&](const std::string& language) {
        const auto text = lane::read_small_file(strip.folder.path() / "strip.language");
        return text && *text && **text == language + "\n";
    };
    strip.touch(language_place);
    ASSERT_TRUE(comes_true([&] { return remembered("es"); }));
    strip.stop();
    strip.start();
    strip.touch(language_place);
    EXPECT_TRUE(comes_true([&] { return remembered("en"); })) << "it began in Spanish";
}

TEST(StripProgram, ShowsAnAskAndSendsItsAnswer) {
    RunningStrip strip(false);
    strip.start();
    const Place yes{1, 20, 25};
    const Place not_asked{1, 30, 35};
    strip.agent->tell([](LaneState& state) { state.ask = make_sample_ask(2); });
    ASSERT_TRUE(strip.becomes(yes, Look::plain));
    strip.touch(yes);
    ASSERT_TRUE(comes_true([&] { return strip.agent->count("answer") == 1; }));
    EXPECT_EQ(strip.agent->requests().at(0)["answer"], "yes");
    EXPECT_EQ(strip.agent->requests().at(0)["showing_id"], make_sample_ask(2).showing_id.to_string());
    EXPECT_TRUE(strip.becomes(yes, Look::panel));
    strip.agent->tell([](LaneState& state) { state.ask->showing_id = make_sample_message(7).message_id; });
    ASSERT_TRUE(strip.becomes(yes, Look::plain));
    EXPECT_TRUE(strip.touch_until(not_asked, [&] { return strip.agent->count("not_asked") == 1; }));
    EXPECT_TRUE(strip.becomes(not_asked, Look::panel));
}

TEST(StripProgram, KeepsATextThatFitsNowhereWithinItsKey) {
    RunningStrip strip(false);
    strip.start();
    const Place yes{1, 20, 25};
    const Place no{1, 25, 30};
    const auto look_at = [&](const Place& place, int columns) {
        const Box box = strip.box(place);
        std::vector<Rgb> pixels;
        for (int x = box.x + box.width - columns; x < box.x + box.width; ++x) {
            for (int y = box.y; y < box.y + box.height; ++y) {
                pixels.push_back(strip.screen.pixel(x, y));
            }
        }
        return pixels;
    };
    strip.agent->tell([](LaneState& state) { state.ask = make_sample_ask(2); });
    ASSERT_TRUE(strip.becomes(yes, Look::plain));
    const auto edge_of_yes = look_at(yes, 8);
    const auto short_no = look_at(no, 30);
    strip.agent->tell([](LaneState& state) {
        state.ask->showing_id = make_sample_message(7).message_id;
        state.ask->answers[1].label_en = std::string(limits::label_characters_max, 'W');
    });
    ASSERT_TRUE(comes_true([&] { return look_at(no, 30) != short_no; }));
    EXPECT_EQ(look_at(yes, 8), edge_of_yes);
}

TEST(StripProgram, ShowsTheCodeOfAnEnrolmentAndTheEndOfALane) {
    RunningStrip strip(false);
    strip.start();
    strip.agent->tell([](LaneState& state) {
        state.enrolled = false;
        state.code = "ABCD-EFGH";
    });
    EXPECT_TRUE(strip.becomes(panel_place, Look::plain));
    strip.agent->tell([](LaneState& state) {
        state.enrolled = true;
        state.code.clear();
        state.refused = true;
    });
    EXPECT_TRUE(strip.becomes(panel_place, Look::warning));
    strip.touch(reason_place(0));
    EXPECT_TRUE(strip.becomes(reason_place(0), Look::ticked));
}

TEST(StripProgram, HelpsAndRefusesWrongUsage) {
    const Finished help = run({"--help"}, "DISPLAY=:none");
    EXPECT_EQ(help.exit_code, 0);
    for (const char* word : {"--state", "--edge", "--hide-key"}) {
        EXPECT_NE(help.text.find(word), std::string::npos) << word;
    }
    EXPECT_EQ(run({"--edge", "middle"}, "DISPLAY=:none").exit_code, 2);
    EXPECT_EQ(run({"--hide-key", "F25"}, "DISPLAY=:none").exit_code, 2);
    EXPECT_EQ(run({"--hide-key", "Q"}, "DISPLAY=:none").exit_code, 2);
}

TEST(StripProgram, SaysWhatToDoWithoutAnXServer) {
    const lane::test::TemporaryFolder folder;
    const Finished done = run({"--state", folder.path().string()}, "DISPLAY=:none");
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_NE(done.text.find("Start it in the session of the POS's screen"), std::string::npos) << done.text;
}

}  // namespace
}  // namespace tillnote::strip::test
