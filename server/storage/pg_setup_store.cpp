#include "server/storage/pg_setup_store.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr const char* administrator_exists = R"(
    SELECT EXISTS (SELECT FROM account_grant AS g JOIN account AS a ON a.account_id = g.account_id
                   WHERE g.role = 'admin' AND a.disabled_at IS NULL))";
// Two people with two tokens: the second one waits, and then sees the first one's administrator.
constexpr const char* one_at_a_time = "SELECT pg_advisory_xact_lock(5404318552844594804)";

constexpr Statement setup_store_sql[] = {
    {"drop_setup_tokens", "DELETE FROM setup_token"},
    {"add_setup_token", "INSERT INTO setup_token (token_sha256, created_at, expires_at) VALUES ($1, $2, $3)"},
    {"find_setup_token", R"(
        SELECT token_sha256 FROM setup_token WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2)"},
    {"use_setup_token", R"(
        UPDATE setup_token SET used_at = $2
        WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2::timestamptz RETURNING token_sha256)"},
};

bool exists(Transaction& transaction) {
    return transaction.exec1(administrator_exists)[0].as<bool>();
}

}  // namespace

PgSetupStore::PgSetupStore(Session& session) : session_(session) {
    session_.use(account_statements());
    session_.use(grant_statements());
    session_.use(setup_store_sql);
}

Result<bool> PgSetupStore::has_administrator() {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> { return exists(transaction); });
}

Result<void> PgSetupStore::put_token(std::string_view token_hash, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        if (exists(transaction)) {
            return Error{ErrorCode::conflict,
                         "There is an administrator already; 'user invite' adds people, 'user list' shows them.",
                         {}};
        }
        transaction.exec_prepared0("drop_setup_tokens");
        transaction.exec_prepared0("add_setup_token", std::string(token_hash), to_sql(now),
                                   to_sql(now + domain::setup_token_life));
        return {};
    });
}

Result<bool> PgSetupStore::is_live(std::string_view token_hash, Instant now) {
    return read<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !exists(transaction) &&
               !transaction.exec_prepared("find_setup_token", std::string(token_hash), to_sql(now)).empty();
    });
}

Result<bool> PgSetupStore::use_token(std::string_view token_hash, const domain::Account& administrator, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        transaction.exec(one_at_a_time);
        if (exists(transaction) ||
            transaction.exec_prepared("use_setup_token", std::string(token_hash), to_sql(now)).empty()) {
            return false;
        }
        if (auto added = append_account(transaction, administrator, now); !added) {
            return added.error();
        }
        return true;
    });
}

}  // namespace tillnote::storage
