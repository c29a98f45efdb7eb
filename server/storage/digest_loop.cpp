#include "server/storage/digest_loop.hpp"

#include "server/storage/loop_rows.hpp"
#include "server/storage/sql_text.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr int lines_max = 200;
constexpr int events_back_days = domain::event_compared_days + domain::event_said_days - 1;

constexpr Statement statements[] = {
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
    {"digest_goals", R"(
        SELECT * FROM goal_row WHERE store_id = $1 AND first_day <= $2 AND last_day >= $2 AND withdrawn_at IS NULL
        ORDER BY last_day, goal_id LIMIT $3)"},
    {"digest_events", R"(
        SELECT * FROM event_row WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 AND withdrawn_at IS NULL
        ORDER BY business_day DESC, event_id LIMIT $4)"},
    {"sum_remarks", R"(
        SELECT reason, sum(remarks) FROM rollup WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 GROUP BY reason)"},
};

std::vector<domain::GoalInput> load_goals(Transaction& transaction, const domain::DigestInput& input) {
    std::vector<domain::GoalInput> goals;
    for (const pqxx::row& row : transaction.exec_prepared("digest_goals", input.store.id, to_sql(input.day), lines_max)) {
        domain::GoalInput goal{read_goal(row), {}};
        goal.remarks = sum_remarks(transaction, input.store.id, goal.goal.first_day, input.day);
        goals.push_back(std::move(goal));
    }
    return goals;
}

std::vector<domain::EventInput> load_events(Transaction& transaction, const domain::DigestInput& input) {
    constexpr int days = domain::event_compared_days;
    std::vector<domain::EventInput> events;
    for (const pqxx::row& row :
         transaction.exec_prepared("digest_events", input.store.id, to_sql(domain::add_days(input.day, -events_back_days)),
                                   to_sql(input.day), lines_max)) {
        domain::EventInput event{read_event(row), std::nullopt};
        if (domain::compares_event(event.event, input.day)) {
            const domain::Day day = event.event.day;
            event.counts = domain::EventCounts{
                sum_remarks(transaction, input.store.id, domain::add_days(day, -days), domain::add_days(day, -1)),
                sum_remarks(transaction, input.store.id, day, domain::add_days(day, days - 1))};
        }
        events.push_back(std::move(event));
    }
    return events;
}

}  // namespace

std::span<const Statement> digest_loop_statements() {
    return statements;
}

std::map<std::string, int> sum_remarks(Transaction& transaction, const std::string& store, domain::Day first,
                                       domain::Day last) {
    std::map<std::string, int> remarks;
    for (const pqxx::row& row : transaction.exec_prepared("sum_remarks", store, to_sql(first), to_sql(last))) {
        remarks[row[0].as<std::string>()] = row[1].as<int>();
    }
    return remarks;
}

domain::LoopInput load_loop(Transaction& transaction, const domain::DigestInput& input) {
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
    loop.goals = load_goals(transaction, input);
    loop.events = load_events(transaction, input);
    return loop;
}

}  // namespace tillnote::storage
