#pragma once

#include "lane-client/forwarder.hpp"
#include "lane-client/heartbeat.hpp"
#include "tests/lane-client/fake_tillnote.hpp"
#include "tests/lane-client/lane_fixture.hpp"

#include <algorithm>
#include <array>

namespace tillnote::lane::test {

using namespace std::chrono_literals;
using Outcome = Forwarder::Outcome;

inline const Uuid first_enrolment = Uuid::parse("00000000-0000-4000-8000-0000000000e1").value();
inline const Uuid second_enrolment = Uuid::parse("00000000-0000-4000-8000-0000000000e2").value();

inline LaneEnrolment enrolment(const Uuid& key, const std::string& token, const std::string& store) {
    return {key, true, "https://tillnote.example:443", token, store, 1, {}};
}

/// A lane enrolled in store-1, its forwarder, and a server that can be told to misbehave.
class ForwardingTest : public LaneTest {
protected:
    ForwardingTest() {
        enrolments_.list.push_back(enrolment(first_enrolment, "token-1", "store-1"));
        rules_.enrolment = first_enrolment;
    }
    void tap_many(int count) {
        for (int at = 0; at < count; ++at) {
            tap_note(std::to_string(100 + at % 9));
        }
    }
    /// An ask's showing that is over.
    Uuid show(std::uint8_t number, ShowingOutcome outcome = ShowingOutcome::not_asked) {
        std::array<std::uint8_t, 16> bytes{};
        bytes[15] = number;
        StoredShowing stored;
        stored.showing.showing_id = make_uuid_v4(bytes);
        stored.showing.ask_id = first_enrolment;
        stored.showing.shown_at = clock_.now().wall;
        stored.enrolment = rules_.enrolment;
        EXPECT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
            if (auto begun = open.append_showing(stored, rules_.same_store); !begun) {
                return begun;
            }
            EXPECT_TRUE(open.decide_showing(stored.showing.showing_id, outcome, std::nullopt).value());
            return {};
        }));
        return stored.showing.showing_id;
    }
    void show_many(int count) {
        for (int at = 1; at <= count; ++at) {
            show(static_cast<std::uint8_t>(at));
        }
    }
    Forwarder::Step step() { return forwarder_.step(server_, enrolments_, nullptr); }

    bool beat() { return send_heartbeat(server_, outbox_, clock_, enrolments_).value().waits_again; }
    void move_to_another_store() {
        enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-2"));
        rules_.enrolment = second_enrolment;
        rules_.same_store = enrolments_.find_keys_of_store_in_force();
        server_.store_of_token["token-2"] = "store-2";
        server_.store_of_enrolment = {{first_enrolment, "store-1"}, {second_enrolment, "store-2"}};
    }
    void refuse(const Uuid& poisoned) {
        server_.refuse_batch_with = [poisoned](const NotesRequest& request) {
            return std::any_of(request.notes.begin(), request.notes.end(),
                               [&](const Note& note) { return note.note_id == poisoned; })
                       ? ErrorCode::invalid_field
                       : ErrorCode{};
        };
    }
    std::vector<Uuid> ids_of_notes() {
        std::vector<Uuid> ids;
        for (const StoredNote& stored : notes()) {
            ids.push_back(stored.note.note_id);
        }
        return ids;
    }
    void prune() {
        ASSERT_TRUE(outbox_.use([&](Outbox& open) { return open.prune(clock_.now().wall); }));
    }

    /// Until the forwarder wants to rest; at most 1,000 steps.
    Forwarder::Step run() {
        for (int at = 0; at < 1000; ++at) {
            if (const auto done = step(); done.outcome != Outcome::progressed) {
                return done;
            }
        }
        ADD_FAILURE() << "the forwarder never comes to rest";
        return {};
    }

    FakeTillnote server_;
    Enrolments enrolments_;
    Forwarder forwarder_{outbox_, clock_, BackOff([] { return 0.5; })};
};

}  // namespace tillnote::lane::test
