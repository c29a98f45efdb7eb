#include "tests/lane-client/program_fixture.hpp"

#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

/// A state folder that can be read and not written, as after `mount -o remount,ro` or by somebody's chmod.
class ReadOnlyState : public ProgramTest {
protected:
    ~ReadOnlyState() override { allow_writing(true); }

    void allow_writing(bool allowed) {
        for (const auto& entry : fs::directory_iterator(state_)) {
            ::chmod(entry.path().c_str(), allowed ? 0600 : 0400);
        }
        ::chmod(state_.c_str(), allowed ? 0700 : 0500);
    }
    Finished run_bound(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--state", state_.string()});
        return run_lane_as_a_plain_user(arguments);
    }
    static void expect_refusal(const Finished& done) {
        EXPECT_EQ(done.exit_code, 1);
        EXPECT_EQ(done.out, "") << "no id, no tick";
        EXPECT_NE(done.err.find("Nothing was saved"), std::string::npos) << done.err;
    }
    std::set<std::string> file_names() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(state_)) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }
};

TEST_F(ReadOnlyState, RefusesTheFirstTapVisibly) {
    fs::create_directories(state_);
    allow_writing(false);
    expect_refusal(run_bound({"tap", "101"}));
    expect_refusal(run_bound({"undo"}));
    EXPECT_TRUE(fs::is_empty(state_));
}

TEST_F(ReadOnlyState, RefusesTapsVisiblyAndIsNoDamage) {
    const std::string first = tap("101");
    const auto before = file_names();
    allow_writing(false);
    expect_refusal(run_bound({"tap", "102"}));
    EXPECT_EQ(file_names(), before) << "a disk that cannot be written is no reason to set the outbox aside";
    allow_writing(true);
    const std::string second = tap("103");
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].note.note_id.to_string(), first);
    EXPECT_EQ(stored[1].note.note_id.to_string(), second);
    EXPECT_EQ(stored[1].note.seq, 2);
    EXPECT_EQ(stored[1].outbox_id, stored[0].outbox_id);
}

TEST_F(ReadOnlyState, IsRefusedByTheAgentInASentence) {
    tap("101");
    allow_writing(false);
    const Finished agent = run_bound({"agent"});
    EXPECT_EQ(agent.exit_code, 1);
    EXPECT_FALSE(agent.err.empty());
}

}  // namespace
}  // namespace tillnote::lane::test
