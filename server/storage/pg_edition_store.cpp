#include "server/storage/pg_edition_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <map>
#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::ChangeLine;
using domain::DayChange;
using domain::EditionRecord;
using domain::RunOutcome;
using domain::StoreSchedule;
using Transaction = pqxx::transaction_base;

constexpr Statement edition_store_sql[] = {
    {"schedule_stores", R"(
        SELECT s.store_id, (SELECT max(r.business_day) FROM digest_run AS r WHERE r.store_id = s.store_id) - date '1970-01-01'
        FROM store AS s ORDER BY s.store_id)"},
    {"schedule_targets", R"(
        SELECT store_id, 'mail', recipient_id, local_minutes
        FROM recipient WHERE kind = 'digest' AND unsubscribed_at IS NULL
        UNION ALL
        SELECT s.store_id, 'webhook', w.webhook_id, NULL
        FROM webhook AS w JOIN store AS s ON w.of_store IS NULL OR w.of_store = s.store_id
        WHERE w.kind = 'digest' AND w.removed_at IS NULL
        ORDER BY 1, 3)"},
    {"schedule_changes", "SELECT store_id, business_day - date '1970-01-01' FROM day_change ORDER BY 1, 2"},
    {"find_run", "SELECT outcome FROM digest_run WHERE store_id = $1 AND business_day = $2"},
    {"find_edition", R"(
        SELECT number, (extract(epoch FROM frozen_at) * 1000)::bigint, remarks, input, digest,
               (SELECT count(*) FROM edition WHERE store_id = $1 AND business_day = $2)
        FROM edition WHERE store_id = $1 AND business_day = $2 AND ($3::integer IS NULL OR number = $3)
        ORDER BY number DESC LIMIT 1)"},
    {"record_run", R"(
        INSERT INTO digest_run (store_id, business_day, outcome, decided_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)"},
    {"forget_beginning", "DELETE FROM digest_run WHERE store_id = $1 AND outcome = 'begun'"},
    {"begin_after", R"(
        INSERT INTO digest_run (store_id, business_day, outcome, decided_at)
        SELECT $1, $2, 'begun', $3 WHERE NOT EXISTS (SELECT FROM digest_run WHERE store_id = $1))"},
    {"list_changes", R"(
        SELECT business_day - date '1970-01-01', changes, (extract(epoch FROM changed_at) * 1000)::bigint
        FROM day_change WHERE store_id = $1 ORDER BY business_day)"},
    {"drop_change", "DELETE FROM day_change WHERE store_id = $1 AND business_day = $2 AND changes = $3"},
    // The digest before: the last one frozen for an earlier day. What a day's remarks were then, and what they are now.
    {"list_amended", R"(
        WITH before AS (
            SELECT e.frozen_at FROM digest_run AS r
            JOIN edition AS e ON e.store_id = r.store_id AND e.business_day = r.business_day AND e.number = 1
            WHERE r.store_id = $1 AND r.business_day < $2 AND r.outcome = 'frozen' ORDER BY r.business_day DESC LIMIT 1)
        SELECT DISTINCT ON (now.business_day) now.business_day - date '1970-01-01', now.number, now.remarks,
               (SELECT was.remarks FROM edition AS was
                WHERE was.store_id = $1 AND was.business_day = now.business_day
                  AND (was.number = 1 OR was.frozen_at <= before.frozen_at)
                ORDER BY was.number DESC LIMIT 1)
        FROM edition AS now, before
        WHERE now.store_id = $1 AND now.business_day <> $2 AND now.number > 1 AND now.frozen_at > before.frozen_at
        ORDER BY now.business_day, now.number DESC)"},
    // One statement and one commit for a store's whole morning: whoever writes the run writes the rest.
    {"freeze", R"(
        WITH decided AS (
            INSERT INTO digest_run (store_id, business_day, outcome, decided_at) VALUES ($1, $2, 'frozen', $3)
            ON CONFLICT DO NOTHING RETURNING store_id
        ), kept AS (
            INSERT INTO edition (store_id, business_day, number, frozen_at, remarks, input, digest)
            SELECT $1, $2, 1, $3, $4, $5, $6 FROM decided
        ), queued AS (
            INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id, due_at,
                                  next_attempt_at)
            SELECT d.id, $1, 'digest', d.channel, d.target, $2, 1, d.message_id, d.due_at, d.due_at
            FROM decided, unnest($7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::timestamptz[])
                 AS d (id, channel, target, message_id, due_at)
        )
        SELECT count(*) FROM decided)"},
    {"amend", R"(
        INSERT INTO edition (store_id, business_day, number, frozen_at, remarks, input, digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING number)"},
};

void drop(Transaction& transaction, const std::string& store, const DayChange& seen) {
    transaction.exec_prepared("drop_change", store, to_sql(seen.day), seen.changes);
}

RunOutcome outcome_of(const std::string& text) {
    const auto outcome = domain::find_run_outcome(text);
    if (!outcome) {
        throw std::logic_error("digest_run holds an unknown outcome");
    }
    return *outcome;
}

domain::DigestTarget target_of(const pqxx::row& row) {
    const auto channel = domain::find_delivery_channel(row[1].as<std::string>());
    domain::DigestTarget target{channel.value(), uuid_of(row[2].as<std::string>()), std::nullopt};
    if (!row[3].is_null()) {
        target.local_time = std::chrono::minutes{row[3].as<int>()};
    }
    return target;
}

}  // namespace

