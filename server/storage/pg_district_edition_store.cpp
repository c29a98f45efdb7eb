#include "server/storage/pg_district_edition_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::DistrictEditionRecord;
using domain::DistrictSchedule;
using Transaction = pqxx::transaction_base;

constexpr Statement district_edition_store_sql[] = {
    {"district_schedules", R"(
        SELECT d.district_id, d.digest_rhythm, (extract(epoch FROM d.digest_rhythm_since) * 1000)::bigint,
               (SELECT max(r.business_day) FROM district_digest_run AS r WHERE r.district_id = d.district_id)
                   - date '1970-01-01'
        FROM district AS d ORDER BY d.district_id)"},
    {"district_targets", R"(
        SELECT district_id, 'mail', recipient_id FROM district_recipient WHERE unsubscribed_at IS NULL
        UNION ALL
        SELECT d.district_id, 'webhook', w.webhook_id
        FROM webhook AS w JOIN district AS d ON w.of_district IS NULL OR w.of_district = d.district_id
        WHERE w.kind = 'district' AND w.removed_at IS NULL
        ORDER BY 1, 3)"},
    {"store_digest_times", R"(
        SELECT store_id, min(local_minutes) FROM recipient
        WHERE kind = 'digest' AND unsubscribed_at IS NULL GROUP BY store_id)"},
    {"list_told", R"(
        SELECT store_id FROM digest_run
        WHERE store_id = ANY ($1::text[]) AND business_day = $2 AND outcome IN ('frozen', 'closed') ORDER BY store_id)"},
    // The mark of an undo names its note only: it may be any day's.
    {"has_uncounted", R"(
        SELECT EXISTS (SELECT FROM stale_mark
                       WHERE store_id = ANY ($1::text[]) AND (business_day = $2 OR business_day IS NULL))
            OR EXISTS (SELECT FROM stale_batch WHERE stores && $1::text[] AND $2 = ANY (business_days)))"},
    {"find_district_edition", R"(
        SELECT number, (extract(epoch FROM frozen_at) * 1000)::bigint, input, digest,
               (SELECT count(*) FROM district_edition WHERE district_id = $1 AND business_day = $2)
        FROM district_edition WHERE district_id = $1 AND business_day = $2 AND ($3::integer IS NULL OR number = $3)
        ORDER BY number DESC LIMIT 1)"},
    {"last_district_day", "SELECT max(business_day) - date '1970-01-01' FROM district_edition WHERE district_id = $1"},
    {"record_district_run", R"(
        INSERT INTO district_digest_run (district_id, business_day, outcome, decided_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING)"},
    // As "freeze" of stores: whoever writes the run writes the rest.
    {"freeze_district", R"(
        WITH decided AS (
            INSERT INTO district_digest_run (district_id, business_day, outcome, decided_at) VALUES ($1, $2, 'frozen', $3)
            ON CONFLICT DO NOTHING RETURNING district_id
        ), kept AS (
            INSERT INTO district_edition (district_id, business_day, number, frozen_at, input, digest)
            SELECT $1, $2, 1, $3, $4, $5 FROM decided
        ), queued AS (
            INSERT INTO delivery (delivery_id, of_district, kind, channel, target_id, business_day, edition, message_id,
                                  due_at, next_attempt_at)
            SELECT d.id, $1, 'district', d.channel, d.target, $2, 1, d.message_id, d.due_at, d.due_at
            FROM decided, unnest($6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::timestamptz[])
                 AS d (id, channel, target, message_id, due_at)
        )
        SELECT count(*) FROM decided)"},
};

std::string array_of(const std::vector<std::string>& texts) {
    ArrayText array;
    for (const std::string& text : texts) {
        array.append(std::string_view(text));
    }
    return array.text();
}

DistrictSchedule schedule_of(const pqxx::row& row) {
    const auto rhythm = domain::find_digest_rhythm(row[1].as<std::string>());
    if (!rhythm) {
        throw std::logic_error("district holds an unknown rhythm");
    }
    DistrictSchedule schedule{row[0].as<std::string>(), *rhythm, std::nullopt, std::nullopt, {}};
    if (!row[2].is_null()) {
        schedule.rhythm_since = instant_of(row[2].as<std::int64_t>());
    }
    if (!row[3].is_null()) {
        schedule.last_decided = day_of(row[3].as<std::int64_t>());
    }
    return schedule;
}

}  // namespace

