#pragma once

#include "schema/note.hpp"
#include "schema/wire.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the strip and the running agent say to each other over the unix socket of the state folder, one line of JSON each
/// way: the part of lane-client/agent_protocol.hpp that a display needs. The agent may be newer: unknown members are
/// ignored.
namespace tillnote::strip {

/// What the strip asks of the agent, besides `watch`.
struct StripRequest {
    enum class Kind { tap, undo, answer, not_asked, message_seen, catalog };
    Kind kind = Kind::catalog;
    std::string code{};             ///< reason of `tap`, answer of `answer`; not sent with the others
    Source source = Source::touch;  ///< of `tap`
    Uuid id{};                      ///< undo_id, showing_id or message_id
    std::optional<Uuid> note_id{};  ///< of `undo`: the note that is meant
};

/// An ask while it is to be shown.
struct ShownAsk {
    Uuid showing_id;
    std::string question_en;
    std::string question_es;
    std::vector<AskAnswer> answers;  ///< 2 to 4

    friend bool operator==(const ShownAsk&, const ShownAsk&) = default;
};

/// The answer to `watch`.
struct LaneState {
    std::int64_t revision = 0;
    bool enrolled = false;
    bool refused = false;  ///< the server refuses the lane's token; taps are kept
    std::int64_t pending = 0;
    bool server_reachable = false;
    std::string catalog_version;  ///< empty when there is no catalog
    bool transaction = false;     ///< one of the POS is in force
    std::string code;             ///< of an enrolment that waits for its approval, else empty
    std::optional<ShownAsk> ask;
    std::vector<LaneMessage> messages;
};

/// The answer to everything else.
struct AgentReply {
    bool done = false;     ///< durable, where there was something to save
    std::string error{};   ///< a type of the error table; empty with `done` or when no answer came in time
    std::string detail{};  ///< for the log, in English
    std::optional<LaneCatalog> catalog{};
    std::optional<Uuid> note_id{};  ///< of `tap` and `undo`
};

/// Lines without the line end. Pure; any thread.
[[nodiscard]] std::string to_line(const StripRequest& request);
[[nodiscard]] std::string watch_line(std::optional<std::int64_t> since, bool shows_asks);
/// Errors: malformed_json, invalid_field; also what the agent itself refused.
[[nodiscard]] Result<LaneState> parse_lane_state(std::string_view line);
/// A line that is no answer reads as `outbox-unusable`: nothing is then certain to be saved.
[[nodiscard]] AgentReply parse_agent_reply(std::string_view line);

}  // namespace tillnote::strip
