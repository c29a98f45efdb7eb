#include "server/storage/pg_delivery_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::DeliveryReport;
using domain::DeliveryState;
using domain::LeasedDelivery;
using domain::OutgoingDelivery;
using Transaction = pqxx::transaction_base;

constexpr Statement delivery_store_sql[] = {
    // The conditions stand twice: the inner ones find a row, the outer ones are checked again on the row as it is now.
    {"lease_next", R"(
        WITH leased AS (
            UPDATE delivery SET lease_until = $2, attempts = attempts + 1
            WHERE delivery_id = (
                SELECT delivery_id FROM delivery
                WHERE state = 'waiting' AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
                ORDER BY next_attempt_at, delivery_id LIMIT 1 FOR UPDATE SKIP LOCKED)
              AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= $1)
            RETURNING *)
        SELECT l.delivery_id, l.of_store, l.kind, l.channel, l.target_id, l.business_day - date '1970-01-01', l.edition,
               l.alert_id, l.message_id, (extract(epoch FROM l.due_at) * 1000)::bigint, l.of_district, l.attempts,
               coalesce(r.email, d.email, a.email, w.url), coalesce(r.language, d.language, k.language),
               coalesce(r.unsubscribe_token, d.unsubscribe_token), w.secret_file,
               CASE l.channel WHEN 'webhook' THEN w.webhook_id IS NOT NULL AND w.removed_at IS NULL
                              WHEN 'mail' THEN (k.link_id IS NOT NULL AND k.expires_at > $1 AND k.used_at IS NULL
                                                AND a.disabled_at IS NULL)
                                               OR coalesce(r.recipient_id, d.recipient_id) IS NOT NULL
                                               AND coalesce(r.unsubscribed_at, d.unsubscribed_at) IS NULL END
        FROM leased AS l
        LEFT JOIN recipient AS r ON l.channel = 'mail' AND r.store_id = l.of_store AND r.recipient_id = l.target_id
        LEFT JOIN district_recipient AS d
          ON l.channel = 'mail' AND d.district_id = l.of_district AND d.recipient_id = l.target_id
        LEFT JOIN account_link AS k ON l.kind = 'account' AND k.link_id = l.target_id
        LEFT JOIN account AS a ON a.account_id = k.account_id
        LEFT JOIN webhook AS w ON l.channel = 'webhook' AND w.webhook_id = l.target_id)"},
    // Each lease has its own count of attempts, so that whoever lost the lease changes nothing.
    {"settle_delivery", R"(
        UPDATE delivery SET state = $3, last_error = $4, next_attempt_at = coalesce($5::timestamptz, next_attempt_at),
                            finished_at = $6::timestamptz, lease_until = NULL
        WHERE delivery_id = $1 AND attempts = $2 AND state = 'waiting' RETURNING delivery_id)"},
    {"record_bounce", R"(
        UPDATE delivery SET state = 'failed', last_error = $2, finished_at = $3
        WHERE message_id = $1 AND channel = 'mail' AND state = 'sent' RETURNING delivery_id)"},
    {"append_alert_deliveries", R"(
        INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, alert_id, message_id, due_at, next_attempt_at)
        SELECT gen_random_uuid(), $1, 'alert', t.channel, t.target_id, $2,
               'alert.' || $2::uuid || '.' || t.target_id || '@' || $3, $4, $4
        FROM (SELECT 'mail' AS channel, recipient_id AS target_id FROM recipient
              WHERE store_id = $1 AND kind = 'alert' AND unsubscribed_at IS NULL
              UNION ALL
              SELECT 'webhook', webhook_id FROM webhook
              WHERE (of_store IS NULL OR of_store = $1) AND kind = 'alert' AND removed_at IS NULL) AS t
        ON CONFLICT (message_id) DO NOTHING)"},
    {"count_deliveries", R"(
        SELECT (SELECT count(*) FROM delivery WHERE state = 'waiting' AND next_attempt_at <= $1),
               (SELECT count(*) FROM delivery WHERE state = 'failed' AND due_at >= $2))"},
};

