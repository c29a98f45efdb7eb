#include "server/storage/pg_district_recipient_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::DigestRhythm;
using domain::Recipient;
using Transaction = pqxx::transaction_base;

constexpr Statement district_recipient_store_sql[] = {
    {"get_rhythm", "SELECT digest_rhythm FROM district WHERE district_id = $1"},
    // Choosing the same again must not skip a digest that is due.
    {"set_rhythm", R"(
        UPDATE district SET digest_rhythm_since = CASE WHEN digest_rhythm = $2 THEN digest_rhythm_since ELSE $3 END,
                            digest_rhythm = $2
        WHERE district_id = $1 RETURNING district_id)"},
    {"list_district_recipients", R"(
        SELECT district_id, recipient_id, email, language, (extract(epoch FROM unsubscribed_at) * 1000)::bigint
        FROM district_recipient WHERE $1::text IS NULL OR district_id = $1 ORDER BY district_id, email)"},
    // Whoever adds one waits here, so that the limit holds.
    {"lock_district", "SELECT FROM district WHERE district_id = $1 FOR UPDATE"},
    {"count_district_recipients",
     "SELECT count(*) FROM district_recipient WHERE district_id = $1 AND unsubscribed_at IS NULL"},
    {"add_district_recipient", R"(
        INSERT INTO district_recipient AS r (district_id, recipient_id, email, language, unsubscribe_token,
                                             unsubscribe_sha256, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (district_id, email) DO UPDATE SET language = excluded.language, unsubscribed_at = NULL
        WHERE r.unsubscribed_at IS NOT NULL
        RETURNING district_id, recipient_id, email, language, NULL::bigint)"},
    // $4: true takes back in, false ends, NULL leaves; who has left already keeps the time.
    {"change_district_recipient", R"(
        UPDATE district_recipient SET
            language = coalesce($3, language),
            unsubscribed_at = CASE WHEN $4::boolean IS NULL THEN unsubscribed_at WHEN $4::boolean THEN NULL
                                   ELSE coalesce(unsubscribed_at, $5::timestamptz) END
        WHERE district_id = $1 AND recipient_id = $2
        RETURNING district_id, recipient_id, email, language, (extract(epoch FROM unsubscribed_at) * 1000)::bigint)"},
    {"find_district_recipient_by_token", R"(
        SELECT district_id, recipient_id, email, language, (extract(epoch FROM unsubscribed_at) * 1000)::bigint
        FROM district_recipient WHERE district_id = $1 AND unsubscribe_sha256 = $2)"},
};

Error no_such_district() {
    return {ErrorCode::not_found, "There is no such district; 'district list' shows them all.", "district"};
}

Recipient recipient_of(const pqxx::row& row) {
    const auto language = domain::find_language(row[3].as<std::string>());
    if (!language) {
        throw std::logic_error("district_recipient holds an unknown language");
    }
    Recipient recipient;
    recipient.kind = domain::DeliveryKind::district;
    recipient.district = row[0].as<std::string>();
    recipient.recipient_id = uuid_of(row[1].as<std::string>());
    recipient.email = row[2].as<std::string>();
    recipient.language = *language;
    if (!row[4].is_null()) {
        recipient.unsubscribed_at = instant_of(row[4].as<std::int64_t>());
    }
    return recipient;
}

}  // namespace

PgDistrictRecipientStore::PgDistrictRecipientStore(Session& session) : session_(session) {
    session_.use(district_recipient_store_sql);
}

Result<DigestRhythm> PgDistrictRecipientStore::get_rhythm(std::string_view district) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<DigestRhythm> {
        const auto rows = transaction.exec_prepared("get_rhythm", std::string(district));
        if (rows.empty()) {
            return no_such_district();
        }
        return domain::find_digest_rhythm(rows[0][0].as<std::string>()).value();
    });
}

Result<void> PgDistrictRecipientStore::set_rhythm(std::string_view district, DigestRhythm rhythm, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("set_rhythm", std::string(district), std::string(domain::to_text(rhythm)), to_sql(now))
                .empty()) {
            return no_such_district();
        }
        return {};
    });
}

Result<std::vector<Recipient>> PgDistrictRecipientStore::list(const std::optional<std::string>& district) {
    using List = std::vector<Recipient>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List recipients;
        for (const pqxx::row& row : transaction.exec_prepared("list_district_recipients", or_null(district))) {
            recipients.push_back(recipient_of(row));
        }
        return recipients;
    });
}

Result<std::vector<Recipient>> PgDistrictRecipientStore::list_recipients(std::string_view district) {
    return list(std::string(district));
}

Result<std::vector<Recipient>> PgDistrictRecipientStore::list_all_recipients() {
    return list(std::nullopt);
}

Result<Recipient> PgDistrictRecipientStore::add_recipient(const Recipient& recipient, std::string_view token,
                                                          std::string_view token_sha256, Instant now, const Named& named) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Recipient> {
        const std::string& district = recipient.district;
        if (transaction.exec_prepared("lock_district", district).empty()) {
            return Error{ErrorCode::impossible_value, "There is no such district.", "/district"};
        }
        if (transaction.exec_prepared1("count_district_recipients", district)[0].as<int>() >= domain::recipients_max) {
            return Error{ErrorCode::conflict,
                         "The district has " + std::to_string(domain::recipients_max) +
                             " recipients already; write to a mailing list instead.",
                         "/email"};
        }
        const auto rows = transaction.exec_prepared("add_district_recipient", district, recipient.recipient_id.to_string(),
                                                    recipient.email, std::string(domain::to_text(recipient.language)),
                                                    std::string(token), std::string(token_sha256), to_sql(now));
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

Result<Recipient> PgDistrictRecipientStore::change_recipient(std::string_view district, const Uuid& recipient_id,
                                                             const domain::RecipientChange& change, Instant now) {
    const auto language = change.language ? std::optional(std::string(domain::to_text(*change.language))) : std::nullopt;
    const auto active = change.active ? std::optional<std::string>(*change.active ? "true" : "false") : std::nullopt;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Recipient> {
        const auto rows =
            transaction.exec_prepared("change_district_recipient", std::string(district), recipient_id.to_string(),
                                      or_null(language), or_null(active), to_sql(now));
        if (rows.empty()) {
            return Error{ErrorCode::not_found, "This district has no such recipient; list them to see their ids.",
                         "recipient"};
        }
        return recipient_of(rows[0]);
    });
}

Result<std::optional<Recipient>> PgDistrictRecipientStore::find_by_token(std::string_view district,
                                                                         std::string_view token_sha256) {
    using Found = std::optional<Recipient>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows =
            transaction.exec_prepared("find_district_recipient_by_token", std::string(district), std::string(token_sha256));
        return rows.empty() ? Found() : Found(recipient_of(rows[0]));
    });
}

}  // namespace tillnote::storage
