#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/digest_windows.hpp"
#include "server/storage/lane_history.hpp"
#include "server/storage/session.hpp"

#include <functional>
#include <set>
#include <span>

namespace pqxx {
class transaction_base;
}

namespace tillnote::storage {

/// The store's remarks and breadth by day and reason.
using ReasonDays = std::map<Day, std::map<std::string, domain::ReasonDay>>;

/// What a digest needs of its store's last weeks, before it is told apart by window.
struct StoreWindow {
    std::string district_name;
    std::int64_t notes_unplaced = 0;  ///< received in the last 28 days
    LaneHistory lanes;
    ReasonDays reasons;  ///< without those that are not shown
    std::map<Day, std::int64_t> traffic;
    std::set<Day> closed;
};

/// Which window to load.
struct WindowWanted {
    const domain::Store& store;
    const domain::StoreCalendar& calendar;
    Day first;
    Day day;  ///< the last one
    std::function<bool(std::string_view)> is_shown;
};

[[nodiscard]] bool is_open_on(const domain::Store& store, const StoreWindow& window, Day day);

[[nodiscard]] std::span<const Statement> store_window_statements();

/// The days wanted, and the six before them for the lanes, in three statements and about a row a day. Throws libpqxx
/// exceptions: call inside read().
[[nodiscard]] StoreWindow load_store_window(pqxx::transaction_base& transaction, const WindowWanted& wanted);

/// The lanes of the window's last day, silent ones with when they were last heard in it. Throws as above.
[[nodiscard]] std::vector<domain::LaneFacts> load_lane_facts(pqxx::transaction_base& transaction, const WindowWanted& wanted,
                                                             const StoreWindow& window);

}  // namespace tillnote::storage