// The pages' role may read these columns, but not whom a webhook tells.
/// Of the deliveries `of`, under the name d, what report_of() reads.
std::string reports_sql(const std::string& of, const std::string& rest) {
    return R"(
    SELECT d.delivery_id, d.of_store, d.kind, d.channel, d.target_id, d.business_day - date '1970-01-01', d.edition,
           d.alert_id, d.message_id, (extract(epoch FROM d.due_at) * 1000)::bigint, d.of_district, d.state, d.attempts,
           (extract(epoch FROM d.next_attempt_at) * 1000)::bigint, (extract(epoch FROM d.finished_at) * 1000)::bigint,
           coalesce(d.last_error, ''), coalesce(r.email, l.email, a.email,
           CASE d.kind WHEN 'account' THEN '' ELSE 'webhook ' || d.target_id END)
    FROM )" +
           of + R"( AS d
    LEFT JOIN recipient AS r ON d.channel = 'mail' AND r.store_id = d.of_store AND r.recipient_id = d.target_id
    LEFT JOIN district_recipient AS l
      ON d.channel = 'mail' AND l.district_id = d.of_district AND l.recipient_id = d.target_id
    LEFT JOIN account_link AS k ON d.kind = 'account' AND k.link_id = d.target_id
    LEFT JOIN account AS a ON a.account_id = k.account_id )" +
           rest;
}

const std::string list_deliveries_sql = reports_sql("delivery", R"(
    WHERE ($1::text IS NULL OR d.of_store = $1) AND ($2::text IS NULL OR d.state = $2)
      AND ($4::text IS NULL OR d.of_district = $4)
    ORDER BY d.due_at DESC, d.of_store, d.message_id LIMIT $3)");
const std::string list_last_deliveries_sql = reports_sql(R"((
    SELECT DISTINCT ON (target_id) * FROM delivery
    WHERE channel = 'mail' AND kind <> 'account' AND attempts > 0 AND due_at > $1
    ORDER BY target_id, due_at DESC))",
                                                         "ORDER BY d.target_id");

template <typename T>
T known(const std::optional<T>& value) {
    if (!value) {
        throw std::logic_error("delivery holds an unknown word");
    }
    return *value;
}

/// Of the first eleven columns, which both statements select alike.
OutgoingDelivery delivery_of(const pqxx::row& row) {
    OutgoingDelivery delivery;
    delivery.delivery_id = uuid_of(row[0].as<std::string>());
    delivery.store = row[1].as<std::string>("");
    delivery.kind = known(domain::find_delivery_kind(row[2].as<std::string>()));
    delivery.channel = known(domain::find_delivery_channel(row[3].as<std::string>()));
    delivery.target_id = uuid_of(row[4].as<std::string>());
    if (!row[5].is_null()) {
        delivery.day = day_of(row[5].as<std::int64_t>());
        delivery.edition = row[6].as<int>();
    }
    if (!row[7].is_null()) {
        delivery.alert_id = uuid_of(row[7].as<std::string>());
    }
    delivery.message_id = row[8].as<std::string>();
    delivery.due_at = instant_of(row[9].as<std::int64_t>());
    delivery.district = row[10].as<std::string>("");
    return delivery;
}

LeasedDelivery leased_of(const pqxx::row& row) {
    LeasedDelivery leased{delivery_of(row), {}, row[11].as<int>()};
    leased.target.address = row[12].as<std::string>("");
    if (!row[13].is_null()) {
        leased.target.language = known(domain::find_language(row[13].as<std::string>()));
    }
    leased.target.unsubscribe_token = row[14].as<std::string>("");
    leased.target.secret_file = row[15].as<std::string>("");
    leased.target.active = row[16].as<bool>();
    return leased;
}

DeliveryReport report_of(const pqxx::row& row) {
    DeliveryReport report;
    report.delivery = delivery_of(row);
    report.state = known(domain::find_delivery_state(row[11].as<std::string>()));
    report.attempts = row[12].as<int>();
    if (report.state == DeliveryState::waiting) {
        report.next_attempt_at = instant_of(row[13].as<std::int64_t>());
    }
    if (!row[14].is_null()) {
        report.finished_at = instant_of(row[14].as<std::int64_t>());
    }
    report.last_error = row[15].as<std::string>();
    report.address = row[16].as<std::string>();
    return report;
}

}  // namespace

