#include "server/storage/digest_windows.hpp"

#include "server/domain/digest.hpp"
#include "server/domain/holidays.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

constexpr int pair_days = 28;
constexpr int usable_percent_min = 90;

constexpr Statement statements[] = {
    {"window_hours", R"(
        SELECT business_day - date '1970-01-01', reason, hour, remarks FROM rollup_hour
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 ORDER BY business_day, reason, hour)"},
    {"window_traffic", R"(
        SELECT business_day - date '1970-01-01', staffed_transactions FROM day_traffic
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3)"},
    {"window_pairs", R"(
        SELECT first_reason, second_reason, pairs FROM heard_together($1, $2, $3) ORDER BY first_reason, second_reason)"},
};

domain::WindowDay window_day(const WindowSources& sources, Day day) {
    const domain::Completeness completeness =
        domain::assess_completeness(sources.lanes.recent_facts_of(day, sources.calendar.bounds_of(day)));
    domain::WindowDay made;
    made.day = day;
    made.open = sources.is_open(day);
    made.usable = made.open && completeness.percent >= usable_percent_min && !domain::is_holiday(day);
    made.lanes_heard = completeness.lanes_heard;
    if (const auto found = sources.reasons.find(day); found != sources.reasons.end()) {
        std::copy_if(found->second.begin(), found->second.end(), std::inserter(made.reasons, made.reasons.end()),
                     [&](const auto& entry) { return sources.is_shown(entry.first); });
    }
    return made;
}

void add_traffic(domain::DigestWindows& windows, const pqxx::result& rows) {
    std::map<Day, std::int64_t> traffic;
    for (const pqxx::row& row : rows) {
        traffic[day_of(row[0].as<std::int64_t>())] = row[1].as<std::int64_t>();
    }
    for (domain::WindowDay& day : windows.days) {
        if (const auto found = traffic.find(day.day); found != traffic.end()) {
            day.traffic = found->second;
        }
    }
}

}  // namespace

std::span<const Statement> digest_window_statements() {
    return statements;
}

domain::DigestWindows load_digest_windows(pqxx::transaction_base& transaction, const WindowSources& sources, Day day) {
    domain::DigestWindows windows;
    const Day first = std::max(domain::add_days(day, 1 - domain::digest_window_days), sources.store.opened_on);
    for (Day at = first; at <= day; at = domain::add_days(at, 1)) {
        windows.days.push_back(window_day(sources, at));
    }
    const std::string& store = sources.store.id;
    const std::string last = to_sql(day);
    add_traffic(windows, transaction.exec_prepared("window_traffic", store, to_sql(first), last));
    const std::string hours_from = to_sql(domain::add_days(day, 1 - domain::longest_window_days));
    for (const pqxx::row& row : transaction.exec_prepared("window_hours", store, hours_from, last)) {
        if (const auto reason = row[1].as<std::string>(); sources.is_shown(reason)) {
            windows.hours.push_back({day_of(row[0].as<std::int64_t>()), reason, row[2].as<int>(), row[3].as<int>()});
        }
    }
    const std::string pairs_from = to_sql(domain::add_days(day, 1 - pair_days));
    for (const pqxx::row& row : transaction.exec_prepared("window_pairs", store, pairs_from, last)) {
        windows.pairs.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<int>()});
    }
    return windows;
}

}  // namespace tillnote::storage
