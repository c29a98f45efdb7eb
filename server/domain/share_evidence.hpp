#pragma once

#include "server/domain/digest_parts.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/domain/goal.hpp"

#include <optional>
#include <span>

/// What the share of a goal or an event rests on, so that it is judged as everything else in a digest: by hearings, with
/// the variation of days allowed for. Pure; any thread. Source: docs/decisions/0015 and 0027.
namespace tillnote::domain {

/// Which days of a stretch count: a goal counts what was said on any day, a comparison only days that can be compared.
enum class DaysCounted { all, usable };

/// Over `days`, by the reasons of `catalog` that are in the total; over_dispersion is left unknown.
[[nodiscard]] ShareEvidence weigh_days(std::span<const WindowDay> days, const Aim& aim, const Catalog& catalog,
                                       DaysCounted counted);

/// A goal's share from its first day up to its last, as far as `days` go; they are in order, without gaps, and begin with
/// first_day_weighed() or the store's first: over-dispersion is taken as for a digest of the last counted day.
[[nodiscard]] ShareEvidence weigh_goal(const Goal& goal, std::span<const WindowDay> days, const Catalog& catalog);

/// Where the days begin that weigh_goal() needs, when they end with `last` or the goal.
[[nodiscard]] Day first_day_weighed(const Goal& goal, Day last) noexcept;

/// The same share in several stores as one. Their days are taken to vary together (weather, an advertisement), which is the
/// careful side.
[[nodiscard]] ShareEvidence add_up(std::span<const ShareEvidence> parts);

/// Days of each side of an event that it takes to compare them.
inline constexpr int event_days_min = 14;

/// Both sides of an event; over-dispersion is that of the days before.
struct EventEvidence {
    ShareEvidence before;
    ShareEvidence after;
};

/// Whether an event is expected to move something that can be compared.
[[nodiscard]] bool has_aim(const Event& event) noexcept;

/// Nothing where the event has no aim, or the days after it are not over with the last of `days`.
[[nodiscard]] std::optional<EventEvidence> weigh_event(const Event& event, std::span<const WindowDay> days,
                                                       const Catalog& catalog);

}  // namespace tillnote::domain
