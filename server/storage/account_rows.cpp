#include "server/storage/account_rows.hpp"

#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"

namespace tillnote::storage {
namespace {

constexpr const char* lock_grants_sql = "SELECT pg_advisory_xact_lock(hashtext('account_grant'))";

constexpr Statement account_rows_sql[] = {
    {"lock_account", "SELECT account_id FROM account WHERE account_id = $1 FOR NO KEY UPDATE"},
    // Where somebody holds the row this waits, and then looks at what was committed.
    {"lock_enabled_account", R"(
        SELECT account_id FROM account
        WHERE account_id = $1 AND disabled_at IS NULL AND ($2::bigint IS NULL OR sign_in_epoch = $2)
        FOR NO KEY UPDATE)"},
    {"begin_sign_in_epoch", R"(
        UPDATE account SET sign_in_epoch = sign_in_epoch + 1 WHERE account_id = $1 RETURNING account_id)"},
    {"end_sign_in_steps", "DELETE FROM sign_in_step WHERE account_id = $1"},
    {"add_account", R"(
        INSERT INTO account (account_id, email, password_hash, created_at, disabled_at, demo)
        VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN $4::timestamptz END, $6) ON CONFLICT DO NOTHING RETURNING account_id)"},
};

}  // namespace

std::span<const Statement> account_statements() noexcept {
    return account_rows_sql;
}

void lock_grants(pqxx::transaction_base& transaction) {
    transaction.exec(lock_grants_sql);
}

bool lock_account(pqxx::transaction_base& transaction, const std::string& account_id) {
    return !transaction.exec_prepared("lock_account", account_id).empty();
}

bool lock_enabled_account(pqxx::transaction_base& transaction, const std::string& account_id,
                          std::optional<std::int64_t> sign_in_epoch) {
    const auto epoch = sign_in_epoch ? std::optional(std::to_string(*sign_in_epoch)) : std::nullopt;
    return !transaction.exec_prepared("lock_enabled_account", account_id, or_null(epoch)).empty();
}

bool end_sign_ins_under_way(pqxx::transaction_base& transaction, const std::string& account_id) {
    if (transaction.exec_prepared("begin_sign_in_epoch", account_id).empty()) {
        return false;
    }
    transaction.exec_prepared0("end_sign_in_steps", account_id);
    return true;
}

Result<void> append_account(pqxx::transaction_base& transaction, const domain::Account& account, Instant now) {
    const std::string id = account.account_id.to_string();
    const auto added = transaction.exec_prepared("add_account", id, account.email, account.password_hash, to_sql(now),
                                                 account.disabled, account.demo);
    if (added.empty()) {
        return Error{ErrorCode::conflict, "An account with this e-mail address exists already.", "/email"};
    }
    return append_grants(transaction, id, account.grants);
}

}  // namespace tillnote::storage
