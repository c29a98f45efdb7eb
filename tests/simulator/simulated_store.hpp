#pragma once

#include "server/domain/digest.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace tillnote::simulator {

/// What a simulated chain is like.
struct Scenario {
    double remarks_a_day = 30;
    double eagerness_log_sd = 0.5;  ///< of a day, the same for all reasons
    double over_dispersion = 0;     ///< variance of the gamma factor of each reason and day
    double repeated = 0.2;          ///< share of things said that are tapped three times, as three remarks
    double late_lane = 0.02;        ///< chance a day that one lane's notes come three days late
    bool traffic_known = true;
    int lanes = 8;
};

/// One reason that customers say `rate` times a day, and `factor` times that from `since` on; repeated taps come on top.
struct Planted {
    std::size_t reason = 0;  ///< index into SimulatedStore::catalog().reasons
    double rate = 1;
    double factor = 1;
    int since = 0;  ///< day number
};

/// A reason that is said `factor` times as often as before from a day on.
struct Change {
    std::size_t reason = 0;
    double factor = 1;
    int since = 0;  ///< day number
};

/// Draws one store's days, one after the other, with Zipf shares over the grocery catalog in an order of the store's own.
/// One thread. The same seed draws the same days with the same standard library.
class SimulatedStore {
public:
    SimulatedStore(const Scenario& scenario, const Catalog& catalog, std::uint64_t seed);

    /// Must come before the first day is drawn.
    void plant(const Planted& planted) { planted_ = planted; }
    void change(const Change& change) { change_ = change; }
    void draw_days(int count);

    /// What storage would load for `day_number`, counted from 0. Needs digest_window_days drawn days up to it.
    [[nodiscard]] domain::DigestInput input_of(int day_number) const;
    /// So many drawn days from `first` on, as known three days later.
    [[nodiscard]] std::vector<domain::WindowDay> days_from(int first, int count) const;
    /// The share of a reason in all remarks of the total, as it is drawn while nothing is planted.
    [[nodiscard]] double share_of(std::size_t reason) const;
    /// Remarks of a reason by day number, as known three days later.
    [[nodiscard]] const std::vector<int>& counts_of(std::size_t reason) const { return counts_[reason]; }
    [[nodiscard]] const Catalog& catalog() const { return base_.catalog; }

private:
    struct DrawnDay {
        domain::WindowDay at_first;  ///< before the late lane has delivered
        domain::WindowDay in_full;
        std::vector<domain::ReasonHour> hours;
    };

    void draw_reason(DrawnDay& day, std::size_t reason, double mean, int late_lane);

    Scenario scenario_;
    domain::DigestInput base_;
    std::vector<double> rates_;
    std::optional<Planted> planted_;
    std::optional<Change> change_;
    std::mt19937_64 random_;
    std::vector<DrawnDay> days_;
    std::vector<std::vector<int>> counts_;
};

/// In UTC, so that simulated days need no zone rules.
[[nodiscard]] const domain::StoreCalendar& simulated_calendar();

}  // namespace tillnote::simulator
