#include "server/storage/pg_recipient_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::Recipient;
using domain::Webhook;
using Transaction = pqxx::transaction_base;

constexpr Statement recipient_store_sql[] = {
    {"list_recipients", R"(
        SELECT store_id, recipient_id, email, kind, language, local_minutes,
               (extract(epoch FROM unsubscribed_at) * 1000)::bigint
        FROM recipient WHERE $1::text IS NULL OR store_id = $1 ORDER BY store_id, email, kind DESC)"},
    // Whoever adds one waits here, so that the limit holds.
    {"lock_store_for_recipients", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"count_recipients", "SELECT count(*) FROM recipient WHERE store_id = $1 AND kind = $2 AND unsubscribed_at IS NULL"},
    {"add_recipient", R"(
        INSERT INTO recipient AS r (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token,
                                    unsubscribe_sha256, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (store_id, email, kind) DO UPDATE
        SET language = excluded.language, local_minutes = excluded.local_minutes, unsubscribed_at = NULL
        WHERE r.unsubscribed_at IS NOT NULL
        RETURNING store_id, recipient_id, email, kind, language, local_minutes, NULL::bigint)"},
    // $5: true takes back in, false ends, NULL leaves; who has left already keeps the time.
    {"change_recipient", R"(
        UPDATE recipient SET
            language = coalesce($3, language), local_minutes = coalesce($4::smallint, local_minutes),
            unsubscribed_at = CASE WHEN $5::boolean IS NULL THEN unsubscribed_at WHEN $5::boolean THEN NULL
                                   ELSE coalesce(unsubscribed_at, $6::timestamptz) END
        WHERE store_id = $1 AND recipient_id = $2
        RETURNING store_id, recipient_id, email, kind, language, local_minutes,
                  (extract(epoch FROM unsubscribed_at) * 1000)::bigint)"},
    {"find_recipient_by_token", R"(
        SELECT store_id, recipient_id, email, kind, language, local_minutes,
               (extract(epoch FROM unsubscribed_at) * 1000)::bigint
        FROM recipient WHERE store_id = $1 AND unsubscribe_sha256 = $2)"},
};

// For operators only, and seldom: not worth a prepared statement on every connection of the pages.
constexpr const char* list_webhooks_sql =
    "SELECT webhook_id, of_store, kind, url, secret_file, of_district FROM webhook WHERE removed_at IS NULL ORDER BY "
    "created_at, "
    "webhook_id";
constexpr const char* add_webhook_sql = R"(
    INSERT INTO webhook (webhook_id, of_store, kind, url, secret_file, created_at, of_district)
    SELECT $1, $2, $3, $4, $5, $6, $7
    WHERE ($2::text IS NULL OR EXISTS (SELECT FROM store WHERE store_id = $2))
      AND ($7::text IS NULL OR EXISTS (SELECT FROM district WHERE district_id = $7)) RETURNING webhook_id)";
constexpr const char* remove_webhook_sql =
    "UPDATE webhook SET removed_at = $2 WHERE webhook_id = $1 AND removed_at IS NULL RETURNING webhook_id";

template <typename T>
T known(const std::optional<T>& value) {
    if (!value) {
        throw std::logic_error("recipient or webhook holds an unknown word");
    }
    return *value;
}

Recipient recipient_of(const pqxx::row& row) {
    Recipient recipient;
    recipient.store = row[0].as<std::string>();
    recipient.recipient_id = uuid_of(row[1].as<std::string>());
    recipient.email = row[2].as<std::string>();
    recipient.kind = known(domain::find_delivery_kind(row[3].as<std::string>()));
    recipient.language = known(domain::find_language(row[4].as<std::string>()));
    recipient.local_time = std::chrono::minutes{row[5].as<int>()};
    if (!row[6].is_null()) {
        recipient.unsubscribed_at = instant_of(row[6].as<std::int64_t>());
    }
    return recipient;
}

}  // namespace

PgRecipientStore::PgRecipientStore(Session& session) : session_(session) {
    session_.use(recipient_store_sql);
}

Result<std::vector<Recipient>> PgRecipientStore::list(const std::optional<std::string>& store) {
    using List = std::vector<Recipient>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List recipients;
        for (const pqxx::row& row : transaction.exec_prepared("list_recipients", or_null(store))) {
            recipients.push_back(recipient_of(row));
        }
        return recipients;
    });
}

