#pragma once

#include "schema/catalog.hpp"
#include "schema/note.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The messages between lane and server, and their JSON. Both programs encode and parse with these functions.
/// Every parse_ function checks types, ranges and UTF-8 and names the JSON pointer of the first mistake. What the server
/// reads (..._request) refuses unknown fields; what the lane reads (..._answer, enrolment_started, lane_catalog) ignores
/// them, because a newer server may add some. Pure; any thread.
/// Errors of all of them: malformed_json, unknown_field, invalid_field, too_large (naming the field), impossible_value.
/// to_json never fails; text in a message must be valid UTF-8 (a wrong byte would become U+FFFD). Times without an offset
/// of their own are written in UTC.
namespace tillnote {

/// Missing arrays read as empty, a missing `pending` as 0; a batch of nothing is allowed. A note with `mono` and without
/// a boot id of its own was read in the request's boot; it stays absent here, and the rules of time fill it in.
/// impossible_value: an id given twice among the notes, undos or showings; an answer where none was given, or none where
/// one was.
struct NotesRequest {
    std::optional<Uuid> enrolment_id;  ///< default: the token's
    Uuid outbox_id;                    ///< new with every outbox file
    Instant sent_at;
    std::optional<Uuid> boot_id;
    std::optional<std::chrono::milliseconds> sent_mono;
    std::int64_t pending = 0;  ///< notes that stay on the lane after this batch
    std::vector<Note> notes;
    std::vector<Undo> undos;
    std::vector<Showing> showings;

    friend bool operator==(const NotesRequest&, const NotesRequest&) = default;
};

enum class NoteStatus { stored, exists, quarantined, refused };

/// `problem` is one of: unknown_reason, day_unknown, day_sealed, unknown_note, other_content, card_number,
/// comment_not_accepted, unknown_ask. Present when the status needs a reason.
struct NoteResult {
    Uuid id;
    NoteStatus status = NoteStatus::stored;
    std::optional<std::string> problem;

    friend bool operator==(const NoteResult&, const NoteResult&) = default;
};

struct NotesAnswer {
    std::int64_t have_seq = 0;        ///< every seq up to here is stored, quarantined or refused
    std::vector<NoteResult> results;  ///< in request order: notes, undos, showings

    friend bool operator==(const NotesAnswer&, const NotesAnswer&) = default;
};

/// How many notes wait on a lane, as coarse as anybody is shown it.
enum class QueueLength { none, some, many };

struct HourCount {
    Instant hour_start;
    std::int64_t count = 0;

    friend bool operator==(const HourCount&, const HourCount&) = default;
};

struct HeartbeatRequest {
    Uuid outbox_id;
    Instant sent_at;  ///< the lane's clock
    std::int64_t last_seq = 0;
    std::int64_t pending = 0;
    std::optional<Instant> oldest_pending_at;
    std::int64_t rejected = 0;
    std::string version;  ///< of the lane client, 1..32 characters
    QueueLength queue = QueueLength::none;
    std::vector<HourCount> transactions;  ///< staffed transactions per hour, at most 48, each hour once

    friend bool operator==(const HeartbeatRequest&, const HeartbeatRequest&) = default;
};

struct LaneMessage {
    Uuid message_id;
    std::string text_en;
    std::string text_es;

    friend bool operator==(const LaneMessage&, const LaneMessage&) = default;
};

struct HeartbeatAnswer {
    Instant now;  ///< the server's clock
    std::int64_t have_seq = 0;
    std::vector<LaneMessage> messages;

    friend bool operator==(const HeartbeatAnswer&, const HeartbeatAnswer&) = default;
};

struct EnrolmentRequest {
    std::string device;  ///< what the terminal calls itself, 1..64 characters
    std::optional<std::string> previous_token;

    friend bool operator==(const EnrolmentRequest&, const EnrolmentRequest&) = default;
};

struct EnrolmentStarted {
    Uuid enrolment_id;
    std::string secret;
    std::string code;  ///< "ABCD-EFGH"
    Instant expires_at;
    std::int64_t interval_ms = 0;

    friend bool operator==(const EnrolmentStarted&, const EnrolmentStarted&) = default;
};

enum class EnrolmentState { pending, slow_down, denied, expired, approved };

struct EnrolmentAnswer {
    EnrolmentState state = EnrolmentState::pending;
    std::int64_t interval_ms = 0;      ///< how long to wait before asking again
    std::optional<std::string> token;  ///< with `approved`
    std::optional<std::string> store;  ///< with `approved`
    std::optional<std::int64_t> lane;  ///< with `approved`

