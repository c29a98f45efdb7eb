#include "tests/simulator/simulated_store.hpp"

#include "server/domain/holidays.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace tillnote::simulator {
namespace {

using domain::add_days;
using domain::Day;

const Day first_day{std::chrono::year{2025}, std::chrono::month{1}, std::chrono::day{6}};
constexpr int late_days = 3;
constexpr double taps_of_a_repeat = 3;
constexpr std::array<double, 7> weekday_rhythm{1.20, 0.86, 0.82, 0.88, 0.95, 1.10, 1.30};  ///< Sunday first
constexpr std::array<double, 16> hour_rhythm{1, 3, 4, 5, 7, 8, 7, 6, 7, 9, 12, 11, 8, 5, 4, 3};
constexpr int trade_begins = 2;  ///< hours since the business day began

domain::Store make_store() {
    domain::Store store;
    store.id = "simulated";
    store.name = "Simulated";
    store.district = "simulated";
    store.day_rules = {{add_days(first_day, -1), "UTC", 240}};
    store.opened_on = first_day;
    return store;
}

/// Remarks that one thing said becomes, on average.
double remarks_each(const Scenario& scenario) {
    return 1 + scenario.repeated * (taps_of_a_repeat - 1);
}

}  // namespace

const domain::StoreCalendar& simulated_calendar() {
    static const domain::StoreCalendar calendar = domain::StoreCalendar::make(make_store()).value();
    return calendar;
}

SimulatedStore::SimulatedStore(const Scenario& scenario, const Catalog& catalog, std::uint64_t seed)
    : scenario_(scenario), random_(seed), counts_(catalog.reasons.size()) {
    base_.store = make_store();
    base_.zone = "UTC";
    base_.state = domain::DayState::ended;
    base_.catalog = catalog;
    std::vector<double> zipf(catalog.reasons.size());
    for (std::size_t rank = 0; rank < zipf.size(); ++rank) {
        zipf[rank] = 1.0 / static_cast<double>(rank + 1);
    }
    std::shuffle(zipf.begin(), zipf.end(), random_);
    for (std::size_t index = 0; index < zipf.size(); ++index) {
        zipf[index] *= catalog.reasons[index].polarity == Polarity::lane_only ? 0 : 1;
    }
    const double whole = std::accumulate(zipf.begin(), zipf.end(), 0.0);
    for (const double weight : zipf) {
        rates_.push_back(scenario.remarks_a_day * weight / whole);
    }
}

void SimulatedStore::draw_reason(DrawnDay& day, std::size_t reason, double mean, int late_lane) {
    const std::string& code = base_.catalog.reasons[reason].code;
    const bool counted = domain::is_shown(base_.catalog.reasons[reason]);
    std::discrete_distribution<int> draw_hour(hour_rhythm.begin(), hour_rhythm.end());
    std::uniform_int_distribution<int> draw_lane(1, scenario_.lanes);
    std::bernoulli_distribution is_repeated(scenario_.repeated);
    std::set<std::pair<int, int>> cells;
    std::set<std::pair<int, int>> cells_at_first;
    std::array<int, 24> by_hour{};
    domain::ReasonDay full;
    domain::ReasonDay first;
    const int times_said = mean > 0 ? std::poisson_distribution<int>(mean / remarks_each(scenario_))(random_) : 0;
    for (int said = 0; said < times_said; ++said) {
        const int lane = draw_lane(random_);
        const int hour = trade_begins + draw_hour(random_);
        const int taps = is_repeated(random_) ? static_cast<int>(taps_of_a_repeat) : 1;
        full.remarks += taps;
        cells.insert({lane, hour / 2});
        by_hour.at(static_cast<std::size_t>(hour)) += taps;
        if (lane != late_lane) {
            first.remarks += taps;
            cells_at_first.insert({lane, hour / 2});
        }
    }
    full.breadth = static_cast<int>(cells.size());
    first.breadth = static_cast<int>(cells_at_first.size());
    counts_[reason].push_back(full.remarks);
    if (counted && full.remarks > 0) {
        day.in_full.reasons[code] = full;
        for (int hour = 0; hour < 24; ++hour) {
            if (const int remarks = by_hour.at(static_cast<std::size_t>(hour)); remarks > 0) {
                day.hours.push_back({day.in_full.day, code, hour, remarks});
            }
        }
    }
    if (counted && first.remarks > 0) {
        day.at_first.reasons[code] = first;
    }
}

