#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/directory.hpp"
#include "server/storage/lane_history.hpp"

#include <bitset>
#include <string_view>
#include <unordered_map>
#include <vector>

/// From rows of many kinds to the days of one store as a comparison needs them. Pure, without libpqxx.
namespace tillnote::storage {

/// Index of each compared reason by its code. The codes outlive it.
using ReasonIndex = std::unordered_map<std::string_view, std::uint16_t>;

[[nodiscard]] ReasonIndex index_reasons(const std::vector<Reason>& reasons);

class ComparisonDays {
public:
    /// Completeness looks back this many days: rows from so much earlier than `first` are wanted, too.
    static constexpr int lead_days = 6;

    /// The days from `first` to `last`, nothing known of them yet.
    ComparisonDays(Day first, Day last);

    /// Lines "day|reasons|lanes" with days since 1970, as rollup_day has them. Throws std::logic_error for anything else.
    void add_packed(std::string_view lines, const ReasonIndex& reasons);
    void add_closed(Day day);
    void add_traffic(Day day, std::int64_t staffed_transactions);
    void add_enrolment(const EnrolmentPeriod& period) { enrolments_.push_back(period); }
    void add_held(const HeldNotes& held) { held_.push_back(held); }

    /// The days on which the store existed and that have ended.
    [[nodiscard]] std::vector<domain::ComparedDay> take(const domain::StoreEntry& store, Instant now);

private:
    using Lanes = std::bitset<1'000>;
    struct LaneNotes {
        int lane = 0;
        std::int64_t notes = 0;
        std::int64_t notes_missing = 0;
    };
    struct DayFacts {
        domain::ComparedDay day;
        std::vector<LaneNotes> notes;
        Lanes heard;
    };

    [[nodiscard]] DayFacts* find_day(std::int64_t unix_days);
    [[nodiscard]] bool is_plainly_complete(std::size_t index) const;
    [[nodiscard]] LaneHistory history() const;

    std::int64_t first_unix_day_;  ///< with the lead
    std::vector<DayFacts> days_;
    std::vector<EnrolmentPeriod> enrolments_;
    std::vector<HeldNotes> held_;
};

}  // namespace tillnote::storage
