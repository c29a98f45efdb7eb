#include "server/storage/pg_account_store.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement account_store_sql[] = {
    {"list_accounts", R"(
        SELECT a.account_id, a.email, a.password_hash, a.disabled_at IS NOT NULL, g.role, g.scope, a.demo, a.sign_in_epoch
        FROM account AS a LEFT JOIN account_grant AS g ON g.account_id = a.account_id
        WHERE $1::text IS NULL OR a.email = $1 ORDER BY a.email, g.role, g.scope)"},
    {"replace_password", "UPDATE account SET password_hash = $2 WHERE account_id = $1"},
    {"refresh_password", "UPDATE account SET password_hash = $3 WHERE account_id = $1 AND password_hash = $2"},
    {"end_earlier_session", "DELETE FROM session WHERE token_sha256 = $1 AND by_cookie"},
    // Tokens that the operator printed for scripts live longer than a day.
    {"make_room_for_session", R"(
        DELETE FROM session WHERE session_id IN (
            SELECT session_id FROM session WHERE account_id = $1 AND expires_at - created_at <= interval '1 day'
            ORDER BY last_used_at DESC, created_at DESC OFFSET $2))"},
    {"add_session", R"(
        INSERT INTO session (session_id, account_id, token_sha256, csrf_token, created_at, last_used_at, expires_at,
                             idle_max_seconds, by_cookie, by_proxy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"},
    {"forget_old_sessions", R"(
        DELETE FROM session
        WHERE session_id IN (SELECT session_id FROM session WHERE expires_at < $1::timestamptz FOR UPDATE SKIP LOCKED))"},
    {"find_identity", R"(
        WITH live AS (
            SELECT s.session_id, s.csrf_token, s.last_used_at, s.created_at, s.by_proxy, a.account_id, a.email, a.demo,
                   s.expires_at - s.created_at > interval '1 day' AS printed
            FROM session AS s JOIN account AS a ON a.account_id = s.account_id
            WHERE s.token_sha256 = $1 AND s.by_cookie = $2 AND s.expires_at > $3::timestamptz AND a.disabled_at IS NULL
              AND (s.idle_max_seconds = 0
                   OR s.last_used_at + s.idle_max_seconds * interval '1 second' > $3::timestamptz)
        ), used AS (
            UPDATE session SET last_used_at = $3
            WHERE session_id IN (SELECT session_id FROM live WHERE last_used_at + interval '1 minute' <= $3::timestamptz))
        SELECT l.session_id, l.csrf_token, l.account_id, l.email, g.role, g.scope,
               (extract(epoch FROM l.created_at) * 1000)::bigint, l.demo,
               EXISTS (SELECT FROM second_factor AS f WHERE f.account_id = l.account_id AND f.secret IS NOT NULL), l.by_proxy,
               l.printed
        FROM live AS l LEFT JOIN account_grant AS g ON g.account_id = l.account_id ORDER BY g.role, g.scope)"},
    {"end_session", "DELETE FROM session WHERE session_id = $1"},
};

using Transaction = pqxx::transaction_base;

Result<std::vector<domain::Account>> load_accounts(Session& session, std::optional<std::string> email) {
    using List = std::vector<domain::Account>;
    return read<SingleStatement>(session, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_accounts", or_null(email))) {
            const Uuid id = uuid_of(row[0].as<std::string>());
            if (list.empty() || list.back().account_id != id) {
                list.push_back({.account_id = id,
                                .email = row[1].as<std::string>(),
                                .password_hash = row[2].as<std::string>(),
                                .disabled = row[3].as<bool>(),
                                .grants = {},
                                .demo = row[6].as<bool>(),
                                .sign_in_epoch = row[7].as<std::int64_t>()});
            }
            if (!row[4].is_null()) {
                list.back().grants.push_back(grant_of(row[4], row[5]));
            }
        }
        return list;
    });
}

Error no_such_account() {
    return {ErrorCode::not_found, "There is no such enabled account.", {}};
}

