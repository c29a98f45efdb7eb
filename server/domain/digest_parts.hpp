#pragma once

#include "schema/catalog.hpp"
#include "server/domain/exact_tests.hpp"
#include "server/domain/organisation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a digest says besides plain counts. Values only; made by build_digest, read by render and delivery.
namespace tillnote::domain {

/// How a reason's count compares with what is usual.
enum class Signal { flagged, usual, too_little, not_heard };

[[nodiscard]] std::string_view to_text(Signal signal) noexcept;

/// Which of the digest's tests raised a flag.
enum class FlagKind {
    department_day,  ///< department x polarity, the day against the same weekday of the last 8 weeks
    reason_window,   ///< one reason, the last `days` days against the 56 days before a 2-day guard band
    first_seen,      ///< a reason never heard in the baseline
};

[[nodiscard]] std::string_view to_text(FlagKind kind) noexcept;

/// A reason of a flagged department with its part of the day's remarks.
struct FlaggedReason {
    Reason reason;
    int remarks = 0;
};

/// When within the business day most of a flag's remarks were heard, local wall time, whole hours.
/// Only from 5 remarks and 3 lanes up. Source: PRODUCT "Privacy".
struct HourSpan {
    int from_hour = 0;  ///< 0..23
    int to_hour = 0;    ///< 1..24, exclusive
};

/// One line of "walk first": a rise that chance does not explain.
struct Flag {
    FlagKind kind = FlagKind::department_day;
    Department department;
    Polarity polarity = Polarity::other;
    std::optional<Reason> reason;        ///< nothing for department_day
    std::vector<FlaggedReason> reasons;  ///< of department_day: what was heard, most first; described, not tested again
    int days = 1;                        ///< length of the window that ends with the digest's day
    int days_open = 1;                   ///< of them, those on which the store was open
    Day since;                           ///< first day of the window
    int remarks = 0;                     ///< x
    int of = 0;                          ///< N
    int baseline_remarks = 0;            ///< B
    int baseline_of = 0;                 ///< M
    int baseline_days = 0;
    double usual = 0;         ///< mean of as many days as the window has open ones
    double p_value = 1;       ///< of the mix test, one-sided, over-dispersion allowed for
    double rate_p_value = 1;  ///< of the rate test
    double rate_ratio = 1;    ///< remarks per traffic (or per day) against the baseline's
    bool traffic_known = false;
    int breadth = 0;  ///< (lane, two-hour block) cells
    std::optional<HourSpan> hours;
    std::vector<int> remarks_by_day_28;  ///< for the chart; oldest first

    /// Names the line across days and editions: "reason:103" or "department:produce:complaint".
    [[nodiscard]] std::string line_key() const;
};

/// Two reasons that one customer gave together, over 28 days.
struct Together {
    Reason first;
    Reason second;
    int pairs = 0;  ///< from 5 up
};

/// An urgent reason's alert, on the day it was raised and until acknowledged.
struct AlertLine {
    Uuid alert_id;
    Reason reason;
    int remarks = 0;
    Instant raised_at;
    std::optional<Instant> acknowledged_at;
    std::string reply;                                      ///< what was done, may be empty
    std::optional<Instant> first_tapped_at = std::nullopt;  ///< of what it counted; not known of old alerts

    /// When a customer first said it, as far as that is known.
    [[nodiscard]] Instant heard_at() const { return first_tapped_at.value_or(raised_at); }
    /// All that it counted was undone on the lane since.
    [[nodiscard]] bool taken_back() const { return remarks == 0; }
};

enum class ActionState { open, acknowledged, done };

[[nodiscard]] std::string_view to_text(ActionState state) noexcept;

/// What the manager did about a line. `line_key` as Flag::line_key, or "alert:<id>".
struct ActionLine {
    Uuid action_id;
    std::string line_key;
    std::string title_en;  ///< the line's label when the action began
    std::string title_es;
    ActionState state = ActionState::open;
    Day day;               ///< of the digest whose line it is
    std::string assigned;  ///< department code, may be empty
    std::string reply;     ///< to the lanes and the poster, may be empty
};

/// An aim's share over a stretch of days, and what it is judged by.
struct ShareEvidence {
    ShareCounts remarks;                                   ///< what is shown
    ShareCounts hearings;                                  ///< what is tested; see hearings.hpp
    std::int64_t of_squared = 0;                           ///< each day's hearings of everything, squared and added up
    int days = 0;                                          ///< that were counted
    int days_left_out = 0;                                 ///< no measure of what is usual, or before the store opened
    std::optional<double> over_dispersion = std::nullopt;  ///< as in DayVariation; nothing where too little is known

    [[nodiscard]] DayVariation variation() const noexcept;
};

enum class GoalVerdict { running, met, not_met, cannot_tell };

[[nodiscard]] std::string_view to_text(GoalVerdict verdict) noexcept;

/// A goal that runs on the day, ended on it, or ended on a day without a digest since the one before.
struct GoalLine {
    Uuid goal_id;
    std::string title_en;
    std::string title_es;
    bool at_most = true;  ///< share to stay under; else to reach
    double target = 0;    ///< share in 0..1
    Day first_day;
    Day last_day;
    ShareEvidence evidence;
    std::optional<double> share;  ///< from 30 remarks up
    std::optional<double> low;    ///< 95% interval of the test it is judged by
    std::optional<double> high;
    double p_value = 1;  ///< of the target, two-sided
    GoalVerdict verdict = GoalVerdict::running;
};

/// The 28 days that begin with an event against the 28 before it, days that cannot be compared left out.
struct BeforeAfter {
    ShareEvidence before;
    ShareEvidence after;
    bool enough = true;  ///< days on both sides to compare
    double p_value = 1;  ///< two-sided, the mix test's; 1 where there are not enough days
};

/// Something the store changed on a date.
struct EventLine {
    Uuid event_id;
    Day day;
    std::string text;
    std::optional<Reason> reason;             ///< what it is expected to move
    std::string theme;                        ///< instead of a reason; may be empty
    std::optional<BeforeAfter> before_after;  ///< once 28 days have passed
};

/// An earlier day whose digest late notes have changed since the last digest.
struct ChangeLine {
    Day day;
    int remarks_before = 0;  ///< as its previous edition said
    int remarks_now = 0;
    int edition = 0;  ///< number of the amendment
};

/// A frozen digest. `of` is how many editions the day has.
struct Edition {
    int number = 1;
    Instant frozen_at;
    int of = 1;
    bool as_sent = true;  ///< what this program derives from the kept input is what was sent; not so after its rules changed
};

}  // namespace tillnote::domain
