#pragma once

#include "lane-client/strip/strip_model.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"

#include <gtest/gtest.h>

namespace tillnote::strip::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A model with a lane behind it that answers when the test says so, and few words to press and look.
class StripModelTest : public ::testing::Test {
protected:
    StripModelTest() {
        model_.agent_went(now_);
        model_.agent_came(now_);
        take(state_);
        answer_next(AgentReply{.done = true, .catalog = make_sample_catalog()});
    }

    void pass(std::chrono::steady_clock::duration time) {
        now_ += time;
        model_.advance(now_);
    }
    void take(const LaneState& state) { model_.take_state(state, now_); }

    /// Presses the key with this action, which has to be on the screen.
    bool press(Action::Kind kind, const std::string& value = {}) {
        const Action action{kind, value};
        EXPECT_NE(model_.view(now_).find(action), nullptr) << static_cast<int>(kind) << " " << value;
        return model_.press(action, now_);
    }
    bool tap(const std::string& reason) { return press(Action::Kind::tap, reason); }

    /// All that the model has asked since last looked at.
    std::vector<NumberedRequest> requests() { return model_.take_requests(); }
    /// Answers the one request that the model must just have made; what it was.
    StripRequest answer_next(const AgentReply& reply) {
        const auto asked = requests();
        EXPECT_EQ(asked.size(), 1U);
        if (asked.empty()) {
            return {};
        }
        model_.take_reply(asked.front().number, reply, now_);
        return asked.front().request;
    }
    StripRequest tick() { return answer_next({.done = true}); }
    StripRequest tick(const Uuid& note_id) { return answer_next({.done = true, .note_id = note_id}); }
    StripRequest refuse(const std::string& error) { return answer_next({.done = false, .error = error}); }

    /// A tap that is on disk.
    void tap_and_tick(const std::string& reason) {
        ASSERT_TRUE(tap(reason));
        tick();
        pass(lock_out);
    }

    /// Somebody has just used the lane, and nothing is said of it any more.
    void come_to_the_lane() {
        tap_and_tick("101");
        pass(saying);
    }

    StripView view() { return model_.view(now_); }
    bool shows(Action::Kind kind, const std::string& value = {}) { return view().find({kind, value}) != nullptr; }
    Look look_of_key(const std::string& reason) {
        const StripView shown = view();
        const Part* part = shown.find({Action::Kind::tap, reason});
        return part == nullptr ? Look::empty : part->look;
    }
    /// What lies between Undo and the language.
    Part panel() {
        for (const Part& part : view().parts) {
            if (part.place.row == 1 && part.place.begin == cell_units) {
                return part;
            }
        }
        return {};
    }
    /// The sign at the language key.
    std::string queue_sign() {
        const StripView shown = view();
        const Part* key = shown.find({Action::Kind::language});
        return key == nullptr ? "no language key" : key->note;
    }

    Time now_{std::chrono::hours{5}};
    LaneState state_ = make_sample_state();
    int ids_ = 0;
    StripModel model_{Language::english, [this] {
                          std::array<std::uint8_t, 16> bytes{};
                          bytes[15] = static_cast<std::uint8_t>(++ids_);
                          return Uuid(bytes);
                      }};
};

}  // namespace tillnote::strip::test
