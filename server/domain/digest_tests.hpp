#pragma once

#include "server/domain/exact_tests.hpp"

#include <optional>
#include <string_view>

/// The figures of a digest's tests, for whoever wants to check them.
namespace tillnote::domain {

/// What a test says, gates included.
enum class TestVerdict {
    usual,               ///< nothing that chance does not explain
    rise,                ///< a flag, or described by the flag of its department
    quieter_day,         ///< a larger share of a quieter day: no more of it than usual by traffic
    more_of_every_kind,  ///< only the rate test passes: more remarks of every kind, never a flag on the reason
    too_little,          ///< under 4 usable weeks to compare with
};

[[nodiscard]] std::string_view to_text(TestVerdict verdict) noexcept;

/// One test of a department's polarity or of a reason.
struct TestFigures {
    int days = 1;          ///< length of the window that ends with the digest's day
    int days_open = 1;     ///< of them, those that are counted: the store was open
    ShareCounts window;    ///< x of N
    ShareCounts baseline;  ///< B of M
    int baseline_days = 0;
    ShareCounts window_hearings;    ///< what is tested in place of x of N; see hearings.hpp
    ShareCounts baseline_hearings;  ///< and of B of M
    DayVariation variation;
    double exposure = 0;    ///< the window's traffic, or days, over the baseline's
    double p_value = 1;     ///< mix test, over-dispersion allowed for
    double adjusted_p = 1;  ///< Benjamini-Hochberg over all tests of the digest; passes up to false_discovery_rate
    double rate_p_value = 1;
    double adjusted_rate_p = 1;        ///< the same over all rate tests; only tells more_of_every_kind
    std::optional<double> rate_ratio;  ///< nothing when the baseline has none
    bool traffic_known = false;        ///< else the rates are per day
    int breadth = 0;                   ///< (lane, two-hour block) cells, at least
    TestVerdict verdict = TestVerdict::too_little;
};

/// A reason's tests.
struct ReasonTests {
    TestFigures department_day;  ///< its department and polarity, the day against the same weekdays
    TestFigures days_3;
    TestFigures days_7;
};

// Source of all: PRODUCT "The statistics".
inline constexpr double false_discovery_rate = 0.10;
inline constexpr int flag_remarks_min = 3;
inline constexpr int flag_breadth_min = 2;      ///< heard by different people
inline constexpr int first_seen_weeks_min = 8;  ///< usable ones behind a reason that was never heard before

/// What there is to compare a digest's day with.
struct KnownBaseline {
    int days = 0;         ///< usable among the 56 days before the guard band
    int weeks = 0;        ///< usable: at least four usable days of seven
    bool enough = false;  ///< four same weekdays or four weeks, so that something can be flagged
    int tests = 0;        ///< m, fixed before looking
    bool young = false;   ///< no lane was heard four weeks ago or before: the store's first weeks
};

}  // namespace tillnote::domain
