#pragma once

#include "schema/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote {

/// A wall-clock instant with milliseconds, UTC.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// How the cashier tapped.
enum class Source { touch, key, hotkey, scan, http, script };

/// The durable record of a tap. Made and persisted on the lane before anything is sent; never changed afterwards.
struct Note {
    Uuid note_id;                                   ///< version 7; the UTC date inside is the tap date
    std::int64_t seq = 0;                           ///< 1,2,3... within the outbox
    std::string reason;                             ///< code of the catalog, is_reason_code
    Instant tapped_at;                              ///< the lane's wall clock, uncorrected
    std::int16_t utc_offset_minutes = 0;            ///< the lane's offset at the tap, kept as sent
    std::optional<std::chrono::milliseconds> mono;  ///< CLOCK_BOOTTIME at the tap
    std::optional<Uuid> boot_id;  ///< boot in which `mono` was read; absent beside a `mono`: that of the request
    Source source = Source::script;
    std::string remark_key;  ///< one customer at one lane, opaque to the server
    std::optional<std::string> comment;

    friend bool operator==(const Note&, const Note&) = default;
};

/// A later record that voids one note.
struct Undo {
    Uuid undo_id;
    Uuid note_id;
    Instant undone_at;

    friend bool operator==(const Undo&, const Undo&) = default;
};

enum class ShowingOutcome { answered, not_asked, expired };

/// One showing of the ask of the day on a lane, with its outcome.
struct Showing {
    Uuid showing_id;
    Uuid ask_id;
    Instant shown_at;
    ShowingOutcome outcome = ShowingOutcome::expired;
    std::optional<std::string> answer;
    /// Drawn among the POS's transactions, so that answers are shares of them; false where the lane knows no transactions
    /// and asked at a random time: then only a share of those shown is known.
    bool with_transaction = true;

    friend bool operator==(const Showing&, const Showing&) = default;
};

/// Whether `text` may be a comment: valid UTF-8, 1 to limits::comment_characters_max code points, no control characters.
/// A card number in it is a question of its own (schema/card_guard.hpp).
[[nodiscard]] bool is_comment(std::string_view text) noexcept;

[[nodiscard]] std::string_view to_text(Source source) noexcept;
[[nodiscard]] std::optional<Source> find_source(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_text(ShowingOutcome outcome) noexcept;
[[nodiscard]] std::optional<ShowingOutcome> find_showing_outcome(std::string_view text) noexcept;

}  // namespace tillnote