PgEditionStore::PgEditionStore(Session& session) : session_(session) {
    session_.use(edition_store_sql);
}

Result<std::vector<StoreSchedule>> PgEditionStore::list_schedules() {
    using List = std::vector<StoreSchedule>;
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<List> {
        List schedules;
        std::map<std::string, std::size_t, std::less<>> index_of;
        for (const pqxx::row& row : transaction.exec_prepared("schedule_stores")) {
            StoreSchedule schedule{row[0].as<std::string>(), std::nullopt, {}, {}};
            if (!row[1].is_null()) {
                schedule.last_decided = day_of(row[1].as<std::int64_t>());
            }
            index_of.emplace(schedule.store, schedules.size());
            schedules.push_back(std::move(schedule));
        }
        for (const pqxx::row& row : transaction.exec_prepared("schedule_targets")) {
            schedules[index_of.at(row[0].as<std::string>())].targets.push_back(target_of(row));
        }
        for (const pqxx::row& row : transaction.exec_prepared("schedule_changes")) {
            schedules[index_of.at(row[0].as<std::string>())].changed_days.push_back(day_of(row[1].as<std::int64_t>()));
        }
        return schedules;
    });
}

Result<std::optional<RunOutcome>> PgEditionStore::find_run(std::string_view store, domain::Day day) {
    using Found = std::optional<RunOutcome>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_run", std::string(store), to_sql(day));
        return rows.empty() ? Found() : Found(outcome_of(rows[0][0].as<std::string>()));
    });
}

Result<std::optional<EditionRecord>> PgEditionStore::find_edition(std::string_view store, domain::Day day,
                                                                  std::optional<int> number) {
    using Found = std::optional<EditionRecord>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto wanted = number ? std::optional(std::to_string(*number)) : std::nullopt;
        const auto rows = transaction.exec_prepared("find_edition", std::string(store), to_sql(day), or_null(wanted));
        if (rows.empty()) {
            return Found();
        }
        const pqxx::row& row = rows[0];
        return Found(EditionRecord{std::string(store),
                                   day,
                                   {row[0].as<int>(), instant_of(row[1].as<std::int64_t>()), row[5].as<int>()},
                                   row[2].as<int>(),
                                   row[3].as<std::string>(),
                                   row[4].as<std::string>()});
    });
}

Result<void> PgEditionStore::record_run(std::string_view store, domain::Day day, RunOutcome outcome, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("record_run", std::string(store), to_sql(day), std::string(domain::to_text(outcome)),
                                  to_sql(now));
        return {};
    });
}

Result<void> PgEditionStore::begin_after(std::string_view store, domain::Day day, Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("forget_beginning", std::string(store));
        transaction.exec_prepared("begin_after", std::string(store), to_sql(day), to_sql(now));
        return {};
    });
}

Result<std::vector<DayChange>> PgEditionStore::list_changes(std::string_view store) {
    using List = std::vector<DayChange>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List changes;
        for (const pqxx::row& row : transaction.exec_prepared("list_changes", std::string(store))) {
            changes.push_back(
                {day_of(row[0].as<std::int64_t>()), row[1].as<std::int64_t>(), instant_of(row[2].as<std::int64_t>())});
        }
        return changes;
    });
}

Result<void> PgEditionStore::drop_change(std::string_view store, const DayChange& seen) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        drop(transaction, std::string(store), seen);
        return {};
    });
}

Result<std::vector<ChangeLine>> PgEditionStore::list_amended(std::string_view store, domain::Day day) {
    using List = std::vector<ChangeLine>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List lines;
        for (const pqxx::row& row : transaction.exec_prepared("list_amended", std::string(store), to_sql(day))) {
            lines.push_back({day_of(row[0].as<std::int64_t>()), row[3].as<int>(), row[2].as<int>(), row[1].as<int>()});
        }
        return lines;
    });
}

Result<bool> PgEditionStore::freeze(const EditionRecord& record, const std::vector<domain::OutgoingDelivery>& deliveries,
                                    const std::optional<DayChange>& seen) {
    ArrayText ids, channels, targets, message_ids, due;
    for (const domain::OutgoingDelivery& delivery : deliveries) {
        ids.append(delivery.delivery_id);
        channels.append(domain::to_text(delivery.channel));
        targets.append(delivery.target_id);
        message_ids.append(std::string_view(delivery.message_id));
        due.append(delivery.due_at);
    }
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const pqxx::row row = transaction.exec_prepared1(
            "freeze", record.store, to_sql(record.day), to_sql(record.edition.frozen_at), record.remarks, record.input,
            record.digest, ids.text(), channels.text(), targets.text(), message_ids.text(), due.text());
        const bool decided = row[0].as<int>() == 1;
        if (decided && seen) {
            drop(transaction, record.store, *seen);
        }
        return decided;
    });
}

Result<bool> PgEditionStore::amend(const EditionRecord& record, const DayChange& seen) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<bool> {
        const auto rows =
            transaction.exec_prepared("amend", record.store, to_sql(record.day), record.edition.number,
                                      to_sql(record.edition.frozen_at), record.remarks, record.input, record.digest);
        if (rows.empty()) {
            return false;
        }
        drop(transaction, record.store, seen);
        return true;
    });
}

}  // namespace tillnote::storage
