#include "server/storage/digest_loop.hpp"

#include "server/storage/digest_windows.hpp"
#include "server/storage/loop_rows.hpp"
#include "server/storage/sql_text.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr int lines_max = 200;
constexpr int events_back_days = domain::event_compared_days + domain::event_said_days - 1;

constexpr Statement digest_loop_sql[] = {
    {"digest_alerts", R"(
        SELECT * FROM alert_row
        WHERE store_id = $1 AND raised_at < $3 AND (acknowledged_at IS NULL OR acknowledged_at >= $2 OR raised_at >= $2)
        ORDER BY acknowledged_at IS NOT NULL, raised_at DESC, alert_id LIMIT $4)"},
    // What is open is carried until it is done; what is done is said once, and by the digest whose line it was.
    {"digest_actions", R"(
        SELECT * FROM action_row
        WHERE store_id = $1 AND business_day <= $2
          AND (closed_at IS NULL OR business_day = $2 OR (closed_at >= $3 AND closed_at < $4))
        ORDER BY business_day, changed_unix_ms, action_id LIMIT $5)"},
    // A goal that ended on a day without a digest (closed, or missed) is judged in the next one.
    {"digest_goals", R"(
        SELECT * FROM goal_row AS g
        WHERE g.store_id = $1 AND g.first_day <= $2 AND g.withdrawn_at IS NULL
          AND (g.last_day >= $2
               OR g.last_day >= $3
                  AND EXISTS (SELECT FROM digest_run AS r WHERE r.store_id = $1 AND r.business_day = g.last_day
                              AND r.outcome IN ('closed', 'missed'))
                  AND NOT EXISTS (SELECT FROM digest_run AS r WHERE r.store_id = $1 AND r.business_day > g.last_day
                                  AND r.business_day < $2 AND r.outcome = 'frozen'))
        ORDER BY g.last_day, g.goal_id LIMIT $4)"},
    {"digest_events", R"(
        SELECT * FROM event_row WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 AND withdrawn_at IS NULL
        ORDER BY business_day DESC, event_id LIMIT $4)"},
};

/// The windows' days, with those before them from `first` on.
std::vector<domain::WindowDay> days_from(Transaction& transaction, const WindowWanted& wanted,
                                         const std::vector<domain::WindowDay>& days, Day first) {
    const WindowWanted older{wanted.store, wanted.calendar, first, domain::add_days(days.front().day, -1), wanted.is_shown};
    std::vector<domain::WindowDay> all = make_window_days(older, load_store_window(transaction, older));
    all.insert(all.end(), days.begin(), days.end());
    return all;
}

std::vector<domain::GoalInput> load_goals(Transaction& transaction, const WindowWanted& wanted,
                                          const domain::DigestInput& input) {
    std::vector<domain::GoalInput> goals;
    std::optional<Day> first;
    const Day oldest_end = domain::add_days(input.day, 1 - domain::digest_window_days);
    for (const pqxx::row& row :
         transaction.exec_prepared("digest_goals", input.store.id, to_sql(input.day), to_sql(oldest_end), lines_max)) {
        goals.push_back({read_goal(row), {}});
        const Day weighed = domain::first_day_weighed(goals.back().goal, input.day);
        first = std::min(first.value_or(weighed), weighed);
    }
    const std::vector<domain::WindowDay>& recent = input.windows.days;
    if (!first || recent.empty()) {
        return goals;
    }
    const bool reaches_back = *first < recent.front().day && recent.front().day > input.store.opened_on;
    const std::vector<domain::WindowDay> all =
        reaches_back ? days_from(transaction, wanted, recent, *first) : std::vector<domain::WindowDay>{};
    for (domain::GoalInput& goal : goals) {
        goal.evidence = domain::weigh_goal(goal.goal, reaches_back ? all : recent, input.catalog);
    }
    return goals;
}

std::vector<domain::EventInput> load_events(Transaction& transaction, const domain::DigestInput& input) {
    std::vector<domain::EventInput> events;
    for (const pqxx::row& row :
         transaction.exec_prepared("digest_events", input.store.id, to_sql(domain::add_days(input.day, -events_back_days)),
                                   to_sql(input.day), lines_max)) {
        domain::EventInput event{read_event(row), std::nullopt};
        if (domain::compares_event(event.event, input.day)) {
            event.evidence = domain::weigh_event(event.event, input.windows.days, input.catalog);
        }
        events.push_back(std::move(event));
    }
    return events;
}

}  // namespace

std::span<const Statement> digest_loop_statements() {
    return digest_loop_sql;
}

domain::LoopInput load_loop(Transaction& transaction, const WindowWanted& wanted, const domain::DigestInput& input) {
    const std::string starts_at = to_sql(input.bounds.starts_at);
    const std::string ends_at = to_sql(input.bounds.ends_at);
    domain::LoopInput loop;
    for (const pqxx::row& row : transaction.exec_prepared("digest_alerts", input.store.id, starts_at, ends_at, lines_max)) {
        loop.alerts.push_back(read_alert(row));
    }
    for (const pqxx::row& row :
         transaction.exec_prepared("digest_actions", input.store.id, to_sql(input.day), starts_at, ends_at, lines_max)) {
        loop.actions.push_back(read_action(row));
    }
    loop.goals = load_goals(transaction, wanted, input);
    loop.events = load_events(transaction, input);
    return loop;
}

}  // namespace tillnote::storage
