#include "server/storage/pg_user_store.hpp"

#include "server/domain/audit_log.hpp"
#include "server/storage/account_rows.hpp"
#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using domain::Account;
using domain::User;
using Transaction = pqxx::transaction_base;

// All of this is for administrators, and seldom: not worth prepared statements on every connection of the pages.
constexpr const char* list_sql = R"(
    WITH wanted AS (
        SELECT account_id, email, password_hash, disabled_at, demo, sign_in_epoch FROM account
        WHERE ($1::text IS NULL OR strpos(email, $1) > 0) AND ($2::uuid IS NULL OR account_id = $2)
          AND ($3::text IS NULL OR email = $3)
        ORDER BY email LIMIT $4)
    SELECT w.account_id, w.email, w.password_hash, w.disabled_at IS NOT NULL, w.demo, g.role, g.scope,
           EXISTS (SELECT FROM second_factor AS f WHERE f.account_id = w.account_id AND f.secret IS NOT NULL),
           (SELECT (extract(epoch FROM max(e.recorded_at)) * 1000)::bigint FROM audit_entry AS e
            WHERE e.actor_id = w.account_id AND e.action = 'signed_in' AND e.outcome = 'done'), w.sign_in_epoch
    FROM wanted AS w LEFT JOIN account_grant AS g ON g.account_id = w.account_id ORDER BY w.email, g.role, g.scope)";
// Who has no password may come with the word of a proxy, and has then signed in before.
constexpr const char* others_sql = R"(
    SELECT count(*) FILTER (WHERE a.password_hash <> $2 OR e.was_here), count(*) FILTER (WHERE e.by_proxy)
    FROM account AS a CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS was_here, count(*) FILTER (WHERE details ->> 'kind' = $3) > 0 AS by_proxy
        FROM audit_entry WHERE actor_id = a.account_id AND action = 'signed_in' AND outcome = 'done') AS e
    WHERE a.account_id <> $1 AND a.disabled_at IS NULL
      AND EXISTS (SELECT FROM account_grant AS g WHERE g.account_id = a.account_id AND g.role = 'admin'))";
constexpr const char* state_sql =
    "UPDATE account SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, $3) END WHERE account_id = $1";
constexpr const char* drop_grants_sql = "DELETE FROM account_grant WHERE account_id = $1";
constexpr const char* end_sessions_sql = "DELETE FROM session WHERE account_id = $1";

std::vector<User> load(Transaction& transaction, const std::optional<std::string>& search,
                       const std::optional<std::string>& id, const std::optional<std::string>& email, int rows_max) {
    std::vector<User> users;
    for (const pqxx::row& row : transaction.exec_params(list_sql, or_null(search), or_null(id), or_null(email), rows_max)) {
        const Uuid account_id = uuid_of(row[0].as<std::string>());
        if (users.empty() || users.back().account.account_id != account_id) {
            users.push_back(
                {.account = {.account_id = account_id,
                             .email = row[1].as<std::string>(),
                             .password_hash = row[2].as<std::string>(),
                             .disabled = row[3].as<bool>(),
                             .grants = {},
                             .demo = row[4].as<bool>(),
                             .sign_in_epoch = row[9].as<std::int64_t>()},
                 .has_second_factor = row[7].as<bool>(),
                 .last_sign_in_at = row[8].is_null() ? std::nullopt : std::optional(instant_of(row[8].as<std::int64_t>()))});
        }
        if (!row[5].is_null()) {
            users.back().account.grants.push_back(grant_of(row[5], row[6]));
        }
    }
    return users;
}

std::optional<User> first_of(std::vector<User> users) {
    return users.empty() ? std::nullopt : std::optional(std::move(users.front()));
}

Error no_such_user() {
    return {ErrorCode::not_found, "There is no such account; list them to see their ids.", "user"};
}

}  // namespace

PgUserStore::PgUserStore(Session& session) : session_(session) {
    session_.use(account_statements());
    session_.use(grant_statements());
}

Result<std::vector<User>> PgUserStore::list_users(std::string_view search, int rows_max) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::vector<User>> {
        return load(transaction, std::string(search), std::nullopt, std::nullopt, rows_max);
    });
}

Result<std::optional<User>> PgUserStore::find_user(const Uuid& account_id) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::optional<User>> {
        return first_of(load(transaction, std::nullopt, account_id.to_string(), std::nullopt, 1));
    });
}

Result<std::optional<User>> PgUserStore::find_user_by_email(std::string_view email) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::optional<User>> {
        return first_of(load(transaction, std::nullopt, std::nullopt, std::string(email), 1));
    });
}

Result<Account> PgUserStore::change_user(
    const Uuid& account_id,
    const std::function<Result<Account>(const Account& before, const domain::OtherAdministrators& others)>& change,
    Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Account> {
        const std::string id = account_id.to_string();
        lock_grants(transaction);
        const auto before = first_of(load(transaction, std::nullopt, id, std::nullopt, 1));
        if (!before) {
            return no_such_user();
        }
        const pqxx::row others = transaction.exec_params1(others_sql, id, std::string(domain::no_password),
                                                          std::string(domain::signed_in_by_proxy));
        auto after = change(before->account, {.with_way_in = others[0].as<int>(), .by_proxy = others[1].as<int>()});
        if (!after) {
            return after;
        }
        const bool same_grants = std::ranges::is_permutation(before->account.grants, after->grants);
        if (same_grants && before->account.disabled == after->disabled) {
            return after;
        }
        if (!end_sign_ins_under_way(transaction, id)) {
            return no_such_user();
        }
        transaction.exec_params(state_sql, id, after->disabled, to_sql(now));
        if (!same_grants) {
            transaction.exec_params(drop_grants_sql, id);
            if (auto appended = append_grants(transaction, id, after->grants); !appended) {
                return appended.error();
            }
        }
        transaction.exec_params(end_sessions_sql, id);
        return after;
    });
}

Result<int> PgUserStore::end_sessions(const Uuid& account_id) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<int> {
        const std::string id = account_id.to_string();
        if (!end_sign_ins_under_way(transaction, id)) {
            return no_such_user();
        }
        return static_cast<int>(transaction.exec_params(end_sessions_sql, id).affected_rows());
    });
}

}  // namespace tillnote::storage
