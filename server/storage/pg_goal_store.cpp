#include "server/storage/pg_goal_store.hpp"

#include "server/storage/loop_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using domain::Event;
using domain::Goal;
using Transaction = pqxx::transaction_base;

constexpr Statement goal_store_sql[] = {
    {"list_goals", R"(
        SELECT * FROM goal_row WHERE store_id = $1 AND withdrawn_at IS NULL ORDER BY last_day DESC, goal_id LIMIT $2)"},
    // Whoever adds one waits here, so that the limit holds.
    {"lock_store_for_goals", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"count_goals", R"(
        SELECT count(*) FROM goal WHERE store_id = $1 AND first_day <= $3 AND last_day >= $2 AND withdrawn_at IS NULL)"},
    {"add_goal", R"(
        INSERT INTO goal (store_id, goal_id, reason, theme, at_most, target_per_mille, first_day, last_day, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"},
    {"withdraw_goal", R"(
        UPDATE goal SET withdrawn_at = $3 WHERE store_id = $1 AND goal_id = $2 AND withdrawn_at IS NULL)"},
    {"find_goal", "SELECT * FROM goal_row WHERE store_id = $1 AND goal_id = $2"},
    {"list_events", R"(
        SELECT * FROM event_row WHERE store_id = $1 AND withdrawn_at IS NULL
        ORDER BY business_day DESC, event_id LIMIT $2)"},
    {"add_event", R"(
        INSERT INTO event (store_id, event_id, business_day, what, reason, theme, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7))"},
    {"withdraw_event", R"(
        UPDATE event SET withdrawn_at = $3 WHERE store_id = $1 AND event_id = $2 AND withdrawn_at IS NULL)"},
    {"find_event", "SELECT * FROM event_row WHERE store_id = $1 AND event_id = $2"},
};

template <typename Entry, typename Read>
std::vector<Entry> read_all(const pqxx::result& rows, Read&& read_one) {
    std::vector<Entry> entries;
    for (const pqxx::row& row : rows) {
        entries.push_back(read_one(row));
    }
    return entries;
}

/// In one order, so that two leads cannot wait for each other.
std::vector<const Goal*> in_order_of_stores(std::span<const Goal> goals) {
    std::vector<const Goal*> by_store;
    std::ranges::transform(goals, std::back_inserter(by_store), [](const Goal& goal) { return &goal; });
    std::ranges::sort(by_store, {}, &Goal::store);
    return by_store;
}

Result<void> add(Transaction& transaction, const Goal& goal, Instant now) {
    if (transaction.exec_prepared("lock_store_for_goals", goal.store).empty()) {
        return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
    }
    const std::string first = to_sql(goal.first_day);
    const std::string last = to_sql(goal.last_day);
    if (transaction.exec_prepared1("count_goals", goal.store, first, last)[0].as<int>() >= domain::goals_running_max) {
        return Error{ErrorCode::conflict,
                     "The store has " + std::to_string(domain::goals_running_max) +
                         " goals on these days already; withdraw one first.",
                     "/from"};
    }
    transaction.exec_prepared0("add_goal", goal.store, goal.goal_id.to_string(), goal.aim.reason, goal.aim.theme,
                               goal.at_most, goal.target_per_mille, first, last, to_sql(now));
    return {};
}

}  // namespace

PgGoalStore::PgGoalStore(Session& session) : session_(session) {
    session_.use(goal_store_sql);
}

Result<std::vector<Goal>> PgGoalStore::list_goals(std::string_view store) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::vector<Goal>> {
        return read_all<Goal>(transaction.exec_prepared("list_goals", std::string(store), list_max), read_goal);
    });
}

Result<void> PgGoalStore::add_goal(const Goal& goal, Instant now) {
    return add_goals(std::span(&goal, 1), now);
}

Result<void> PgGoalStore::add_goals(std::span<const Goal> goals, Instant now) {
    const auto by_store = in_order_of_stores(goals);
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        for (const Goal* goal : by_store) {
            if (auto added = add(transaction, *goal, now); !added) {
                Error error = added.error();
                error.detail = goals.size() > 1 ? goal->store + ": " + error.detail : error.detail;
                return error;
            }
        }
        return {};
    });
}

Result<void> PgGoalStore::withdraw_goals(std::span<const Goal> goals, Instant now) {
    const auto by_store = in_order_of_stores(goals);
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        for (const Goal* goal : by_store) {
            transaction.exec_prepared0("withdraw_goal", goal->store, goal->goal_id.to_string(), to_sql(now));
        }
        return {};
    });
}

Result<Goal> PgGoalStore::withdraw_goal(std::string_view store, const Uuid& goal_id, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Goal> {
        const std::string of{store};
        transaction.exec_prepared0("withdraw_goal", of, goal_id.to_string(), to_sql(now));
        const auto rows = transaction.exec_prepared("find_goal", of, goal_id.to_string());
        if (rows.empty()) {
            return Error{ErrorCode::not_found, "This store has no such goal; list its goals to see their ids.", "goal"};
        }
        return read_goal(rows[0]);
    });
}

Result<std::vector<Event>> PgGoalStore::list_events(std::string_view store) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::vector<Event>> {
        return read_all<Event>(transaction.exec_prepared("list_events", std::string(store), list_max), read_event);
    });
}

Result<void> PgGoalStore::add_event(const Event& event, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("add_event", event.store, event.event_id.to_string(), to_sql(event.day), event.what,
                                   event.aim.reason, event.aim.theme, to_sql(now));
        return {};
    });
}

Result<Event> PgGoalStore::withdraw_event(std::string_view store, const Uuid& event_id, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Event> {
        const std::string of{store};
        transaction.exec_prepared0("withdraw_event", of, event_id.to_string(), to_sql(now));
        const auto rows = transaction.exec_prepared("find_event", of, event_id.to_string());
        if (rows.empty()) {
            return Error{ErrorCode::not_found, "This store has no such event; list its events to see their ids.", "event"};
        }
        return read_event(rows[0]);
    });
}

}  // namespace tillnote::storage
