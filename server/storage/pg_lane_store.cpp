#include "server/storage/pg_lane_store.hpp"

#include "server/storage/enrolments.hpp"
#include "server/storage/lane_hours.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement lane_store_sql[] = {
    {"find_lane_token", R"(
        SELECT e.store_id, e.enrolment_id, e.lane, e.revoked_at IS NOT NULL, t.used_at IS NULL,
               x.of_store, x.earlier_enrolment_id, x.lane
        FROM lane_token AS t
        JOIN enrolment AS e ON e.store_id = t.of_store AND e.enrolment_id = t.enrolment_id
        LEFT JOIN earlier_enrolment AS x ON x.enrolment_id = e.enrolment_id
        WHERE t.token_sha256 = $1 ORDER BY x.approved_at DESC)"},
    {"use_lane_token", "UPDATE lane_token SET used_at = now() WHERE token_sha256 = $1 AND used_at IS NULL"},
    {"add_lane_token", R"(
        INSERT INTO lane_token (token_sha256, of_store, enrolment_id, created_at, by_poll) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING)"},
    // A stranger's are at most 200 (routes::CallerLimits): four of them do not hide the terminals of a chain.
    {"list_requests", R"(
        SELECT enrolment_id, code, device, (extract(epoch FROM expires_at) * 1000)::bigint
        FROM enrolment_request WHERE state = 'pending' AND expires_at > $1
        ORDER BY created_at DESC, enrolment_id LIMIT 1000)"},
    {"put_lane", "INSERT INTO lane (store_id, lane, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"},
    {"add_enrolment", R"(
        INSERT INTO enrolment (store_id, enrolment_id, lane, device, approved_at) VALUES ($1, $2, $3, $4, $5))"},
    {"find_current_enrolment", R"(
        SELECT enrolment_id FROM enrolment WHERE store_id = $1 AND lane = $2 AND revoked_at IS NULL
        ORDER BY approved_at DESC LIMIT 1)"},
    {"make_enrolment", R"(
        INSERT INTO enrolment (store_id, enrolment_id, lane, device, approved_at)
        VALUES ($1, gen_random_uuid(), $2, 'operator', $3) RETURNING enrolment_id)"},
    {"revoke_lane", R"(
        UPDATE enrolment SET revoked_at = $3 WHERE store_id = $1 AND lane = $2 AND revoked_at IS NULL RETURNING enrolment_id)"},
    {"list_lanes", R"(
        SELECT l.store_id, l.lane, e.enrolment_id, e.revoked_at IS NOT NULL, coalesce(e.device, ''), coalesce(o.version, ''),
               (extract(epoch FROM greatest(o.heard_at, c.last_heard_at)) * 1000)::bigint, coalesce(o.pending, 0),
               coalesce(o.rejected, 0),
               EXISTS (SELECT FROM outbox AS x WHERE x.store_id = l.store_id AND l.lane IN (x.lane, x.other_lane)
                       AND x.cloned_at > x.heard_at - interval '7 days')
        FROM lane AS l
        LEFT JOIN LATERAL (
            SELECT enrolment_id, revoked_at, device FROM enrolment WHERE store_id = l.store_id AND lane = l.lane
            ORDER BY revoked_at IS NULL DESC, approved_at DESC LIMIT 1) AS e ON true
        LEFT JOIN LATERAL (
            SELECT version, heard_at, pending, rejected FROM outbox WHERE store_id = l.store_id AND lane = l.lane
            ORDER BY heard_at DESC LIMIT 1) AS o ON true
        LEFT JOIN LATERAL (
            SELECT last_heard_at FROM contact WHERE store_id = l.store_id AND lane = l.lane
            ORDER BY business_day DESC LIMIT 1) AS c ON true
        WHERE $1::text IS NULL OR l.store_id = $1 ORDER BY l.store_id, l.lane)"},
    // The first contact of a lane on a day marks the day: its row for comparisons names the lanes that were heard.
    {"write_heartbeat", R"(
        WITH written AS (
            INSERT INTO contact AS c (store_id, business_day, lane, last_heard_at) VALUES ($1, $5, $4, $6)
            ON CONFLICT (store_id, business_day, lane) DO UPDATE
            SET last_heard_at = greatest(c.last_heard_at, excluded.last_heard_at)
            RETURNING c.store_id, c.business_day, c.xmax = 0 AS first),
        marked AS (
            INSERT INTO stale_mark (store_id, business_day) SELECT store_id, business_day FROM written WHERE first)
        INSERT INTO outbox AS o (store_id, outbox_id, enrolment_id, lane, contact_day, heard_at, have_seq, pending, rejected,
                                 last_seq, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (store_id, outbox_id) DO UPDATE
        SET enrolment_id = excluded.enrolment_id, lane = excluded.lane, contact_day = excluded.contact_day,
            heard_at = excluded.heard_at, have_seq = greatest(o.have_seq, excluded.have_seq), pending = excluded.pending,
            rejected = excluded.rejected, last_seq = excluded.last_seq, version = excluded.version)"},
    // Unlike deliveries, heartbeats of a terminal that has moved always come under its present enrolment.
    {"note_heartbeat_clone", R"(
        UPDATE outbox SET other_lane = $4, cloned_at = $5
        WHERE store_id = $1 AND outbox_id = $2 AND NOT EXISTS (
            SELECT FROM earlier_enrolment AS x WHERE x.enrolment_id = $3 AND x.of_store = $1 AND x.lane = $4))"},
    {"seed_contacts", R"(
        WITH written AS (
            INSERT INTO contact AS c (store_id, lane, business_day, last_heard_at)
            SELECT $1, * FROM unnest($2::smallint[], $3::date[], $4::timestamptz[])
            ON CONFLICT (store_id, business_day, lane) DO UPDATE
            SET last_heard_at = greatest(c.last_heard_at, excluded.last_heard_at)
            RETURNING c.store_id, c.business_day, c.xmax = 0 AS first)
        INSERT INTO stale_mark (store_id, business_day) SELECT DISTINCT store_id, business_day FROM written WHERE first)"},
};

