#pragma once

#include "schema/strict_json.hpp"
#include "tests/lane-client/lane_program.hpp"

#include <future>
#include <set>

namespace tillnote::lane::test {

namespace fs = std::filesystem;

/// A state folder for the built program, and few words to run it with.
class ProgramTest : public ::testing::Test {
protected:
    Finished run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--state", state_.string()});
        return run_lane(arguments);
    }
    /// Taps and expects a tick; the id.
    std::string tap(const std::string& reason) {
        const Finished done = run({"tap", reason});
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return done.out;
    }
    nlohmann::json status() {
        const Finished done = run({"status", "--json"});
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return nlohmann::json::parse(done.out);
    }
    void enrol(const TillnoteOverHttp& server) {
        const Finished done = run({"enrol", server.url()});
        ASSERT_EQ(done.exit_code, 0) << done.err;
        ASSERT_EQ(done.out, "code ABCD-EFGH");
    }
    /// Everything in the outbox, once no process holds it.
    std::vector<StoredNote> notes() {
        const FakeClock clock;
        OutboxKeeper outbox(state_ / "outbox.db", clock);
        std::vector<StoredNote> found;
        auto used = outbox.use([&](Outbox& open) -> Result<void> {
            if (auto sound = open.check(); !sound) {
                return sound;
            }
            const auto last = open.last_notes(1'000'000).value();
            found.assign(last.rbegin(), last.rend());
            return {};
        });
        EXPECT_TRUE(used);
        return found;
    }
    /// Eight cashiers at once, `each` taps apiece on different reasons; the ids that were ticked.
    std::set<std::string> tap_from_eight(int each) {
        std::vector<std::future<std::vector<std::string>>> hands;
        for (int hand = 0; hand < 8; ++hand) {
            hands.push_back(std::async(std::launch::async, [this, hand, each] {
                std::vector<std::string> ticked;
                for (int at = 0; at < each; ++at) {
                    std::string reason("h");
                    reason.append(std::to_string(hand)).append("-").append(std::to_string(at));
                    const Finished done = run({"tap", reason});
                    if (done.exit_code == 0) {
                        ticked.push_back(done.out);
                    }
                }
                return ticked;
            }));
        }
        std::set<std::string> all;
        for (auto& hand : hands) {
            for (const std::string& id : hand.get()) {
                EXPECT_TRUE(all.insert(id).second) << "ticked twice: " << id;
            }
        }
        return all;
    }
    void expect_all_stored_in_order(const std::set<std::string>& ticked) {
        const auto stored = notes();
        std::set<std::string> ids;
        std::int64_t seq = 0;
        for (const StoredNote& note : stored) {
            ids.insert(note.note.note_id.to_string());
            EXPECT_EQ(note.note.seq, ++seq);
        }
        for (const std::string& id : ticked) {
            EXPECT_TRUE(ids.contains(id)) << "ticked but not stored: " << id;
        }
    }

    TemporaryFolder folder_;
    fs::path state_ = folder_.path() / "state folder";
};

}  // namespace tillnote::lane::test
