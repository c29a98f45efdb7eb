#pragma once

#include "lane-client/outbox.hpp"
#include "lane-client/tapping.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What `tillnote-lane` commands and the running agent say to each other over the unix socket of the state folder: the
/// caller sends one line of JSON, the agent answers with one line, and may be asked again on the same connection. Who asks
/// again while a `watch` waits has that one answered at once.
///
///     {"do":"tap","reason":"101","source":"script"}      and "transaction", "comment" where given
///     {"do":"undo","undo_id":"..."}                      sent again after a lost answer, it undoes nothing twice
///     {"do":"undo","undo_id":"...","note_id":"..."}      voids this note, not the last one
///     {"do":"scan","text":"~TN101"}                      a tap or an undo by what a scanner read
///     {"do":"begin","transaction":"K"}                   taps without a transaction of their own take this one
///     {"do":"end"}                                       it is over, and counted
///     {"do":"status"}                                    counts
///     {"do":"hurry"}                                     try the server now; answers with counts
///     {"do":"reload"}                                    read enrolments and catalog again; answers with counts
///     {"do":"enrolling","code":"ABCD-EFGH"}              a code waits for its approval; without "code" no more
///
///     {"do":"watch"}                                     what a display shows, at once (lane_view.hpp)
///     {"do":"watch","since":N}                           the same, when it differs from revision N or after 25 s
///     {"do":"watch","shows_asks":true}                   from a display that can show an ask now: only then are asks drawn
///     {"do":"catalog"}                                   {"ok":true,"catalog":{...}}, as GET /v1/catalog gives it, or null
///     {"do":"answer","showing_id":"...","answer":"yes"}  what came of the ask that is shown
///     {"do":"not_asked","showing_id":"..."}
///     {"do":"message_seen","message_id":"..."}           shown once on this lane: not again on this business day
///
///     {"ok":true,"note_id":"...","repeat":false}         tap and undo: durable before this line
///     {"ok":true,"ignored":true}                         scan of a text that is not ours; it is forgotten
///     {"ok":true}                                        begin, end, answer, not_asked, message_seen: durable before it
///     {"ok":true,"pending":0,"undos":0,"showings":0,"rejected":0,"delivered":12,"refused":false}   "oldest_pending_at"
///     where known
///     {"ok":false,"error":"disk-full","detail":"..."}    `error` is a type of the error table
namespace tillnote::lane {

inline constexpr std::size_t agent_line_bytes_max = 8 * 1024;
/// A caller that waits for something to happen is answered after this long though nothing did.
inline constexpr std::chrono::seconds agent_wait_max{25};

struct AgentRequest {
    enum class Kind {
        tap,
        undo,
        scan,
        begin,
        end,
        status,
        hurry,
        reload,
        enrolling,
        watch,
        catalog,
        answer,
        not_asked,
        message_seen
    };
    Kind kind = Kind::status;
    TapRequest tap{};                     ///< with `tap`
    Uuid undo_id{};                       ///< with `undo`
    std::optional<Uuid> note_id{};        ///< with `undo`: the note to void; the last one where it is not named
    std::string transaction{};            ///< with `begin`
    std::string text{};                   ///< with `scan`
    std::optional<std::string> code{};    ///< with `enrolling`
    std::optional<std::int64_t> since{};  ///< with `watch`
    bool shows_asks = false;              ///< with `watch`: whether an ask would be seen there now
    Uuid showing_id{};                    ///< with `answer` and `not_asked`
    std::string answer{};                 ///< with `answer`
    Uuid message_id{};                    ///< with `message_seen`
};

struct AgentAnswer {
    bool refused = false;               ///< the server refused the lane's token
    std::optional<Error> error;         ///< when set, nothing else counts
    std::optional<TapOutcome> outcome;  ///< of tap and undo
    bool ignored = false;               ///< of scan: the text is not ours
    bool counted = false;               ///< whether `counts` is an answer: of status, hurry and reload
    OutboxCounts counts;                ///< outbox_id and last_seq are not sent
};

/// An answer that says why nothing was done.
[[nodiscard]] inline AgentAnswer failed_answer(Error error) {
    AgentAnswer answer;
    answer.error = std::move(error);
    return answer;
}

/// Lines without the line end. Errors of the parsers: malformed_json, unknown_field, invalid_field.
[[nodiscard]] std::string to_line(const AgentRequest& request);
[[nodiscard]] Result<AgentRequest> parse_agent_request(std::string_view line);
[[nodiscard]] std::string to_line(const AgentAnswer& answer);
[[nodiscard]] Result<AgentAnswer> parse_agent_answer(std::string_view line);

}  // namespace tillnote::lane