PgDeliveryStore::PgDeliveryStore(Session& session) : session_(session) {
    session_.use(delivery_store_sql);
}

Result<std::optional<LeasedDelivery>> PgDeliveryStore::lease_next(Instant now, Instant lease_until) {
    using Found = std::optional<LeasedDelivery>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("lease_next", to_sql(now), to_sql(lease_until));
        return rows.empty() ? Found() : Found(leased_of(rows[0]));
    });
}

Result<bool> PgDeliveryStore::settle(const LeasedDelivery& leased, DeliveryState state, std::string_view what,
                                     std::optional<Instant> next_attempt_at, std::optional<Instant> finished_at) {
    const auto error = what.empty() ? std::nullopt : std::optional(std::string(what));
    const auto next = to_sql(next_attempt_at);
    const auto finished = to_sql(finished_at);
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction
                    .exec_prepared("settle_delivery", leased.delivery.delivery_id.to_string(), leased.attempts,
                                   std::string(domain::to_text(state)), or_null(error), or_null(next), or_null(finished))
                    .empty();
    });
}

Result<bool> PgDeliveryStore::record_sent(const LeasedDelivery& leased, Instant now) {
    return settle(leased, DeliveryState::sent, {}, std::nullopt, now);
}

Result<bool> PgDeliveryStore::record_failure(const LeasedDelivery& leased, std::string_view what,
                                             std::optional<Instant> next_attempt_at, Instant now) {
    return next_attempt_at ? settle(leased, DeliveryState::waiting, what, next_attempt_at, std::nullopt)
                           : settle(leased, DeliveryState::failed, what, std::nullopt, now);
}

Result<bool> PgDeliveryStore::record_bounce(std::string_view message_id, std::string_view what, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction.exec_prepared("record_bounce", std::string(message_id), std::string(what), to_sql(now)).empty();
    });
}

Result<bool> PgDeliveryStore::record_cancelled(const LeasedDelivery& leased, Instant now) {
    return settle(leased, DeliveryState::cancelled, {}, std::nullopt, now);
}

Result<void> PgDeliveryStore::append_alert_deliveries(std::string_view store, const Uuid& alert_id,
                                                      std::string_view message_domain, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("append_alert_deliveries", std::string(store), alert_id.to_string(),
                                  std::string(message_domain), to_sql(now));
        return {};
    });
}

Result<std::vector<DeliveryReport>> PgDeliveryStore::list(const std::optional<std::string>& store,
                                                          const std::optional<std::string>& district,
                                                          std::optional<DeliveryState> state) {
    using List = std::vector<DeliveryReport>;
    const auto wanted = state ? std::optional(std::string(domain::to_text(*state))) : std::nullopt;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List reports;
        for (const pqxx::row& row :
             transaction.exec_params(list_deliveries_sql, or_null(store), or_null(wanted), list_max, or_null(district))) {
            reports.push_back(report_of(row));
        }
        return reports;
    });
}

Result<std::vector<DeliveryReport>> PgDeliveryStore::list_deliveries(const std::optional<std::string>& store,
                                                                     std::optional<DeliveryState> state) {
    return list(store, std::nullopt, state);
}

Result<std::vector<DeliveryReport>> PgDeliveryStore::list_district_deliveries(std::string_view district) {
    return list(std::nullopt, std::string(district), std::nullopt);
}

Result<std::vector<DeliveryReport>> PgDeliveryStore::list_last_deliveries(Instant since) {
    using List = std::vector<DeliveryReport>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List reports;
        for (const pqxx::row& row : transaction.exec_params(list_last_deliveries_sql, to_sql(since))) {
            reports.push_back(report_of(row));
        }
        return reports;
    });
}

Result<domain::DeliveryCounts> PgDeliveryStore::count_deliveries(Instant now) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<domain::DeliveryCounts> {
        const pqxx::row row =
            transaction.exec_prepared1("count_deliveries", to_sql(now), to_sql(now - std::chrono::days{7}));
        return domain::DeliveryCounts{row[0].as<std::int64_t>(), row[1].as<std::int64_t>()};
    });
}

}  // namespace tillnote::storage
