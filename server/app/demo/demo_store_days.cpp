#include "server/app/demo/demo_store_days.hpp"

#include <chrono>
#include <cmath>
#include <numeric>

namespace tillnote::app {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double customers_per_transaction = 0.0173;  ///< who say something that a cashier of usual eagerness taps
constexpr double day_noise_log_sd = 0.10;             ///< weather and ads: more than chance, the same for all reasons
constexpr double companion_chance = 0.35;
constexpr double repeat_chance = 0.10;
constexpr double third_tap_chance = 0.25;  ///< of those repeated once
constexpr double undo_chance = 0.02;
constexpr double least_heard_weight = 0.5;  ///< reasons of the catalog that the plan does not name

double sum_of(const std::vector<double>& weights) {
    return std::accumulate(weights.begin(), weights.end(), 0.0);
}

double planned_weight(const Reason& reason) {
    for (const DemoPopularity& entry : demo_popularity()) {
        if (entry.reason == reason.code) {
            return entry.weight;
        }
    }
    return least_heard_weight;
}

Source pick_source(DemoRandom& random) {
    constexpr Source sources[] = {Source::touch, Source::key, Source::scan};
    return sources[random.pick({0.7, 0.2, 0.1})];
}

}  // namespace

DemoStoreDays::DemoStoreDays(const DemoStorePlan& plan, const Catalog& catalog, DemoRandom& random)
    : plan_(plan), random_(random) {
    for (const Reason& reason : catalog.reasons) {
        if (reason.polarity != Polarity::lane_only) {
            reasons_.push_back(reason.code);
            usual_weights_.push_back(planned_weight(reason));
        }
    }
    for (int hour = 0; hour < 24; ++hour) {
        hour_weights_.push_back(demo_hour_rhythm(hour));
    }
}

void DemoStoreDays::append_day(DemoStore& store, const domain::StoreCalendar& calendar, domain::Day day, int days_back) {
    const double rhythm = demo_weekday_rhythm(domain::weekday_of(day));
    const double noise = std::exp(day_noise_log_sd * random_.normal());
    const double transactions = plan_.transactions * rhythm * (1.0 + 0.03 * random_.normal());
    store.traffic.push_back({day, std::llround(transactions)});

    const std::vector<double> weights = reason_weights(day, days_back);
    const std::vector<double> lanes = lane_weights(store, days_back);
    for (std::size_t index = 0; index < lanes.size(); ++index) {
        if (lanes[index] > 0) {
            store.lanes[index].contact_days.push_back(day);
        }
    }

    const double customers =
        transactions * customers_per_transaction * plan_.eagerness * noise * sum_of(weights) / sum_of(usual_weights_);
    const Instant starts_at = calendar.bounds_of(day).starts_at;
    const minutes cutoff{calendar.rule_of(day).cutoff_minutes};
    const auto utc_offset = std::chrono::floor<minutes>(std::chrono::sys_days{day} + cutoff - starts_at);
    for (int left = random_.poisson(customers); left > 0; --left) {
        const auto hour = hours{random_.pick(hour_weights_)};
        const milliseconds within{random_.integer(0, 3'600'000 - 120'000)};
        const Tap tap{random_.pick(lanes), random_.key(22), starts_at - cutoff + hour + within,
                      static_cast<std::int16_t>(utc_offset.count())};
        append_customer(store, weights, tap);
    }
}

std::vector<double> DemoStoreDays::reason_weights(domain::Day day, int days_back) const {
    std::vector<double> weights = usual_weights_;
    for (const DemoStory& story : demo_stories()) {
        const bool told = story.store == plan_.id && days_back <= story.first_days_back &&
                          days_back >= story.last_days_back && (!story.only_on || *story.only_on == domain::weekday_of(day));
        for (std::size_t index = 0; told && index < reasons_.size(); ++index) {
            if (reasons_[index] == story.reason) {
                weights[index] *= story.factor;
            }
        }
    }
    return weights;
}

std::vector<double> DemoStoreDays::lane_weights(const DemoStore& store, int days_back) const {
    std::vector<double> weights;
    for (const DemoLane& lane : store.lanes) {
        const DemoTrouble silent = demo_silent_lane();
        const bool is_silent = silent.store == plan_.id && silent.lane == lane.number && days_back < silent.days_back;
        weights.push_back(is_silent ? 0.0 : 1.0 / (1.0 + 0.2 * lane.number));
    }
    return weights;
}

void DemoStoreDays::append_customer(DemoStore& store, const std::vector<double>& weights, const Tap& tap) {
    DemoLane& lane = store.lanes[tap.lane];
    const std::string& reason = reasons_[random_.pick(weights)];
    append_remark(lane, reason, tap);
    const std::string companion{demo_companion(reason)};
    if (!companion.empty() && random_.chance(companion_chance)) {
        Tap second = tap;
        second.tapped_at += milliseconds{random_.integer(2'000, 25'000)};
        append_remark(lane, companion, second);
    }
}

/// Some remarks are tapped two or three times, and some taps are a slip that is undone at once.
void DemoStoreDays::append_remark(DemoLane& lane, const std::string& reason, const Tap& tap) {
    append_note(lane, reason, tap);
    if (random_.chance(undo_chance)) {
        const Instant undone_at = tap.tapped_at + milliseconds{random_.integer(1'000, 9'000)};
        const Uuid undo_id = make_uuid_v7(undone_at.time_since_epoch(), random_.ten_bytes());
        lane.undos.push_back({undo_id, lane.notes.back().note_id, undone_at});
        return;
    }
    if (random_.chance(repeat_chance)) {
        Tap again = tap;
        again.tapped_at += milliseconds{random_.integer(6'000, 20'000)};
        append_note(lane, reason, again);
        if (random_.chance(third_tap_chance)) {
            again.tapped_at += milliseconds{random_.integer(6'000, 20'000)};
            append_note(lane, reason, again);
        }
    }
}

void DemoStoreDays::append_note(DemoLane& lane, const std::string& reason, const Tap& tap) {
    Note note;
    note.note_id = make_uuid_v7(tap.tapped_at.time_since_epoch(), random_.ten_bytes());
    note.reason = reason;
    note.tapped_at = tap.tapped_at;
    note.utc_offset_minutes = tap.utc_offset_minutes;
    note.source = pick_source(random_);
    note.remark_key = tap.remark_key;
    lane.notes.push_back(std::move(note));
}

}  // namespace tillnote::app
