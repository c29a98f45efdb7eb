#include "server/storage/pg_account_link_store.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/grant_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::AccountLink;
using domain::LinkPurpose;
using Transaction = pqxx::transaction_base;

constexpr Statement account_link_store_sql[] = {
    // Two requests at once: the second waits here, and then counts the link of the first in a statement of its own.
    {"lock_account_for_link", R"(
        SELECT account_id FROM account WHERE email = $1 AND disabled_at IS NULL AND NOT demo FOR NO KEY UPDATE)"},
    {"count_live_links", R"(
        SELECT count(*), (extract(epoch FROM min(expires_at)) * 1000)::bigint
        FROM account_link WHERE account_id = $1 AND used_at IS NULL AND expires_at > $2)"},
    {"forget_old_links", R"(
        DELETE FROM account_link
        WHERE link_id IN (SELECT link_id FROM account_link WHERE expires_at < $1 FOR UPDATE SKIP LOCKED))"},
    {"end_account_links", "UPDATE account_link SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL"},
    // The link and its mail are one statement, so that neither is there without the other.
    {"add_account_link", R"(
        WITH link AS (
            INSERT INTO account_link (link_id, account_id, purpose, language, created_at, expires_at)
            VALUES (gen_random_uuid(), $1, $2, $3, $4::timestamptz, $5) RETURNING link_id)
        INSERT INTO delivery (delivery_id, kind, channel, target_id, message_id, due_at, next_attempt_at)
        SELECT gen_random_uuid(), 'account', 'mail', link_id, 'account.' || link_id || '@' || $6, $4, $4 FROM link)"},
    {"find_account_link", R"(
        SELECT l.link_id, l.account_id, a.email, l.purpose, l.language, (extract(epoch FROM l.expires_at) * 1000)::bigint
        FROM account_link AS l JOIN account AS a ON a.account_id = l.account_id AND a.disabled_at IS NULL
        WHERE l.link_id = $1 AND l.used_at IS NULL AND l.expires_at > $2)"},
    {"add_account_link_token", "INSERT INTO account_link_token (token_sha256, link_id) VALUES ($1, $2)"},
    {"find_account_link_by_token", R"(
        SELECT l.link_id, l.account_id, a.email, l.purpose, l.language, (extract(epoch FROM l.expires_at) * 1000)::bigint
        FROM account_link_token AS t JOIN account_link AS l ON l.link_id = t.link_id
        JOIN account AS a ON a.account_id = l.account_id AND a.disabled_at IS NULL
        WHERE t.token_sha256 = $1 AND l.used_at IS NULL AND l.expires_at > $2)"},
    {"find_account_of_link", R"(
        SELECT l.account_id FROM account_link_token AS t JOIN account_link AS l ON l.link_id = t.link_id
        WHERE t.token_sha256 = $1)"},
    {"use_account_link", R"(
        UPDATE account_link AS l SET used_at = $2
        FROM account_link_token AS t
        WHERE t.token_sha256 = $1 AND l.link_id = t.link_id AND l.used_at IS NULL AND l.expires_at > $2::timestamptz
        RETURNING l.account_id)"},
    {"set_password_by_link", "UPDATE account SET password_hash = $2 WHERE account_id = $1"},
    {"end_sessions_by_link", "DELETE FROM session WHERE account_id = $1"},
};

AccountLink link_of(const pqxx::row& row) {
    const auto purpose = domain::find_link_purpose(row[3].as<std::string>());
    const auto language = domain::find_language(row[4].as<std::string>());
    if (!purpose || !language) {
        throw std::logic_error("account_link holds an unknown word");
    }
    return {uuid_of(row[0].as<std::string>()),
            uuid_of(row[1].as<std::string>()),
            row[2].as<std::string>(),
            *purpose,
            *language,
            instant_of(row[5].as<std::int64_t>())};
}