using Transaction = pqxx::transaction_base;

template <typename T>
Result<T> name_missing_store(Result<T> result) {
    if (result.has_error() && result.error().code == ErrorCode::impossible_value) {
        return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
    }
    return result;
}

}  // namespace

PgLaneStore::PgLaneStore(Session& session, std::shared_ptr<OutboxBook> book)
    : session_(session), lease_(session, std::move(book)) {
    session_.use(lane_store_sql);
    session_.use(enrolment_statements());
    session_.use(lane_hour_statements());
}

Result<std::optional<domain::LaneIdentity>> PgLaneStore::find_by_token(std::string_view token_hash) {
    using Found = std::optional<domain::LaneIdentity>;
    const std::string hash(token_hash);
    bool unused = false;
    auto found = read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        Found identity;
        unused = false;
        for (const pqxx::row& row : transaction.exec_prepared("find_lane_token", hash)) {
            if (!identity) {
                identity.emplace();
                identity->current = {uuid_of(row[1].as<std::string>()), row[0].as<std::string>(), row[2].as<int>()};
                identity->revoked = row[3].as<bool>();
                unused = row[4].as<bool>();
            }
            if (!row[5].is_null()) {
                identity->earlier.push_back({uuid_of(row[6].as<std::string>()), row[5].as<std::string>(), row[7].as<int>()});
            }
        }
        return identity;
    });
    if (found.has_error() || !unused) {
        return found;
    }
    const auto used = transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("use_lane_token", hash);
        return {};
    });
    return used.has_error() ? Result<Found>(used.error()) : found;
}

Result<void> PgLaneStore::start_enrolment(const Uuid& enrolment_id, std::string_view code, std::string_view secret_hash,
                                          std::string_view device, std::optional<std::string> previous_token_hash,
                                          Instant now, Instant expires_at) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) {
        return storage::start_enrolment(
            transaction, {enrolment_id, code, secret_hash, device, std::move(previous_token_hash), expires_at}, now);
    });
}

Result<EnrolmentAnswer> PgLaneStore::poll_enrolment(const Uuid& enrolment_id, std::string_view secret_hash,
                                                    std::string_view new_token_hash, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) {
        return storage::poll_enrolment(transaction, enrolment_id, secret_hash, new_token_hash, now);
    });
}

Result<std::vector<domain::PendingEnrolment>> PgLaneStore::list_pending(Instant now) {
    using List = std::vector<domain::PendingEnrolment>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_requests", to_sql(now))) {
            list.push_back({uuid_of(row[0].as<std::string>()), row[1].as<std::string>(), row[2].as<std::string>(),
                            instant_of(row[3].as<std::int64_t>())});
        }
        return list;
    });
}

Result<void> PgLaneStore::approve(std::string_view code, const domain::Lane& lane, Instant now) {
    return name_missing_store(transact<ReadCommitted>(
        session_, [&](Transaction& transaction) { return approve_enrolment(transaction, code, lane, now); }));
}

