#pragma once

#include "server/domain/organisation.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What the demo chain is made of, as tables: its stores, what customers say there, and the stories planted in it.
namespace tillnote::app {

inline constexpr int demo_days = 90;
inline constexpr std::uint64_t demo_seed_default = 2026;  ///< of the chain a newcomer sees

struct DemoStorePlan {
    std::string_view id;
    std::string_view name;
    std::string_view district;
    std::string_view zone;
    int lanes = 0;
    int transactions = 0;         ///< staffed, on a usual day
    double eagerness = 1.0;       ///< remarks per transaction, relative to the chain; log-sd 0.5 over the stores
    std::string_view walk_first;  ///< department at the entrance, empty: the catalog's order
};

/// How often customers say it, relative to the other reasons.
struct DemoPopularity {
    std::string_view reason;
    double weight = 0.0;
};

/// One reason heard more (or less) in one store over a stretch of days, counted back from the last day (0).
struct DemoStory {
    std::string_view store;
    std::string_view reason;
    double factor = 1.0;
    int first_days_back = 0;
    int last_days_back = 0;
    std::optional<std::chrono::weekday> only_on;
};

/// A lane whose network failed: `days_back` and later.
struct DemoTrouble {
    std::string_view store;
    int lane = 0;
    int days_back = 0;
};

[[nodiscard]] std::span<const domain::District> demo_districts();
[[nodiscard]] std::span<const DemoStorePlan> demo_stores();
[[nodiscard]] std::span<const DemoPopularity> demo_popularity();  ///< most heard first
[[nodiscard]] std::span<const DemoStory> demo_stories();
[[nodiscard]] DemoTrouble demo_late_lane();    ///< taps of these days arrive last
[[nodiscard]] DemoTrouble demo_silent_lane();  ///< nothing heard since

/// Relative trade of a weekday and of an hour of the day (local, 0..23; 0 when closed).
[[nodiscard]] double demo_weekday_rhythm(std::chrono::weekday weekday);
[[nodiscard]] double demo_hour_rhythm(int hour);

/// What the same customer often says, too; empty when nothing in particular.
[[nodiscard]] std::string_view demo_companion(std::string_view reason);

}  // namespace tillnote::app
