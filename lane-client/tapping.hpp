#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/outbox.hpp"
#include "schema/wire.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tillnote::lane {

/// What the cashier's tap brings with it.
struct TapRequest {
    std::string reason;
    std::optional<std::string> transaction;
    std::optional<std::string> comment;
    Source source = Source::script;
};

/// What the lane knows when a tap comes in.
struct LaneRules {
    const LaneCatalog* catalog = nullptr;  ///< null before the first one has been fetched: only forms are checked
    Uuid enrolment;                        ///< in force; nil before the first one
    std::vector<Uuid> same_store{};        ///< other enrolments that stand for the store of that one
};

/// `catalog` may be null.
[[nodiscard]] LaneRules make_rules(const LaneCatalog* catalog, const Enrolments& enrolments);

struct TapOutcome {
    Uuid note_id;
    bool repeat = false;  ///< the repeat filter took it for the tap before
};

/// An undo looks back this far, so that a stray one late in the evening cannot void the morning's note.
inline constexpr std::chrono::minutes undo_reach{10};

/// How long a transaction is in force that nobody ends: a POS that crashed must not lend it to the next morning's customers.
inline constexpr std::chrono::hours transaction_reach{2};

/// The store's cut-off, minutes after local midnight; the usual one before the first catalog.
[[nodiscard]] std::int64_t cutoff_minutes(const LaneRules& rules);

/// Whether taps belong to `transaction`: it began here at most `transaction_reach` ago.
[[nodiscard]] bool is_in_force(const std::optional<CurrentTransaction>& transaction, const Moment& now);

/// Checks what can be checked without the disk. A comment is refused where the catalog is not known to accept it.
/// Errors: invalid_field, impossible_value; each says that nothing was saved.
[[nodiscard]] Result<void> check_tap(const TapRequest& request, const LaneRules& rules);

/// Makes the note and puts it on disk: durable on return, or an error and no note. Expects check_tap to have passed.
/// Without a transaction of its own the tap takes the one in force. E-mail addresses and phone numbers in a comment are
/// masked. Errors: outbox_full, disk_full, outbox_unusable.
[[nodiscard]] Result<TapOutcome> tap(Outbox& outbox, const Clock& clock, const TapRequest& request, const LaneRules& rules);

/// Voids the last note of this lane that is not yet undone and not older than `undo_reach`; durable on return. The same
/// `undo_id` again answers as the first time, so an undo whose answer was lost can be repeated.
/// Errors: impossible_value (nothing to undo), disk_full, outbox_unusable.
[[nodiscard]] Result<Uuid> undo_last(Outbox& outbox, const Clock& clock, const Uuid& undo_id);

/// Voids this note, for who knows which one is meant; else as `undo_last`. Errors: impossible_value (no such note within
/// `undo_reach`, or it has been undone by another undo), disk_full, outbox_unusable.
[[nodiscard]] Result<Uuid> undo_note(Outbox& outbox, const Clock& clock, const Uuid& undo_id, const Uuid& note_id);

}  // namespace tillnote::lane
