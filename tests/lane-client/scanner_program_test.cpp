#include "tests/lane-client/program_fixture.hpp"
#include "tests/lane-client/pseudo_terminal.hpp"

#include <fstream>

namespace tillnote::lane::test {
namespace {

/// Scanned texts by the command line, and by a scanner of the agent's own.
class ScannerOfTheProgram : public ProgramTest {};

TEST_F(ScannerOfTheProgram, TapsAndUndoesByWhatWasScanned) {
    const Finished first = run({"scan", "~TN101"});
    EXPECT_EQ(first.exit_code, 0) << first.err;
    ASSERT_EQ(notes().size(), 1U);
    EXPECT_EQ(notes().at(0).note.note_id.to_string(), first.out);
    EXPECT_EQ(notes().at(0).note.source, Source::scan);
    EXPECT_EQ(run({"scan", "~TN999"}).out, first.out);
    EXPECT_TRUE(notes().at(0).undone);
    EXPECT_EQ(run({"scan", "~TN no such"}).exit_code, 1);
}

TEST_F(ScannerOfTheProgram, ForgetsAForeignScanWithoutTouchingTheDisk) {
    const Finished done = run({"scan", "4006381333931"});
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_EQ(done.out + done.err, "");
    EXPECT_FALSE(fs::exists(state_));
}

TEST_F(ScannerOfTheProgram, TapsByTheScannerOfItsAgent) {
    PseudoTerminal line;
    RunningAgent agent(state_, {"--scanner", line.device()});
    line.write("4006381333931\r~TN101\r%B4111111111111111\r~TN102\r~TN999\r~TN103\r");
    EXPECT_TRUE(comes_true([&] { return status()["pending"] == 3; }));
    EXPECT_EQ(agent.stop(), 0);
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 3U);
    EXPECT_TRUE(stored[1].undone);
    EXPECT_EQ(stored[2].note.source, Source::scan);
    for (const auto& entry : fs::directory_iterator(state_)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content(std::istreambuf_iterator<char>(file), {});
        EXPECT_EQ(content.find("40063813"), std::string::npos) << entry.path();
        EXPECT_EQ(content.find("41111111"), std::string::npos) << entry.path();
    }
}

}  // namespace
}  // namespace tillnote::lane::test
