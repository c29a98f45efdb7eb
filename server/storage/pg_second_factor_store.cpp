#include "server/storage/pg_second_factor_store.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr Statement second_factor_store_sql[] = {
    {"find_factor", R"(
        SELECT f.secret, f.last_step, (extract(epoch FROM f.confirmed_at) * 1000)::bigint,
               (SELECT count(*) FROM recovery_code AS r WHERE r.account_id = f.account_id AND r.used_at IS NULL)
        FROM second_factor AS f WHERE f.account_id = $1 AND f.secret IS NOT NULL)"},
    {"find_pending_factor", R"(
        SELECT pending_secret FROM second_factor
        WHERE account_id = $1 AND pending_session_id = $2 AND pending_at > $3)"},
    {"begin_factor", R"(
        INSERT INTO second_factor (account_id, pending_session_id, pending_secret, pending_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id) DO UPDATE SET pending_session_id = excluded.pending_session_id,
                                               pending_secret = excluded.pending_secret, pending_at = excluded.pending_at)"},
    {"confirm_factor", R"(
        UPDATE second_factor SET secret = pending_secret, last_step = $3, confirmed_at = $4, pending_secret = NULL,
                                 pending_at = NULL, pending_session_id = NULL
        WHERE account_id = $1 AND pending_secret = $2 AND pending_at > $5 AND pending_session_id = $6
        RETURNING account_id)"},
    {"use_factor_step", R"(
        UPDATE second_factor SET last_step = $2
        WHERE account_id = $1 AND secret IS NOT NULL AND last_step < $2 RETURNING account_id)"},
    {"use_recovery_code", R"(
        UPDATE recovery_code SET used_at = $3
        WHERE account_id = $1 AND code_sha256 = $2 AND used_at IS NULL RETURNING account_id)"},
    {"drop_recovery_codes", "DELETE FROM recovery_code WHERE account_id = $1"},
    {"add_recovery_codes", R"(
        INSERT INTO recovery_code (account_id, code_sha256) SELECT $1, unnest($2::text[]))"},
    {"drop_factor", "DELETE FROM second_factor WHERE account_id = $1 RETURNING secret IS NOT NULL"},
    // Tokens that the operator printed for scripts live longer than a day; they were not opened with the password. Who sets
    // a factor up is at home and keeps them.
    {"end_password_sessions", R"(
        DELETE FROM session WHERE account_id = $1 AND session_id <> $2
                              AND expires_at - created_at <= interval '1 day')"},
    {"end_all_sessions", "DELETE FROM session WHERE account_id = $1"},
    {"add_sign_in_step", "INSERT INTO sign_in_step (step_sha256, account_id, expires_at) VALUES ($1, $2, $3)"},
    {"forget_old_steps", R"(
        DELETE FROM sign_in_step
        WHERE step_sha256 IN (SELECT step_sha256 FROM sign_in_step WHERE expires_at < $1::timestamptz FOR UPDATE SKIP LOCKED))"},
    {"try_sign_in_step", R"(
        WITH tried AS (
            UPDATE sign_in_step SET attempts = attempts + 1
            WHERE step_sha256 = $1 AND expires_at > $2 AND attempts < $3 RETURNING account_id)
        SELECT a.account_id, a.email, a.demo, g.role, g.scope, a.sign_in_epoch
        FROM tried JOIN account AS a ON a.account_id = tried.account_id AND a.disabled_at IS NULL
        LEFT JOIN account_grant AS g ON g.account_id = a.account_id ORDER BY g.role, g.scope)"},
    {"end_sign_in_step", "DELETE FROM sign_in_step WHERE step_sha256 = $1"},
};

void put_recovery_codes(Transaction& transaction, const std::string& account, const std::vector<std::string>& code_hashes) {
    ArrayText hashes;
    for (const std::string& hash : code_hashes) {
        hashes.append(std::string_view(hash));
    }
    transaction.exec_prepared0("drop_recovery_codes", account);
    transaction.exec_prepared0("add_recovery_codes", account, hashes.text());
}

Error no_factor() {
    return {ErrorCode::not_found, "This account has no second factor.", {}};
}

}  // namespace

PgSecondFactorStore::PgSecondFactorStore(Session& session) : session_(session) {
    session_.use(second_factor_store_sql);
    session_.use(account_statements());
}

