#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/storage/lane_history.hpp"
#include "server/storage/session.hpp"

#include <functional>
#include <span>

namespace pqxx {
class transaction_base;
}

namespace tillnote::storage {

/// The store's remarks and breadth by day and reason.
using ReasonDays = std::map<Day, std::map<std::string, domain::ReasonDay>>;

/// What the digest has loaded already, and how it judges a day.
struct WindowSources {
    const domain::Store& store;
    const domain::StoreCalendar& calendar;
    const LaneHistory& lanes;  ///< with the six days before the first of the windows
    const ReasonDays& reasons;
    std::function<bool(Day)> is_open;
    std::function<bool(const std::string&)> is_shown;
};

[[nodiscard]] std::span<const Statement> digest_window_statements();

/// The days of the digest's tests up to `day`, only those since the store opened; four statements over 28 to 65 days of one
/// store. Throws libpqxx exceptions: call inside read().
[[nodiscard]] domain::DigestWindows load_digest_windows(pqxx::transaction_base& transaction, const WindowSources& sources,
                                                        Day day);

}  // namespace tillnote::storage