PgDistrictEditionStore::PgDistrictEditionStore(Session& session) : session_(session) {
    session_.use(district_edition_store_sql);
}

Result<std::vector<DistrictSchedule>> PgDistrictEditionStore::list_schedules() {
    using List = std::vector<DistrictSchedule>;
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<List> {
        List schedules;
        for (const pqxx::row& row : transaction.exec_prepared("district_schedules")) {
            schedules.push_back(schedule_of(row));
        }
        auto at = schedules.begin();
        for (const pqxx::row& row : transaction.exec_prepared("district_targets")) {
            while (at->district != row[0].c_str()) {  // both are in the order of the ids, and each target has a district
                ++at;
            }
            const auto channel = domain::find_delivery_channel(row[1].as<std::string>());
            at->targets.push_back({channel.value(), uuid_of(row[2].as<std::string>()), std::nullopt});
        }
        return schedules;
    });
}

Result<domain::DigestTimes> PgDistrictEditionStore::list_digest_times() {
    using Times = domain::DigestTimes;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Times> {
        Times times;
        for (const pqxx::row& row : transaction.exec_prepared("store_digest_times")) {
            times.emplace(row[0].as<std::string>(), std::chrono::minutes{row[1].as<int>()});
        }
        return times;
    });
}

Result<std::vector<std::string>> PgDistrictEditionStore::list_told(const std::vector<std::string>& stores, Day day) {
    using List = std::vector<std::string>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List told;
        for (const pqxx::row& row : transaction.exec_prepared("list_told", array_of(stores), to_sql(day))) {
            told.push_back(row[0].as<std::string>());
        }
        return told;
    });
}

Result<bool> PgDistrictEditionStore::is_counted(const std::vector<std::string>& stores, Day day) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return !transaction.exec_prepared1("has_uncounted", array_of(stores), to_sql(day))[0].as<bool>();
    });
}

Result<std::optional<DistrictEditionRecord>> PgDistrictEditionStore::find_edition(std::string_view district, Day day,
                                                                                  std::optional<int> number) {
    using Found = std::optional<DistrictEditionRecord>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto wanted = number ? std::optional(std::to_string(*number)) : std::nullopt;
        const auto rows =
            transaction.exec_prepared("find_district_edition", std::string(district), to_sql(day), or_null(wanted));
        if (rows.empty()) {
            return Found();
        }
        const pqxx::row& row = rows[0];
        return Found(DistrictEditionRecord{std::string(district),
                                           day,
                                           {row[0].as<int>(), instant_of(row[1].as<std::int64_t>()), row[4].as<int>()},
                                           row[2].as<std::string>(),
                                           row[3].as<std::string>()});
    });
}

Result<std::optional<Day>> PgDistrictEditionStore::find_last_day(std::string_view district) {
    using Found = std::optional<Day>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const pqxx::row row = transaction.exec_prepared1("last_district_day", std::string(district));
        return row[0].is_null() ? Found() : Found(day_of(row[0].as<std::int64_t>()));
    });
}

Result<void> PgDistrictEditionStore::record_run(std::string_view district, Day day, domain::RunOutcome outcome,
                                                Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("record_district_run", std::string(district), to_sql(day),
                                  std::string(domain::to_text(outcome)), to_sql(now));
        return {};
    });
}

Result<bool> PgDistrictEditionStore::freeze(const DistrictEditionRecord& record,
                                            const std::vector<domain::OutgoingDelivery>& deliveries) {
    ArrayText ids, channels, targets, message_ids, due;
    for (const domain::OutgoingDelivery& delivery : deliveries) {
        ids.append(delivery.delivery_id);
        channels.append(domain::to_text(delivery.channel));
        targets.append(delivery.target_id);
        message_ids.append(std::string_view(delivery.message_id));
        due.append(delivery.due_at);
    }
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        const pqxx::row row = transaction.exec_prepared1(
            "freeze_district", record.district, to_sql(record.day), to_sql(record.edition.frozen_at), record.input,
            record.digest, ids.text(), channels.text(), targets.text(), message_ids.text(), due.text());
        return row[0].as<int>() == 1;
    });
}

}  // namespace tillnote::storage