void add_link(Transaction& transaction, const std::string& account, LinkPurpose purpose, domain::Language language,
              std::string_view message_domain, Instant now) {
    const auto life = purpose == LinkPurpose::reset ? domain::reset_link_life : domain::invitation_life;
    transaction.exec_prepared0("add_account_link", account, std::string(domain::to_text(purpose)),
                               std::string(domain::to_text(language)), to_sql(now), to_sql(now + life),
                               std::string(message_domain));
    transaction.exec_prepared0("forget_old_links", to_sql(now - domain::invitation_life));
}

}  // namespace

PgAccountLinkStore::PgAccountLinkStore(Session& session) : session_(session) {
    session_.use(account_link_store_sql);
    session_.use(account_statements());
    session_.use(grant_statements());
}

Result<domain::ResetAsked> PgAccountLinkStore::request_reset(std::string_view email, domain::Language language,
                                                             std::string_view message_domain, Instant now) {
    domain::ResetAsked asked;
    const auto sent = transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const auto found = transaction.exec_prepared("lock_account_for_link", std::string(email));
        if (found.empty()) {
            return false;
        }
        const auto account = found[0][0].as<std::string>();
        const auto live = transaction.exec_prepared1("count_live_links", account, to_sql(now));
        if (live[0].as<int>() >= domain::live_links_max) {
            asked.free_at = instant_of(live[1].as<std::int64_t>());
            return false;
        }
        add_link(transaction, account, LinkPurpose::reset, language, message_domain, now);
        return true;
    });
    if (!sent) {
        return sent.error();
    }
    asked.sent = *sent;
    return asked;
}

Result<void> PgAccountLinkStore::invite(std::string_view email, domain::Language language, std::string_view message_domain,
                                        Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const auto found = transaction.exec_prepared("lock_account_for_link", std::string(email));
        if (found.empty()) {
            return Error{ErrorCode::not_found, "There is no such enabled account.", "/email"};
        }
        const auto account = found[0][0].as<std::string>();
        transaction.exec_prepared0("end_account_links", account, to_sql(now));
        add_link(transaction, account, LinkPurpose::invitation, language, message_domain, now);
        return {};
    });
}

Result<void> PgAccountLinkStore::invite_new(const domain::Account& account, domain::Language language,
                                            std::string_view message_domain, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        if (auto added = append_account(transaction, account, now); !added) {
            return added;
        }
        add_link(transaction, account.account_id.to_string(), LinkPurpose::invitation, language, message_domain, now);
        return {};
    });
}

Result<std::optional<AccountLink>> PgAccountLinkStore::find_link(const Uuid& link_id, Instant now) {
    using Found = std::optional<AccountLink>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_account_link", link_id.to_string(), to_sql(now));
        return rows.empty() ? Found() : Found(link_of(rows[0]));
    });
}

Result<void> PgAccountLinkStore::add_token(const Uuid& link_id, std::string_view token_hash) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("add_account_link_token", std::string(token_hash), link_id.to_string());
        return {};
    });
}

Result<std::optional<AccountLink>> PgAccountLinkStore::find_link_by_token(std::string_view token_hash, Instant now) {
    using Found = std::optional<AccountLink>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_account_link_by_token", std::string(token_hash), to_sql(now));
        return rows.empty() ? Found() : Found(link_of(rows[0]));
    });
}

Result<bool> PgAccountLinkStore::use_link(std::string_view token_hash, std::string_view password_hash, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const auto found = transaction.exec_prepared("find_account_of_link", std::string(token_hash));
        if (found.empty()) {
            return false;
        }
        const auto account = found[0][0].as<std::string>();
        if (!lock_enabled_account(transaction, account, std::nullopt) ||
            transaction.exec_prepared("use_account_link", std::string(token_hash), to_sql(now)).empty() ||
            !end_sign_ins_under_way(transaction, account)) {
            return false;
        }
        transaction.exec_prepared0("set_password_by_link", account, std::string(password_hash));
        transaction.exec_prepared0("end_account_links", account, to_sql(now));
        transaction.exec_prepared0("end_sessions_by_link", account);
        return true;
    });
}

}  // namespace tillnote::storage
