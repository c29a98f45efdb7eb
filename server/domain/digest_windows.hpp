#pragma once

#include "server/domain/organisation.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the tests of a digest need beside the plain counts. Values only; loaded by storage in the digest's snapshot.
namespace tillnote::domain {

inline constexpr int baseline_window_days = 56;  ///< eight weeks. Source: PRODUCT "The statistics", as all of these
inline constexpr int guard_days = 2;
inline constexpr int longest_window_days = 7;
inline constexpr int digest_window_days = baseline_window_days + guard_days + longest_window_days;

/// One reason on one business day.
struct ReasonDay {
    int remarks = 0;
    int breadth = 0;  ///< (lane, two-hour block) cells
};

/// One business day of a store.
struct WindowDay {
    Day day;
    bool open = true;    ///< the store was open
    bool usable = true;  ///< may be a baseline: open, no holiday, at least 90% complete
    int lanes_heard = 0;
    std::optional<std::int64_t> traffic;       ///< staffed transactions
    std::map<std::string, ReasonDay> reasons;  ///< those heard, without staff and lane-only reasons
};

/// Remarks of one reason within one hour since a business day began.
struct ReasonHour {
    Day day;
    std::string reason;
    int hour = 0;
    int remarks = 0;
    std::optional<int> lanes_open{};  ///< lanes between their first and last note of the day; nothing in inputs kept earlier
};

/// Customers who gave both reasons. `first` < `second`.
struct PairCount {
    std::string first;
    std::string second;
    int pairs = 0;
};

struct DigestWindows {
    std::vector<WindowDay> days;    ///< oldest first, ends with the digest's day; the last 65, only since opening
    std::vector<ReasonHour> hours;  ///< of the last 7 days
    std::vector<PairCount> pairs;   ///< of the last 28 days
};

}  // namespace tillnote::domain
