#include "server/storage/digest_windows.hpp"

#include "server/domain/digest.hpp"
#include "server/domain/holidays.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <vector>

namespace tillnote::storage {
namespace {

constexpr int pair_days = 28;

constexpr Statement digest_windows_sql[] = {
    {"window_hours", R"(
        SELECT business_day - date '1970-01-01', reason, hour, remarks FROM rollup_hour
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 ORDER BY business_day, reason, hour)"},
    {"window_open_lanes", R"(
        SELECT business_day - date '1970-01-01', floor(extract(epoch FROM first_tapped_at))::bigint,
               floor(extract(epoch FROM last_tapped_at))::bigint
        FROM rollup_lane WHERE store_id = $1 AND business_day BETWEEN $2 AND $3)"},
    {"window_pairs", R"(
        SELECT first_reason, second_reason, pairs FROM heard_together($1, $2, $3) ORDER BY first_reason, second_reason)"},
};

domain::WindowDay window_day(const WindowWanted& wanted, const StoreWindow& window, Day day) {
    const domain::Completeness completeness =
        domain::assess_completeness(window.lanes.facts_of(day, wanted.calendar.bounds_of(day)));
    domain::WindowDay made;
    made.day = day;
    made.open = is_open_on(wanted.store, window, day);
    made.usable = made.open && domain::is_usable(completeness) && !domain::is_holiday(day);
    made.lanes_heard = completeness.lanes_heard;
    if (const auto found = window.traffic.find(day); found != window.traffic.end()) {
        made.traffic = found->second;
    }
    if (const auto found = window.reasons.find(day); found != window.reasons.end()) {
        made.reasons = found->second;
    }
    return made;
}

/// The hours since its business day began in which a lane heard its first and its last note.
struct OpenHours {
    int first;
    int last;
};
using OpenLanes = std::map<Day, std::vector<OpenHours>>;

OpenLanes load_open_lanes(pqxx::transaction_base& transaction, const WindowWanted& wanted, const std::string& from,
                          const std::string& last) {
    OpenLanes lanes;
    for (const pqxx::row& row : transaction.exec_prepared("window_open_lanes", wanted.store.id, from, last)) {
        const Day day = day_of(row[0].as<std::int64_t>());
        const Instant starts_at = wanted.calendar.bounds_of(day).starts_at;
        const auto hour_of = [&](const pqxx::field& seconds) {
            const Instant at{std::chrono::seconds(seconds.as<std::int64_t>())};
            return static_cast<int>(std::chrono::floor<std::chrono::hours>(at - starts_at).count());
        };
        lanes[day].push_back({hour_of(row[1]), hour_of(row[2])});
    }
    return lanes;
}

int count_open(const OpenLanes& lanes, Day day, int hour) {
    const auto found = lanes.find(day);
    return found == lanes.end() ? 0 : static_cast<int>(std::ranges::count_if(found->second, [hour](const OpenHours& lane) {
        return lane.first <= hour && hour <= lane.last;
    }));
}

}  // namespace

std::span<const Statement> digest_window_statements() {
    return digest_windows_sql;
}

std::vector<domain::WindowDay> make_window_days(const WindowWanted& wanted, const StoreWindow& window) {
    std::vector<domain::WindowDay> days;
    for (Day at = std::max(wanted.first, wanted.store.opened_on); at <= wanted.day; at = domain::add_days(at, 1)) {
        days.push_back(window_day(wanted, window, at));
    }
    return days;
}

domain::DigestWindows load_digest_windows(pqxx::transaction_base& transaction, const WindowWanted& wanted,
                                          const StoreWindow& window) {
    domain::DigestWindows windows;
    const std::string& store = wanted.store.id;
    windows.days = make_window_days(wanted, window);
    const std::string last = to_sql(wanted.day);
    const std::string hours_from = to_sql(domain::add_days(wanted.day, 1 - domain::longest_window_days));
    const OpenLanes lanes = load_open_lanes(transaction, wanted, hours_from, last);
    for (const pqxx::row& row : transaction.exec_prepared("window_hours", store, hours_from, last)) {
        if (const auto reason = row[1].as<std::string>(); wanted.is_shown(reason)) {
            const Day day = day_of(row[0].as<std::int64_t>());
            const int hour = row[2].as<int>();
            windows.hours.push_back({day, reason, hour, row[3].as<int>(), count_open(lanes, day, hour)});
        }
    }
    const std::string pairs_from = to_sql(domain::add_days(wanted.day, 1 - pair_days));
    for (const pqxx::row& row : transaction.exec_prepared("window_pairs", store, pairs_from, last)) {
        windows.pairs.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<int>()});
    }
    return windows;
}

}  // namespace tillnote::storage