    friend bool operator==(const EnrolmentAnswer&, const EnrolmentAnswer&) = default;
};

/// One answer key of an ask.
struct AskAnswer {
    std::string answer;  ///< what is stored, is_reason_code; unique within the ask
    std::string label_en;
    std::string label_es;

    friend bool operator==(const AskAnswer&, const AskAnswer&) = default;
};

/// An ask of the day as a lane shows it.
struct LaneAsk {
    Uuid ask_id;
    std::string question_en;
    std::string question_es;
    std::vector<AskAnswer> answers;  ///< 2 to 4
    std::string from;                ///< first business day, YYYY-MM-DD
    std::string to;                  ///< last business day
    std::int64_t one_in = 20;        ///< shown on one transaction in this many, 1..1000
    /// Where those days begin and end by the store's rules, for terminals with another zone. Both, or from a server before
    /// them neither.
    std::optional<Instant> starts_at;
    std::optional<Instant> ends_at;  ///< the first instant after the last day

    friend bool operator==(const LaneAsk&, const LaneAsk&) = default;
};

/// A programmable key and what it taps.
struct HotKey {
    std::string key;     ///< "F13".."F24", "Shift+F13".."Shift+F24"
    std::string reason;  ///< a reason code, or undo_code

    friend bool operator==(const HotKey&, const HotKey&) = default;
};

/// GET /v1/catalog. `accepts` names the optional note fields this server takes; the lane sends no others.
struct LaneCatalog {
    std::string version;  ///< changes whenever anything below does; the ETag
    Catalog catalog;
    std::vector<std::string> layout;   ///< reason codes of the strip's first screen, in order
    std::vector<std::string> accepts;  ///< "comment", ...
    std::vector<LaneAsk> asks{};       ///< running now or soon; a server before asks sent none
    std::vector<HotKey> hot_keys{};    ///< each key once
    std::string store;
    std::int64_t lane = 0;
    std::string zone;                   ///< IANA zone of the store
    std::int64_t cutoff_minutes = 240;  ///< local cut-off, minutes after midnight

    friend bool operator==(const LaneCatalog&, const LaneCatalog&) = default;
};

[[nodiscard]] std::string to_json(const NotesRequest& request);
[[nodiscard]] Result<NotesRequest> parse_notes_request(std::string_view json);
[[nodiscard]] std::string to_json(const NotesAnswer& answer);
[[nodiscard]] Result<NotesAnswer> parse_notes_answer(std::string_view text);

[[nodiscard]] std::string to_json(const HeartbeatRequest& request);
[[nodiscard]] Result<HeartbeatRequest> parse_heartbeat_request(std::string_view json);
[[nodiscard]] std::string to_json(const HeartbeatAnswer& answer);
[[nodiscard]] Result<HeartbeatAnswer> parse_heartbeat_answer(std::string_view json);

[[nodiscard]] std::string to_json(const EnrolmentRequest& request);
[[nodiscard]] Result<EnrolmentRequest> parse_enrolment_request(std::string_view json);
[[nodiscard]] std::string to_json(const EnrolmentStarted& started);
[[nodiscard]] Result<EnrolmentStarted> parse_enrolment_started(std::string_view json);
[[nodiscard]] std::string to_json(const EnrolmentAnswer& answer);
[[nodiscard]] Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view json);

[[nodiscard]] std::string to_json(const LaneCatalog& catalog);
[[nodiscard]] Result<LaneCatalog> parse_lane_catalog(std::string_view text);

[[nodiscard]] std::string_view to_text(NoteStatus status) noexcept;
[[nodiscard]] std::optional<NoteStatus> find_note_status(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_text(EnrolmentState state) noexcept;
[[nodiscard]] std::optional<EnrolmentState> find_enrolment_state(std::string_view text) noexcept;
/// How much a lane holds, as coarse as a page may say it: none, some (what fits one batch), or many.
[[nodiscard]] QueueLength queue_length_of(std::int64_t pending) noexcept;
[[nodiscard]] std::string_view to_text(QueueLength queue) noexcept;
[[nodiscard]] std::optional<QueueLength> find_queue_length(std::string_view text) noexcept;

}  // namespace tillnote
