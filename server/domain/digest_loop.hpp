#pragma once

#include "server/domain/action.hpp"
#include "server/domain/goal.hpp"
#include "server/domain/share_evidence.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a digest says of alerts, actions, goals and events.
namespace tillnote::domain {

struct Digest;
struct DigestInput;

/// A goal that runs on the day, or ended since the digest before, with its share from its first day up to the digest's.
struct GoalInput {
    Goal goal;
    ShareEvidence evidence;
};

struct EventInput {
    Event event;
    std::optional<EventEvidence> evidence;  ///< once the 28 days have passed, where the event aims at something
};

/// The part of a digest's input that closes the loop, as it stood when it was loaded.
struct LoopInput {
    std::vector<AlertLine> alerts;  ///< of the day, and those that stood at its beginning
    std::vector<Action> actions;    ///< of the day or earlier: not done, or done on the day, or of this day's digest
    std::vector<GoalInput> goals;
    std::vector<EventInput> events;  ///< of the last 35 days
};

/// Whether a digest of `day` compares the days before and after the event; the digest's windows reach back far enough.
[[nodiscard]] bool compares_event(const Event& event, Day day);

/// How the goal stands, with its title from `catalog`; judged once it has ended. Pure.
[[nodiscard]] GoalLine make_goal_line(const GoalInput& input, const Catalog& catalog, bool ended);
/// The event, with before and after where it is counted. Pure.
[[nodiscard]] EventLine make_event_line(const EventInput& input, const Catalog& catalog);

/// Fills alerts, actions, goals and events of `digest`. Pure.
void add_loop(Digest& digest, const DigestInput& input);

}  // namespace tillnote::domain
