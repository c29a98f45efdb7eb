#include "server/storage/pg_read_token_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::ReadToken;
using domain::Role;
using Transaction = pqxx::transaction_base;

constexpr Statement read_token_store_sql[] = {
    {"use_read_token", R"(
        SELECT token_id, name, reads, scope, created_by, (extract(epoch FROM created_at) * 1000)::bigint,
               (extract(epoch FROM expires_at) * 1000)::bigint, (extract(epoch FROM last_used_at) * 1000)::bigint,
               (extract(epoch FROM revoked_at) * 1000)::bigint
        FROM read_token WHERE token_sha256 = $1)"},
    {"touch_read_token", "UPDATE read_token SET last_used_at = $2 WHERE token_id = $1"},
};

// For administrators only, and seldom: not worth a prepared statement on every connection of the pages.
constexpr const char* list_sql = R"(
    SELECT token_id, name, reads, scope, created_by, (extract(epoch FROM created_at) * 1000)::bigint,
           (extract(epoch FROM expires_at) * 1000)::bigint, (extract(epoch FROM last_used_at) * 1000)::bigint,
           (extract(epoch FROM revoked_at) * 1000)::bigint
    FROM read_token ORDER BY created_at DESC, token_id)";
constexpr const char* count_sql = "SELECT count(*) FROM read_token WHERE revoked_at IS NULL AND expires_at > $1";
constexpr const char* known_sql = R"(
    SELECT CASE $1 WHEN 'store' THEN EXISTS (SELECT FROM store WHERE store_id = $2)
                   WHEN 'district' THEN EXISTS (SELECT FROM district WHERE district_id = $2) ELSE true END)";
// Whoever adds one waits here, so that the limit holds; readers do not.
constexpr const char* lock_sql = "SELECT pg_advisory_xact_lock(hashtext('read_token'))";
constexpr const char* add_sql = R"(
    INSERT INTO read_token (token_id, name, reads, scope, token_sha256, created_by, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))";
constexpr const char* revoke_sql =
    "UPDATE read_token SET revoked_at = coalesce(revoked_at, $2) WHERE token_id = $1 RETURNING token_id";

constexpr std::chrono::minutes touch_interval{1};

std::optional<Instant> find_instant(const pqxx::field& field) {
    return field.is_null() ? std::nullopt : std::optional(instant_of(field.as<std::int64_t>()));
}

domain::Grant grant_of(const std::string& reads, std::string scope) {
    if (reads == "store") {
        return {Role::manager, std::move(scope)};
    }
    const auto role = domain::find_role(reads);
    if (!role) {
        throw std::logic_error("read_token holds an unknown word");
    }
    return {*role, std::move(scope)};
}

ReadToken token_of(const pqxx::row& row) {
    return {uuid_of(row[0].as<std::string>()),
            row[1].as<std::string>(),
            grant_of(row[2].as<std::string>(), row[3].as<std::string>()),
            row[4].as<std::string>(),
            instant_of(row[5].as<std::int64_t>()),
            instant_of(row[6].as<std::int64_t>()),
            find_instant(row[7]),
            find_instant(row[8])};
}

}  // namespace

PgReadTokenStore::PgReadTokenStore(Session& session) : session_(session) {
    session_.use(read_token_store_sql);
}

Result<std::vector<ReadToken>> PgReadTokenStore::list_tokens() {
    using List = std::vector<ReadToken>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List tokens;
        for (const pqxx::row& row : transaction.exec_params(list_sql)) {
            tokens.push_back(token_of(row));
        }
        return tokens;
    });
}

Result<void> PgReadTokenStore::add_token(const ReadToken& token, std::string_view token_sha256) {
    const std::string reads(domain::reads_of(token.grant));
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec1(lock_sql);
        if (!transaction.exec_params1(known_sql, reads, token.grant.scope)[0].as<bool>()) {
            return Error{ErrorCode::impossible_value, "There is no such " + reads + "; '" + reads + " list' shows them all.",
                         "/scope"};
        }
        if (transaction.exec_params1(count_sql, to_sql(token.created_at))[0].as<int>() >= domain::read_tokens_max) {
            return Error{ErrorCode::conflict,
                         std::to_string(domain::read_tokens_max) + " tokens are live already; revoke those nobody uses.",
                         ""};
        }
        transaction.exec_params0(add_sql, token.token_id.to_string(), token.name, reads, token.grant.scope,
                                 std::string(token_sha256), token.created_by, to_sql(token.created_at),
                                 to_sql(token.expires_at));
        return {};
    });
}

Result<void> PgReadTokenStore::revoke_token(const Uuid& token_id, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_params(revoke_sql, token_id.to_string(), to_sql(now)).empty()) {
            return Error{ErrorCode::not_found, "There is no such token; 'token list' shows them all.", "token"};
        }
        return {};
    });
}

Result<std::optional<ReadToken>> PgReadTokenStore::use_token(std::string_view token_sha256, Instant now) {
    using Found = std::optional<ReadToken>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("use_read_token", std::string(token_sha256));
        if (rows.empty()) {
            return Found();
        }
        ReadToken token = token_of(rows[0]);
        const bool is_live = domain::state_of(token, now) == domain::ReadTokenState::live;
        if (is_live && (!token.last_used_at || *token.last_used_at + touch_interval <= now)) {
            transaction.exec_prepared("touch_read_token", token.token_id.to_string(), to_sql(now));
        }
        return Found(std::move(token));
    });
}

}  // namespace tillnote::storage