Result<void> PgLaneStore::deny(std::string_view code, Instant now) {
    return transact<ReadCommitted>(session_,
                                   [&](Transaction& transaction) { return deny_enrolment(transaction, code, now); });
}

Result<void> PgLaneStore::add_token(const domain::Lane& lane, std::string_view token_hash, Instant now) {
    return name_missing_store(transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("put_lane", lane.store, lane.number, to_sql(now));
        pqxx::result enrolment = transaction.exec_prepared("find_current_enrolment", lane.store, lane.number);
        if (enrolment.empty()) {
            enrolment = transaction.exec_prepared("make_enrolment", lane.store, lane.number, to_sql(now));
        }
        transaction.exec_prepared0("add_lane_token", std::string(token_hash), lane.store, enrolment[0][0].as<std::string>(),
                                   to_sql(now), false);
        return {};
    }));
}

Result<void> PgLaneStore::revoke(const domain::Lane& lane, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("revoke_lane", lane.store, lane.number, to_sql(now)).empty()) {
            return Error{ErrorCode::not_found, "This lane has no enrolment in force.", {}};
        }
        return {};
    });
}

Result<std::vector<domain::LaneStatus>> PgLaneStore::list_lanes(std::optional<std::string> store) {
    using List = std::vector<domain::LaneStatus>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_lanes", or_null(store))) {
            domain::LaneStatus status;
            status.store = row[0].as<std::string>();
            status.lane = row[1].as<int>();
            if (!row[2].is_null()) {
                status.enrolment_id = uuid_of(row[2].as<std::string>());
            }
            status.revoked = row[3].as<bool>();
            status.device = row[4].as<std::string>();
            status.version = row[5].as<std::string>();
            if (!row[6].is_null()) {
                status.last_heard_at = instant_of(row[6].as<std::int64_t>());
            }
            status.pending = row[7].as<std::int64_t>();
            status.rejected = row[8].as<std::int64_t>();
            status.cloned = row[9].as<bool>();
            list.push_back(std::move(status));
        }
        return list;
    });
}

Result<std::int64_t> PgLaneStore::record_heartbeat(const domain::Enrolment& enrolment, const HeartbeatRequest& heartbeat,
                                                   domain::Day day, Instant received_at) {
    try {
        lease_.renew();
    } catch (...) {
        return session_.take_failure();
    }
    const OutboxKey key{enrolment.store, heartbeat.outbox_id};
    OutboxRecord record;
    auto answer = transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::int64_t> {
        record = lease_.load(transaction, std::span(&key, 1)).front();
        transaction.exec_prepared0("write_heartbeat", enrolment.store, heartbeat.outbox_id.to_string(),
                                   enrolment.enrolment_id.to_string(), enrolment.lane, to_sql(day), to_sql(received_at),
                                   record.have_seq, heartbeat.pending, heartbeat.rejected, heartbeat.last_seq,
                                   heartbeat.version);
        if (record.lane != 0 && record.lane != enrolment.lane) {
            transaction.exec_prepared0("note_heartbeat_clone", enrolment.store, heartbeat.outbox_id.to_string(),
                                       enrolment.enrolment_id.to_string(), record.lane, to_sql(received_at));
        }
        return record.have_seq;
    });
    if (answer.has_error()) {
        if (answer.error().code != ErrorCode::busy) {
            lease_.forget_all();
        }
        return answer;
    }
    record.lane = enrolment.lane;
    record.checkpoint = record.have_seq;
    record.pending = heartbeat.pending;
    record.pending_day = record.contact_day = day;
    record.contact_at = received_at;
    if (!lease_.join(key, record)) {
        return Error{ErrorCode::unavailable, "The database connection was lost meanwhile; send the same request again.", {}};
    }
    return lease_.have_seq(key, record);
}

Result<void> PgLaneStore::record_hours(const domain::Enrolment& enrolment, const Uuid& outbox_id,
                                       std::span<const domain::LaneHour> hours) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        write_hours(transaction, enrolment, outbox_id, hours);
        return {};
    });
}

Result<void> PgLaneStore::seed_contacts(std::string_view store, const std::vector<domain::LaneContact>& contacts) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        ArrayText lanes, days, heard;
        for (const domain::LaneContact& contact : contacts) {
            lanes.append(std::int64_t{contact.lane});
            days.append(contact.day);
            heard.append(contact.last_heard_at);
        }
        transaction.exec_prepared0("seed_contacts", std::string(store), lanes.text(), days.text(), heard.text());
        return {};
    });
}

}  // namespace tillnote::storage
