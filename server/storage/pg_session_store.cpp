#include "server/storage/pg_session_store.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr Statement session_store_sql[] = {
    {"list_own_sessions", R"(
        SELECT session_id, by_cookie, (extract(epoch FROM created_at) * 1000)::bigint,
               (extract(epoch FROM last_used_at) * 1000)::bigint, (extract(epoch FROM expires_at) * 1000)::bigint
        FROM session
        WHERE account_id = $1 AND expires_at > $2::timestamptz
          AND (idle_max_seconds = 0 OR last_used_at + idle_max_seconds * interval '1 second' > $2::timestamptz)
        ORDER BY last_used_at DESC, session_id LIMIT $3)"},
    {"end_own_session", "DELETE FROM session WHERE account_id = $1 AND session_id = $2 RETURNING session_id"},
    {"end_other_sessions", "DELETE FROM session WHERE account_id = $1 AND session_id <> $2 RETURNING session_id"},
};

}  // namespace

PgSessionStore::PgSessionStore(Session& session) : session_(session) {
    session_.use(session_store_sql);
    session_.use(account_statements());
}

Result<std::vector<domain::OwnSession>> PgSessionStore::list_sessions(const Uuid& account_id, Instant now) {
    using List = std::vector<domain::OwnSession>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row :
             transaction.exec_prepared("list_own_sessions", account_id.to_string(), to_sql(now), domain::own_sessions_max)) {
            list.push_back({uuid_of(row[0].as<std::string>()), row[1].as<bool>(), instant_of(row[2].as<std::int64_t>()),
                            instant_of(row[3].as<std::int64_t>()), instant_of(row[4].as<std::int64_t>())});
        }
        return list;
    });
}

Result<bool> PgSessionStore::end_session_of(const Uuid& account_id, const Uuid& session_id) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction.exec_prepared("end_own_session", account_id.to_string(), session_id.to_string()).empty();
    });
}

Result<int> PgSessionStore::end_other_sessions(const Uuid& account_id, const Uuid& kept) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<int> {
        const std::string account = account_id.to_string();
        if (!end_sign_ins_under_way(transaction, account)) {
            return 0;
        }
        return static_cast<int>(transaction.exec_prepared("end_other_sessions", account, kept.to_string()).size());
    });
}

}  // namespace tillnote::storage
