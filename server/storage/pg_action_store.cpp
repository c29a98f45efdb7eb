#include "server/storage/pg_action_store.hpp"

#include "server/storage/loop_rows.hpp"
#include "server/storage/message_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using domain::Action;
using Transaction = pqxx::transaction_base;

constexpr Statement action_store_sql[] = {
    {"list_actions", R"(
        SELECT * FROM action_row WHERE store_id = $1
        ORDER BY state = 'done', CASE WHEN state <> 'done' THEN unix_day END, closed_at DESC, action_id LIMIT $2)"},
    // Whoever changes an action of the store waits here, so that of one line no two are opened.
    {"lock_store_for_actions", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"find_action", "SELECT * FROM action_row WHERE store_id = $1 AND action_id = $2"},
    {"find_open_action", "SELECT * FROM action_row WHERE store_id = $1 AND line_key = $2 AND state <> 'done'"},
    {"find_done_action", R"(
        SELECT * FROM action_row WHERE store_id = $1 AND line_key = $2 AND state = 'done'
        ORDER BY closed_at DESC, action_id LIMIT 1)"},
    {"put_action", R"(
        INSERT INTO action (store_id, action_id, line_key, title_en, title_es, state, business_day, assigned, reply, reply_es,
                            message_id, changed_at, closed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT ON CONSTRAINT action_key DO UPDATE
        SET state = excluded.state, assigned = excluded.assigned, reply = excluded.reply, reply_es = excluded.reply_es,
            message_id = excluded.message_id, changed_at = excluded.changed_at, closed_at = excluded.closed_at)"},
    {"add_action_change", R"(
        INSERT INTO action_change (store_id, action_id, number, changed_at, account_id, state, assigned, reply)
        SELECT $1, $2, count(*) + 1, $3, $4, $5, $6, $7 FROM action_change WHERE store_id = $1 AND action_id = $2)"},
    {"acknowledge_alert_of_line", R"(
        UPDATE alert SET acknowledged_at = coalesce(acknowledged_at, $4),
                         acknowledged_by = coalesce(acknowledged_by, $3), reply = $5
        WHERE store_id = $1 AND alert_id = $2)"},
};

std::optional<Action> find_action(const pqxx::result& rows) {
    return rows.empty() ? std::nullopt : std::optional(read_action(rows[0]));
}

std::optional<std::string> to_sql(const std::optional<Uuid>& id) {
    return id ? std::optional(id->to_string()) : std::nullopt;
}

void put(Transaction& transaction, const Action& action, const domain::Changer& changer) {
    const std::string id = action.action_id.to_string();
    const std::string state{domain::to_text(action.state)};
    const auto message = to_sql(action.message_id);
    const auto closed = storage::to_sql(action.closed_at);
    transaction.exec_prepared0("put_action", action.store, id, action.line_key, action.title_en, action.title_es, state,
                               storage::to_sql(action.day), action.assigned, action.reply, action.reply_es, or_null(message),
                               storage::to_sql(action.changed_at), or_null(closed));
    transaction.exec_prepared0("add_action_change", action.store, id, storage::to_sql(changer.now),
                               changer.account_id.to_string(), state, action.assigned, action.reply);
}

/// What hangs on the action: the reply on the lanes, and the alert that the line is about.
Result<void> follow(Transaction& transaction, const Action& before, const Action& after, const domain::Changer& changer) {
    if (before.message_id && before.message_id != after.message_id) {
        remove_message(transaction, before.store, *before.message_id);
    }
    if (after.message_id && before.message_id != after.message_id) {
        if (auto told = insert_message(transaction, *domain::reply_message(after, changer.today), changer.now); !told) {
            return told;
        }
    }
    const auto key = domain::find_line_key(after.line_key);
    if (key && key->alert_id) {
        transaction.exec_prepared0("acknowledge_alert_of_line", after.store, key->alert_id->to_string(),
                                   changer.account_id.to_string(), storage::to_sql(changer.now), after.reply);
    }
    return {};
}

Result<Action> replace(Transaction& transaction, const Action& before, const PgActionStore::Change& change,
                       const domain::Changer& changer) {
    auto after = change(before);
    if (!after) {
        return after;
    }
    put(transaction, *after, changer);
    if (auto followed = follow(transaction, before, *after, changer); !followed) {
        return followed.error();
    }
    return after;
}

Result<void> lock(Transaction& transaction, const std::string& store) {
    if (transaction.exec_prepared("lock_store_for_actions", store).empty()) {
        return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
    }
    return {};
}

}  // namespace

PgActionStore::PgActionStore(Session& session) : session_(session) {
    session_.use(action_store_sql);
    session_.use(message_statements());
}

Result<std::vector<Action>> PgActionStore::list_actions(std::string_view store) {
    using Actions = std::vector<Action>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Actions> {
        Actions actions;
        for (const pqxx::row& row : transaction.exec_prepared("list_actions", std::string(store), list_max)) {
            actions.push_back(read_action(row));
        }
        return actions;
    });
}

Result<Action> PgActionStore::change_line(const Action& fresh, bool opens_again, const Change& change,
                                          const domain::Changer& changer) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Action> {
        if (auto locked = lock(transaction, fresh.store); !locked) {
            return locked.error();
        }
        auto before = find_action(transaction.exec_prepared("find_open_action", fresh.store, fresh.line_key));
        if (!before && opens_again) {
            before = find_action(transaction.exec_prepared("find_done_action", fresh.store, fresh.line_key));
        }
        return replace(transaction, before.value_or(fresh), change, changer);
    });
}

Result<Action> PgActionStore::change_action(std::string_view store, const Uuid& action_id, const Change& change,
                                            const domain::Changer& changer) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Action> {
        const std::string of{store};
        if (auto locked = lock(transaction, of); !locked) {
            return locked.error();
        }
        const auto before = find_action(transaction.exec_prepared("find_action", of, action_id.to_string()));
        if (!before) {
            return Error{ErrorCode::not_found, "This store has no such action; list its actions to see their ids.",
                         "action"};
        }
        const auto open = find_action(transaction.exec_prepared("find_open_action", of, before->line_key));
        if (open && open->action_id != action_id) {
            return Error{ErrorCode::conflict, "The same line has been opened anew since; change that one.", "action"};
        }
        return replace(transaction, *before, change, changer);
    });
}

}  // namespace tillnote::storage