/// Whether the account is as it has to be; without that nothing is changed.
bool put_session(Transaction& transaction, const domain::Session& session, std::optional<std::int64_t> sign_in_epoch,
                 std::string_view earlier_token_hash) {
    const std::string account = session.account_id.to_string();
    if (!lock_enabled_account(transaction, account, sign_in_epoch)) {
        return false;
    }
    if (!earlier_token_hash.empty()) {
        transaction.exec_prepared0("end_earlier_session", std::string(earlier_token_hash));
    }
    if (sign_in_epoch) {
        transaction.exec_prepared0("make_room_for_session", account, domain::signed_in_sessions_max - 1);
    }
    transaction.exec_prepared0("add_session", session.session_id.to_string(), account, session.token_hash,
                               session.csrf_token, to_sql(session.created_at), to_sql(session.last_used_at),
                               to_sql(session.expires_at), session.idle_max.count(), session.by_cookie, session.by_proxy);
    transaction.exec_prepared0("forget_old_sessions", to_sql(session.created_at));
    return true;
}

}  // namespace

PgAccountStore::PgAccountStore(Session& session) : session_(session) {
    session_.use(account_store_sql);
    session_.use(account_statements());
    session_.use(grant_statements());
}

Result<std::optional<domain::Account>> PgAccountStore::find_account(std::string_view email) {
    auto list = load_accounts(session_, std::string(email));
    if (list.has_error()) {
        return list.error();
    }
    return list->empty() ? std::nullopt : std::optional(std::move(list->front()));
}

Result<std::vector<domain::Account>> PgAccountStore::list_accounts() {
    return load_accounts(session_, std::nullopt);
}

Result<void> PgAccountStore::add_account(const domain::Account& account, Instant now) {
    return transact<ReadCommitted>(
        session_, [&](Transaction& transaction) -> Result<void> { return append_account(transaction, account, now); });
}

Result<void> PgAccountStore::replace_password_hash(const Uuid& account_id, std::string_view password_hash) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string account = account_id.to_string();
        if (!end_sign_ins_under_way(transaction, account)) {
            return no_such_account();
        }
        transaction.exec_prepared0("replace_password", account, std::string(password_hash));
        return {};
    });
}

Result<void> PgAccountStore::refresh_password_hash(const Uuid& account_id, std::string_view before, std::string_view after) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("refresh_password", account_id.to_string(), std::string(before), std::string(after));
        return {};
    });
}

Result<void> PgAccountStore::add_session(const domain::Session& session) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        return put_session(transaction, session, std::nullopt, {}) ? Result<void>() : no_such_account();
    });
}

Result<bool> PgAccountStore::begin_session(const domain::Session& session, std::int64_t sign_in_epoch,
                                           std::string_view earlier_token_hash) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        return put_session(transaction, session, sign_in_epoch, earlier_token_hash);
    });
}

Result<std::optional<domain::Identity>> PgAccountStore::find_identity(std::string_view token_hash, bool by_cookie,
                                                                      Instant now) {
    using Found = std::optional<domain::Identity>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        Found identity;
        for (const pqxx::row& row :
             transaction.exec_prepared("find_identity", std::string(token_hash), by_cookie, to_sql(now))) {
            if (!identity) {
                identity.emplace();
                identity->session_id = uuid_of(row[0].as<std::string>());
                identity->csrf_token = row[1].as<std::string>();
                identity->account_id = uuid_of(row[2].as<std::string>());
                identity->email = row[3].as<std::string>();
                identity->by_cookie = by_cookie;
                identity->signed_in_at = instant_of(row[6].as<std::int64_t>());
                identity->demo = row[7].as<bool>();
                identity->has_second_factor = row[8].as<bool>();
                identity->by_proxy = row[9].as<bool>();
                identity->printed = row[10].as<bool>();
            }
            if (!row[4].is_null()) {
                identity->grants.push_back(grant_of(row[4], row[5]));
            }
        }
        return identity;
    });
}

Result<void> PgAccountStore::end_session(const Uuid& session_id) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("end_session", session_id.to_string());
        return {};
    });
}

}  // namespace tillnote::storage