Result<std::optional<domain::SecondFactor>> PgSecondFactorStore::find_factor(const Uuid& account_id) {
    using Found = std::optional<domain::SecondFactor>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_factor", account_id.to_string());
        if (rows.empty()) {
            return Found();
        }
        const pqxx::row row = rows[0];
        return Found(
            {row[0].as<std::string>(), row[1].as<std::int64_t>(), instant_of(row[2].as<std::int64_t>()), row[3].as<int>()});
    });
}

Result<std::optional<std::string>> PgSecondFactorStore::find_pending(const Uuid& account_id, const Uuid& session_id,
                                                                     Instant now) {
    using Found = std::optional<std::string>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_pending_factor", account_id.to_string(), session_id.to_string(),
                                                    to_sql(now - domain::pending_factor_life));
        return rows.empty() ? Found() : Found(rows[0][0].as<std::string>());
    });
}

Result<void> PgSecondFactorStore::begin(const Uuid& account_id, const Uuid& session_id, std::string_view sealed_secret,
                                        Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("begin_factor", account_id.to_string(), session_id.to_string(),
                                   std::string(sealed_secret), to_sql(now));
        return {};
    });
}

Result<bool> PgSecondFactorStore::confirm(const domain::FactorConfirmation& confirmation, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const std::string account = confirmation.account_id.to_string();
        if (!lock_account(transaction, account)) {
            return false;
        }
        const std::string session = confirmation.session_id.to_string();
        const auto confirmed =
            transaction.exec_prepared("confirm_factor", account, confirmation.sealed_secret, confirmation.step, to_sql(now),
                                      to_sql(now - domain::pending_factor_life), session);
        if (confirmed.empty() || !end_sign_ins_under_way(transaction, account)) {
            return false;
        }
        put_recovery_codes(transaction, account, confirmation.recovery_hashes);
        transaction.exec_prepared0("end_password_sessions", account, session);
        return true;
    });
}

Result<bool> PgSecondFactorStore::use_step(const Uuid& account_id, std::int64_t step) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction.exec_prepared("use_factor_step", account_id.to_string(), step).empty();
    });
}

Result<bool> PgSecondFactorStore::use_recovery_code(const Uuid& account_id, std::string_view code_hash, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction.exec_prepared("use_recovery_code", account_id.to_string(), std::string(code_hash), to_sql(now))
                    .empty();
    });
}

Result<void> PgSecondFactorStore::replace_recovery_codes(const Uuid& account_id,
                                                         const std::vector<std::string>& code_hashes) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string account = account_id.to_string();
        if (!lock_account(transaction, account)) {
            return no_factor();
        }
        put_recovery_codes(transaction, account, code_hashes);
        return {};
    });
}

Result<void> PgSecondFactorStore::remove_factor(const Uuid& account_id) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string account = account_id.to_string();
        if (!end_sign_ins_under_way(transaction, account)) {
            return no_factor();
        }
        const auto dropped = transaction.exec_prepared("drop_factor", account);
        if (dropped.empty() || !dropped[0][0].as<bool>()) {
            return no_factor();
        }
        transaction.exec_prepared0("drop_recovery_codes", account);
        transaction.exec_prepared0("end_all_sessions", account);
        return {};
    });
}

Result<bool> PgSecondFactorStore::add_step(std::string_view step_hash, const domain::Account& account, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const std::string id = account.account_id.to_string();
        if (!lock_enabled_account(transaction, id, account.sign_in_epoch)) {
            return false;
        }
        transaction.exec_prepared0("add_sign_in_step", std::string(step_hash), id, to_sql(now + domain::sign_in_step_life));
        transaction.exec_prepared0("forget_old_steps", to_sql(now));
        return true;
    });
}

Result<std::optional<domain::Account>> PgSecondFactorStore::try_step(std::string_view step_hash, Instant now) {
    using Found = std::optional<domain::Account>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        Found account;
        for (const pqxx::row& row : transaction.exec_prepared("try_sign_in_step", std::string(step_hash), to_sql(now),
                                                              domain::sign_in_step_attempts)) {
            if (!account) {
                account.emplace();
                account->account_id = uuid_of(row[0].as<std::string>());
                account->email = row[1].as<std::string>();
                account->demo = row[2].as<bool>();
                account->sign_in_epoch = row[5].as<std::int64_t>();
            }
            if (!row[3].is_null()) {
                account->grants.push_back(grant_of(row[3], row[4]));
            }
        }
        return account;
    });
}

Result<void> PgSecondFactorStore::end_step(std::string_view step_hash) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("end_sign_in_step", std::string(step_hash));
        return {};
    });
}

}  // namespace tillnote::storage
