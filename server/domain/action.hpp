#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/domain/store_message.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the manager did about a line of the digest: acknowledged, assigned, done with a reply, opened again.
namespace tillnote::domain {

inline constexpr int reply_days = 3;  ///< business days that a reply stays on the lanes
inline constexpr std::size_t reply_characters_max = message_characters_max;

/// What a line is about, as its key says. Exactly one of `reason`, `department` and `alert_id` is set.
struct LineKey {
    std::string reason;
    std::string department;
    Polarity polarity = Polarity::other;  ///< with department
    std::optional<Uuid> alert_id;
};

/// Of "reason:103", "department:produce:complaint" or "alert:<id>"; nothing of anything else.
[[nodiscard]] std::optional<LineKey> find_line_key(std::string_view text);

struct LineTitle {
    std::string en;
    std::string es;
};

/// What people read instead of the key: the reason's label, or the department's with the polarity. Nothing for a line that
/// no digest has: not in the catalog, about staff or lane-only. Alerts are titled by their reason.
[[nodiscard]] std::optional<LineTitle> find_line_title(const LineKey& key, const DatedCatalog& catalog, Day day);

struct Action {
    Uuid action_id;
    std::string store;
    std::string line_key;
    std::string title_en;
    std::string title_es;
    ActionState state = ActionState::open;
    Day day;                         ///< of the digest whose line it is
    std::string assigned;            ///< department code, may be empty
    std::string reply;               ///< to the lanes and the poster, in the manager's words; may be empty
    std::string reply_es;            ///< the same in Spanish where the manager wrote it
    std::optional<Uuid> message_id;  ///< the reply on the lanes
    Instant changed_at;
    std::optional<Instant> closed_at;

    friend bool operator==(const Action&, const Action&) = default;
};

/// Empty members stay as they are. A reply comes with `done` only.
struct ActionChange {
    std::optional<ActionState> state{};
    std::optional<std::string> assigned{};  ///< a department's code; "" takes it from all
    std::string reply{};
    std::string reply_es{};
};

/// `action` as it is after `change`. Assigning acknowledges; opening again takes the reply back. `message_id` is that of the
/// reply, if there is one. Pure. Errors: conflict (it is done: open it first), invalid_field (`field` names it as the API
/// does).
[[nodiscard]] Result<Action> change_action(Action action, const ActionChange& change, const Catalog& catalog,
                                           const Uuid& message_id, Instant now);

/// The reply as the lanes are told it, from `today` on; nothing without one. Who gave it is not in it.
[[nodiscard]] std::optional<StoreMessage> reply_message(const Action& action, Day today);

}  // namespace tillnote::domain
