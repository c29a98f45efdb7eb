#include "server/storage/pg_account_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

constexpr Statement statements[] = {
    {"list_accounts", R"(
        SELECT a.account_id, a.email, a.password_hash, a.disabled_at IS NOT NULL, g.role, g.scope, a.demo
        FROM account AS a LEFT JOIN account_grant AS g ON g.account_id = a.account_id
        WHERE $1::text IS NULL OR a.email = $1 ORDER BY a.email, g.role, g.scope)"},
    {"add_account", R"(
        INSERT INTO account (account_id, email, password_hash, created_at, disabled_at, demo)
        VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN $4::timestamptz END, $6) ON CONFLICT DO NOTHING RETURNING account_id)"},
    {"add_grant", R"(
        INSERT INTO account_grant (account_id, role, scope)
        SELECT $1, $2, $3
        WHERE CASE $2::text WHEN 'manager' THEN EXISTS (SELECT FROM store WHERE store_id = $3)
                            WHEN 'district' THEN EXISTS (SELECT FROM district WHERE district_id = $3)
                            ELSE true END
        ON CONFLICT DO NOTHING RETURNING account_id)"},
    {"disable_account", R"(
        WITH disabled AS (
            UPDATE account SET disabled_at = coalesce(disabled_at, $2) WHERE email = $1 RETURNING account_id
        ), ended AS (
            DELETE FROM session WHERE account_id IN (SELECT account_id FROM disabled))
        SELECT account_id FROM disabled)"},
    {"replace_password", "UPDATE account SET password_hash = $2 WHERE account_id = $1 RETURNING account_id"},
    {"refresh_password", "UPDATE account SET password_hash = $3 WHERE account_id = $1 AND password_hash = $2"},
    {"add_session", R"(
        WITH over AS (DELETE FROM session WHERE expires_at < $5::timestamptz)
        INSERT INTO session (session_id, account_id, token_sha256, csrf_token, created_at, last_used_at, expires_at,
                             idle_max_seconds, by_cookie)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"},
    {"find_identity", R"(
        WITH live AS (
            SELECT s.session_id, s.csrf_token, s.last_used_at, s.created_at, a.account_id, a.email, a.demo
            FROM session AS s JOIN account AS a ON a.account_id = s.account_id
            WHERE s.token_sha256 = $1 AND s.by_cookie = $2 AND s.expires_at > $3::timestamptz AND a.disabled_at IS NULL
              AND (s.idle_max_seconds = 0
                   OR s.last_used_at + s.idle_max_seconds * interval '1 second' > $3::timestamptz)
        ), used AS (
            UPDATE session SET last_used_at = $3
            WHERE session_id IN (SELECT session_id FROM live WHERE last_used_at + interval '1 minute' <= $3::timestamptz))
        SELECT l.session_id, l.csrf_token, l.account_id, l.email, g.role, g.scope,
               (extract(epoch FROM l.created_at) * 1000)::bigint, l.demo,
               EXISTS (SELECT FROM second_factor AS f WHERE f.account_id = l.account_id AND f.secret IS NOT NULL)
        FROM live AS l LEFT JOIN account_grant AS g ON g.account_id = l.account_id ORDER BY g.role, g.scope)"},
    {"end_session", "DELETE FROM session WHERE session_id = $1"},
};

using Transaction = pqxx::transaction_base;

domain::Grant read_grant(const pqxx::row& row) {
    const auto role = domain::find_role(row[4].as<std::string>());
    if (!role) {
        throw std::logic_error("account_grant holds an unknown role");
    }
    return {*role, row[5].as<std::string>()};
}

Result<std::vector<domain::Account>> load_accounts(Session& session, std::optional<std::string> email) {
    using List = std::vector<domain::Account>;
    return read<SingleStatement>(session, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_accounts", or_null(email))) {
            const Uuid id = uuid_of(row[0].as<std::string>());
            if (list.empty() || list.back().account_id != id) {
                list.push_back(
                    {id, row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<bool>(), {}, row[6].as<bool>()});
            }
            if (!row[4].is_null()) {
                list.back().grants.push_back(read_grant(row));
            }
        }
        return list;
    });
}

Error no_such_account() {
    return {ErrorCode::not_found, "There is no such account.", {}};
}

}  // namespace

PgAccountStore::PgAccountStore(Session& session) : session_(session) {
    session_.use(statements);
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
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string id = account.account_id.to_string();
        const auto added = transaction.exec_prepared("add_account", id, account.email, account.password_hash, to_sql(now),
                                                     account.disabled, account.demo);
        if (added.empty()) {
            return Error{ErrorCode::conflict, "An account with this e-mail address exists already.", "/email"};
        }
        for (const domain::Grant& grant : account.grants) {
            const auto granted =
                transaction.exec_prepared("add_grant", id, std::string(domain::to_text(grant.role)), grant.scope);
            if (granted.empty()) {
                return Error{ErrorCode::impossible_value, "There is no store or district \"" + grant.scope + "\".",
                             "/scope"};
            }
        }
        return {};
    });
}

Result<void> PgAccountStore::disable_account(std::string_view email, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("disable_account", std::string(email), to_sql(now)).empty()) {
            return no_such_account();
        }
        return {};
    });
}

Result<void> PgAccountStore::replace_password_hash(const Uuid& account_id, std::string_view password_hash) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("replace_password", account_id.to_string(), std::string(password_hash)).empty()) {
            return no_such_account();
        }
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
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("add_session", session.session_id.to_string(), session.account_id.to_string(),
                                   session.token_hash, session.csrf_token, to_sql(session.created_at),
                                   to_sql(session.last_used_at), to_sql(session.expires_at), session.idle_max.count(),
                                   session.by_cookie);
        return {};
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
            }
            if (!row[4].is_null()) {
                identity->grants.push_back(read_grant(row));
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
