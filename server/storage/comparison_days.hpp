#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/directory.hpp"
#include "server/storage/lane_history.hpp"
#include "server/storage/reason_index.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// From rows of many kinds to the days of one store as a comparison needs them. Pure, without libpqxx.
namespace tillnote::storage {

/// What is known of one store's days, gathered in any order. Texts are not copied: they outlive it.
class ComparisonDays {
public:
    /// Completeness looks back this many days: rows from so much earlier than `first` are wanted, too.
    static constexpr int lead_days = 6;

    /// The days from `first` to `last`, nothing known of them yet.
    ComparisonDays(Day first, Day last);

    /// A row of rollup_day, its day in days since 1970 as everywhere here. Other days than those wanted are passed over.
    void add_packed(std::int64_t unix_day, std::string_view reasons, std::string_view lanes);
    void add_closed(std::int64_t unix_day);
    void add_traffic(std::int64_t unix_day, std::int64_t staffed_transactions);
    void add_enrolment(const EnrolmentPeriod& period) { enrolments_.push_back(period); }
    void add_held(const HeldNotes& held) { held_.push_back(held); }

private:
    friend class ComparisonReader;

    struct RawDay {
        std::string_view reasons;
        std::string_view lanes;
        std::optional<std::int64_t> traffic;
        bool closed = false;
    };

    [[nodiscard]] RawDay* find_day(std::int64_t unix_day);

    std::int64_t first_unix_day_;  ///< with the lead
    std::vector<RawDay> days_;
    std::vector<EnrolmentPeriod> enrolments_;
    std::vector<HeldNotes> held_;
};

/// Reads the days of one store after the other, with scratch memory that is kept between them. One thread.
class ComparisonReader {
public:
    /// `reasons`, those compared, outlive it.
    explicit ComparisonReader(const std::vector<Reason>& reasons) : reasons_(reasons) {}

    /// The days on which `store` existed and that have ended by `now`, oldest first. Throws std::logic_error for text that
    /// no database of ours writes.
    [[nodiscard]] std::vector<domain::ComparedDay> read(const ComparisonDays& days, const domain::StoreEntry& store,
                                                        Instant now);

private:
    static constexpr int lanes_max = 1'000;
    static constexpr int heard_lately_days = ComparisonDays::lead_days + 1;
    struct LaneNotes {
        int lane = 0;
        std::int64_t notes = 0;
        std::int64_t notes_missing = 0;
    };

    [[nodiscard]] int last_heard(int lane) const { return last_heard_[static_cast<std::size_t>(lane)]; }
    void read_lanes(std::string_view text, int day_index);
    void read_heard(std::string_view text);
    [[nodiscard]] bool is_plainly_complete(const ComparisonDays& days, int day_index) const;
    [[nodiscard]] int assess_percent(const ComparisonDays& days, int day_index, Day day, const domain::DayBounds& bounds);

    ReasonIndex reasons_;
    std::vector<domain::HeardReason> heard_;   ///< on the day at hand
    std::vector<LaneNotes> notes_;             ///< of the lanes heard on the day at hand
    std::vector<int> lately_;                  ///< lanes heard on the day at hand or the six before it
    std::array<int, lanes_max> last_heard_{};  ///< index of the day, by lane; lanes not heard lately come before
    std::vector<domain::LaneFacts> facts_;
};

}  // namespace tillnote::storage