Result<std::vector<Recipient>> PgRecipientStore::list_recipients(std::string_view store) {
    return list(std::string(store));
}

Result<std::vector<Recipient>> PgRecipientStore::list_all_recipients() {
    return list(std::nullopt);
}

Result<Recipient> PgRecipientStore::add_recipient(const Recipient& recipient, std::string_view token,
                                                  std::string_view token_sha256, Instant now, const Named& named) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Recipient> {
        if (transaction.exec_prepared("lock_store_for_recipients", recipient.store).empty()) {
            return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
        }
        const std::string kind(domain::to_text(recipient.kind));
        if (transaction.exec_prepared1("count_recipients", recipient.store, kind)[0].as<int>() >= domain::recipients_max) {
            return Error{ErrorCode::conflict,
                         "The store has " + std::to_string(domain::recipients_max) +
                             " recipients already; write to a mailing list instead.",
                         "/email"};
        }
        const auto rows = transaction.exec_prepared("add_recipient", recipient.store, recipient.recipient_id.to_string(),
                                                    recipient.email, kind, std::string(domain::to_text(recipient.language)),
                                                    static_cast<int>(recipient.local_time.count()), std::string(token),
                                                    std::string(token_sha256), to_sql(now));
        if (rows.empty()) {
            return Error{ErrorCode::conflict, "That address is on the list already; change it there.", "/email"};
        }
        auto added = recipient_of(rows[0]);
        if (named) {
            named(added.recipient_id);
        }
        return added;
    });
}

Result<Recipient> PgRecipientStore::change_recipient(std::string_view store, const Uuid& recipient_id,
                                                     const domain::RecipientChange& change, Instant now) {
    const auto language = change.language ? std::optional(std::string(domain::to_text(*change.language))) : std::nullopt;
    const auto minutes = change.local_time ? std::optional(std::to_string(change.local_time->count())) : std::nullopt;
    const auto active = change.active ? std::optional<std::string>(*change.active ? "true" : "false") : std::nullopt;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Recipient> {
        const auto rows = transaction.exec_prepared("change_recipient", std::string(store), recipient_id.to_string(),
                                                    or_null(language), or_null(minutes), or_null(active), to_sql(now));
        if (rows.empty()) {
            return Error{ErrorCode::not_found, "This store has no such recipient; list them to see their ids.", "recipient"};
        }
        return recipient_of(rows[0]);
    });
}

Result<std::optional<Recipient>> PgRecipientStore::find_by_token(std::string_view store, std::string_view token_sha256) {
    using Found = std::optional<Recipient>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows =
            transaction.exec_prepared("find_recipient_by_token", std::string(store), std::string(token_sha256));
        return rows.empty() ? Found() : Found(recipient_of(rows[0]));
    });
}

Result<std::vector<Webhook>> PgRecipientStore::list_webhooks() {
    using List = std::vector<Webhook>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List webhooks;
        for (const pqxx::row& row : transaction.exec_params(list_webhooks_sql)) {
            webhooks.push_back({uuid_of(row[0].as<std::string>()), find_text(row[1]),
                                known(domain::find_delivery_kind(row[2].as<std::string>())), row[3].as<std::string>(),
                                row[4].as<std::string>(), find_text(row[5])});
        }
        return webhooks;
    });
}

Result<void> PgRecipientStore::add_webhook(const Webhook& webhook, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        const auto rows = transaction.exec_params(add_webhook_sql, webhook.webhook_id.to_string(), or_null(webhook.store),
                                                  std::string(domain::to_text(webhook.kind)), webhook.url,
                                                  webhook.secret_file, to_sql(now), or_null(webhook.district));
        if (rows.empty()) {
            return Error{ErrorCode::impossible_value,
                         "There is no such store or district; 'store list' and 'district list' show them.", "store"};
        }
        return {};
    });
}

Result<void> PgRecipientStore::remove_webhook(const Uuid& webhook_id, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_params(remove_webhook_sql, webhook_id.to_string(), to_sql(now)).empty()) {
            return Error{ErrorCode::not_found, "There is no such webhook; 'webhook list' shows them all.", "id"};
        }
        return {};
    });
}

}  // namespace tillnote::storage
