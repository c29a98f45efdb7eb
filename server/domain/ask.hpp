#pragma once

#include "schema/limits.hpp"
#include "schema/wire.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/tap_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

inline constexpr int ask_days_max = 92;  ///< a quarter: an older question is another one
inline constexpr int ask_soon_days = 7;  ///< lanes get an ask this long before it runs, in case they go offline

/// A question of the day of one store. Question and answers never change, so that its counts mean one thing.
struct Ask {
    Uuid ask_id;
    std::string store;
    std::string question_en;
    std::string question_es;
    std::vector<AskAnswer> answers;
    Day first_day;
    Day last_day;
    std::int64_t one_in = limits::ask_one_in_default;  ///< shown on one transaction in this many
    std::optional<Instant> closed_at;                  ///< from then on lanes no longer show it

    friend bool operator==(const Ask&, const Ask&) = default;
};

/// What may still change. Empty members stay as they are.
struct AskChange {
    std::optional<Day> last_day;
    std::optional<std::int64_t> one_in;
    bool close = false;
};

enum class AskState { planned, running, over, closed };

[[nodiscard]] std::string_view to_text(AskState state) noexcept;
[[nodiscard]] AskState state_of(const Ask& ask, Day today) noexcept;

/// Whether a new ask is one that lanes can show, from `today` on. Pure.
/// Errors: invalid_field (a text, an answer, one_in; `field` names it as the API does), impossible_value (the days).
[[nodiscard]] Result<void> check_ask(const Ask& ask, Day today);

/// `ask` as it is after `change`. Pure. Errors: conflict (it is closed or over), invalid_field (one_in), impossible_value
/// (the last day has passed, or lies before the first or beyond ask_days_max).
[[nodiscard]] Result<Ask> change_ask(Ask ask, const AskChange& change, Day today, Instant now);

/// The asks a lane is told of: not closed, running today or within ask_soon_days.
[[nodiscard]] std::vector<LaneAsk> lane_asks(const std::vector<Ask>& asks, const StoreCalendar& calendar, Day today);

/// One showing with its place.
struct PlacedShowing {
    Showing showing;
    std::optional<Day> business_day;  ///< nothing where no clock can be trusted, before the store opened, or sealed

    friend bool operator==(const PlacedShowing&, const PlacedShowing&) = default;
};

/// By the same rules as a note without a monotonic reading. Source: CONTRACT "Time".
[[nodiscard]] PlacedShowing place_showing(Showing showing, const Attempt& attempt, const Store& store,
                                          const StoreCalendar& calendar, Day sealed_before);

}  // namespace tillnote::domain