void SimulatedStore::draw_days(int count) {
    for (; count > 0; --count) {
        const int number = static_cast<int>(days_.size());
        DrawnDay day;
        day.in_full.day = add_days(first_day, number);
        day.in_full.usable = !domain::is_holiday(day.in_full.day);
        day.in_full.lanes_heard = scenario_.lanes;
        const double rhythm = weekday_rhythm.at(domain::weekday_of(day.in_full.day).c_encoding());
        if (scenario_.traffic_known) {
            day.in_full.traffic = std::llround(1500 * rhythm * std::exp(0.03 * std::normal_distribution<>()(random_)));
        }
        day.at_first = day.in_full;
        int late_lane = 0;
        if (std::bernoulli_distribution(scenario_.late_lane)(random_)) {
            late_lane = std::uniform_int_distribution<int>(1, scenario_.lanes)(random_);
            day.at_first.lanes_heard -= 1;
            day.at_first.usable = false;
        }
        const double eagerness = std::exp(scenario_.eagerness_log_sd * std::normal_distribution<>()(random_) -
                                          scenario_.eagerness_log_sd * scenario_.eagerness_log_sd / 2);
        for (std::size_t reason = 0; reason < rates_.size(); ++reason) {
            double mean = rates_[reason];
            if (planted_ && planted_->reason == reason) {
                mean = planted_->rate * remarks_each(scenario_) * (number >= planted_->since ? planted_->factor : 1);
            }
            if (change_ && change_->reason == reason && number >= change_->since) {
                mean *= change_->factor;
            }
            mean *= rhythm * eagerness;
            if (scenario_.over_dispersion > 0) {
                mean *= std::gamma_distribution<>(1 / scenario_.over_dispersion, scenario_.over_dispersion)(random_);
            }
            draw_reason(day, reason, mean, late_lane);
        }
        days_.push_back(std::move(day));
    }
}

std::vector<domain::WindowDay> SimulatedStore::days_from(int first, int count) const {
    std::vector<domain::WindowDay> days;
    for (int number = first; number < first + count; ++number) {
        days.push_back(days_.at(static_cast<std::size_t>(number)).in_full);
    }
    return days;
}

double SimulatedStore::share_of(std::size_t reason) const {
    double whole = 0;
    for (std::size_t index = 0; index < rates_.size(); ++index) {
        whole += domain::is_in_total(base_.catalog.reasons[index]) ? rates_[index] : 0;
    }
    return rates_.at(reason) / whole;
}

domain::DigestInput SimulatedStore::input_of(int day_number) const {
    domain::DigestInput input = base_;
    input.day = add_days(first_day, day_number);
    input.bounds = simulated_calendar().bounds_of(input.day);
    for (int number = day_number + 1 - domain::digest_window_days; number <= day_number; ++number) {
        const DrawnDay& drawn = days_.at(static_cast<std::size_t>(number));
        const bool late = day_number - number < late_days;
        input.windows.days.push_back(late ? drawn.at_first : drawn.in_full);
        if (day_number - number < domain::longest_window_days) {
            input.windows.hours.insert(input.windows.hours.end(), drawn.hours.begin(), drawn.hours.end());
        }
    }
    const domain::WindowDay& today = input.windows.days.back();
    input.traffic = today.traffic;
    for (const auto& [reason, of_day] : today.reasons) {
        input.remarks[reason] = of_day.remarks;
    }
    return input;
}

}  // namespace tillnote::simulator
