#include "server/storage/pg_rollup_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace tillnote::storage {
namespace {

constexpr int months_ahead = 3;

constexpr Statement rollup_store_sql[] = {
    {"resolve_marks", "SELECT resolve_marks()"},
    {"list_stale", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM stale_mark WHERE business_day IS NOT NULL
        GROUP BY store_id, business_day ORDER BY business_day DESC, store_id LIMIT $1)"},
    // A day whose notes are gone is as good as sealed, whatever this server's clock says.
    {"recompute_day", R"(
        WITH day AS MATERIALIZED (SELECT $4 OR notes_are_gone($2) AS is_sealed)
        SELECT is_sealed, recount_day($1, $2, $3, is_sealed) FROM day)"},
    // Whether an edition has to follow is found out later: asking here whether there is one would race with its freezing.
    {"mark_change", R"(
        INSERT INTO day_change AS c (store_id, business_day, changes, changed_at) SELECT $1, $2, 1, now() WHERE $3 <= now()
        ON CONFLICT (store_id, business_day) DO UPDATE SET changes = c.changes + 1, changed_at = excluded.changed_at)"},
    {"list_days", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM note
        UNION
        SELECT store_id, business_day - date '1970-01-01' FROM rollup_lane
        ORDER BY 1, 2)"},
    {"list_wrong_transactions", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM (
            SELECT store_id, business_day, array_agg(DISTINCT lane ORDER BY lane) AS lanes, sum(staffed_transactions) AS told
            FROM transaction_hour GROUP BY store_id, business_day) AS h
        FULL JOIN transaction_day AS d USING (store_id, business_day)
        WHERE (h.lanes, h.told) IS DISTINCT FROM (d.lanes, d.staffed_transactions::numeric) ORDER BY 1, 2)"},
    {"load_notes", R"(
        SELECT n.note_id, n.lane, n.outbox_id, n.seq, n.reason, n.remark_key,
               (extract(epoch FROM n.tapped_at) * 1000)::bigint,
               EXISTS (SELECT FROM note_undo AS u WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date
                       AND u.note_id = n.note_id AND u.lane = n.lane AND u.problem IS NULL)
        FROM day_notes($1, $2) AS n ORDER BY n.note_id)"},
    {"load_rollup", "SELECT reason, remarks, breadth FROM rollup WHERE store_id = $1 AND business_day = $2"},
    {"load_rollup_hours", "SELECT reason, hour, remarks FROM rollup_hour WHERE store_id = $1 AND business_day = $2"},
    {"load_rollup_lanes", "SELECT lane, notes, notes_missing FROM rollup_lane WHERE store_id = $1 AND business_day = $2"},
    {"is_packed", R"(
        SELECT NOT EXISTS (
            SELECT FROM pack_of($1, $2) AS p LEFT JOIN rollup_day AS d ON d.store_id = $1 AND d.business_day = $2
            WHERE (p.reasons, p.lanes) IS DISTINCT FROM (coalesce(d.reasons, ''), coalesce(d.lanes, ''))))"},
    // The next counted seq after each run of the day, where another day has it.
    {"load_counted_around", R"(
        SELECT e.outbox_id, after.seq
        FROM (SELECT outbox_id, seq, lead(seq) OVER (PARTITION BY outbox_id ORDER BY seq) AS seq_after
              FROM (SELECT DISTINCT outbox_id, seq FROM day_notes($1, $2)) AS d) AS e
        CROSS JOIN LATERAL (
            SELECT min(n.seq) AS seq FROM note AS n
            WHERE n.store_id = $1 AND n.outbox_id = e.outbox_id AND n.seq > e.seq) AS after
        WHERE e.seq_after IS DISTINCT FROM e.seq + 1 AND after.seq IS NOT NULL
        ORDER BY 1, 2)"},
    // $3: the first seq of the outbox on the day; $4: the upper end of its last gap, if there is a note.
    {"load_uncounted_around", R"(
        SELECT seq FROM quarantine WHERE store_id = $1 AND outbox_id = $2 AND seq > $3 AND seq < coalesce($4, seq + 1)
        UNION
        SELECT seq FROM refusal WHERE store_id = $1 AND outbox_id = $2 AND seq > $3 AND seq < coalesce($4, seq + 1)
        ORDER BY 1)"},
    // A mark of another day counts when that day holds the upper end of one of this day's gaps; what such a mark will do
    // to this day is not known before it is worked off.
    {"day_is_stale", R"(
        SELECT EXISTS (
            SELECT FROM stale_mark AS m WHERE m.store_id = $1 AND (
                m.business_day IS NULL OR m.business_day = $2 OR EXISTS (
                    SELECT FROM unnest($3::uuid[], $4::bigint[]) AS a (outbox_id, seq)
                    JOIN note AS n ON n.store_id = $1 AND n.outbox_id = a.outbox_id AND n.seq = a.seq
                    WHERE n.business_day = m.business_day)))
        OR EXISTS (SELECT FROM stale_batch AS b WHERE $1 = ANY (b.stores)))"},
    {"make_month", "SELECT make_note_month($1)"},
};

using Transaction = pqxx::transaction_base;

std::vector<domain::StoreDay> read_store_days(const pqxx::result& rows) {
    std::vector<domain::StoreDay> days;
    for (const pqxx::row& row : rows) {
        days.push_back({row[0].as<std::string>(), day_of(row[1].as<std::int64_t>())});
    }
    return days;
}

std::vector<domain::CountedNote> load_notes(Transaction& transaction, const domain::StoreDay& store_day) {
    std::vector<domain::CountedNote> notes;
    for (const pqxx::row& row : transaction.exec_prepared("load_notes", store_day.store, to_sql(store_day.day))) {
        domain::CountedNote note;
        note.note_id = uuid_of(row[0].as<std::string>());
        note.lane = row[1].as<int>();
        note.outbox_id = uuid_of(row[2].as<std::string>());
        note.seq = row[3].as<std::int64_t>();
        note.reason = row[4].as<std::string>();
        note.remark_key = row[5].as<std::string>();
        note.tapped_at = instant_of(row[6].as<std::int64_t>());
        note.undone = row[7].as<bool>();
        notes.push_back(std::move(note));
    }
    return notes;
}

std::vector<domain::OutboxAround> load_around(Transaction& transaction, const domain::StoreDay& store_day,
                                              const std::vector<domain::CountedNote>& notes) {
    struct Seqs {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };
    std::map<Uuid, Seqs> of_day;
    for (const domain::CountedNote& note : notes) {
        Seqs& seqs = of_day.try_emplace(note.outbox_id, Seqs{note.seq, note.seq}).first->second;
        seqs = {std::min(seqs.first, note.seq), std::max(seqs.last, note.seq)};
    }
    std::map<Uuid, std::vector<std::int64_t>> counted;
    for (const pqxx::row& row : transaction.exec_prepared("load_counted_around", store_day.store, to_sql(store_day.day))) {
        counted[uuid_of(row[0].as<std::string>())].push_back(row[1].as<std::int64_t>());
    }
    std::vector<domain::OutboxAround> around;
    for (const auto& [outbox_id, seqs] : of_day) {
        domain::OutboxAround outbox{outbox_id, std::move(counted[outbox_id]), {}};
        std::optional<std::string> upper_end;
        if (!outbox.counted.empty() && outbox.counted.back() > seqs.last) {
            upper_end = std::to_string(outbox.counted.back());
        }
        for (const pqxx::row& row : transaction.exec_prepared("load_uncounted_around", store_day.store,
                                                              outbox_id.to_string(), seqs.first, or_null(upper_end))) {
            outbox.uncounted.push_back(row[0].as<std::int64_t>());
        }
        around.push_back(std::move(outbox));
    }
    return around;
}

domain::DayRollup load_rollup(Transaction& transaction, const domain::StoreDay& store_day) {
    const std::string day = to_sql(store_day.day);
    domain::DayRollup rollup;
    for (const pqxx::row& row : transaction.exec_prepared("load_rollup", store_day.store, day)) {
        auto& count = rollup.reasons[row[0].as<std::string>()];
        count.remarks = row[1].as<int>();
        count.breadth = row[2].as<int>();
    }
    for (const pqxx::row& row : transaction.exec_prepared("load_rollup_hours", store_day.store, day)) {
        rollup.reasons[row[0].as<std::string>()].remarks_by_hour[row[1].as<int>()] = row[2].as<int>();
    }
    for (const pqxx::row& row : transaction.exec_prepared("load_rollup_lanes", store_day.store, day)) {
        const int lane = row[0].as<int>();
        rollup.notes_by_lane[lane] = row[1].as<int>();
        if (const auto missing = row[2].as<std::int64_t>(); missing > 0) {
            rollup.missing_by_lane[lane] = missing;
        }
    }
    rollup.packed = transaction.exec_prepared1("is_packed", store_day.store, day)[0].as<bool>();
    return rollup;
}

bool is_stale(Transaction& transaction, const domain::StoreDay& store_day, const std::vector<domain::OutboxAround>& around) {
    ArrayText outboxes, seqs;
    for (const domain::OutboxAround& outbox : around) {
        for (const std::int64_t seq : outbox.counted) {
            outboxes.append(outbox.outbox_id);
            seqs.append(seq);
        }
    }
    return transaction
        .exec_prepared1("day_is_stale", store_day.store, to_sql(store_day.day), outboxes.text(), seqs.text())[0]
        .as<bool>();
}

}  // namespace

PgRollupStore::PgRollupStore(Session& session) : session_(session) {
    session_.use(rollup_store_sql);
}

Result<std::vector<domain::StoreDay>> PgRollupStore::list_stale(std::size_t count_max) {
    using List = std::vector<domain::StoreDay>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        transaction.exec_prepared("resolve_marks");
        return read_store_days(transaction.exec_prepared("list_stale", count_max));
    });
}

Result<void> PgRollupStore::recompute(const domain::StoreDay& store_day, const domain::DayBounds& bounds, bool sealed) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const pqxx::row row = transaction.exec_prepared1("recompute_day", store_day.store, to_sql(store_day.day),
                                                         to_sql(bounds.starts_at), sealed);
        if (!row[0].as<bool>()) {
            transaction.exec_prepared("mark_change", store_day.store, to_sql(store_day.day), to_sql(bounds.ends_at));
        }
        return {};
    });
}

Result<std::vector<domain::StoreDay>> PgRollupStore::list_days_with_notes_or_rollups() {
    using List = std::vector<domain::StoreDay>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        return read_store_days(transaction.exec_prepared("list_days"));
    });
}

Result<std::vector<domain::StoreDay>> PgRollupStore::list_days_with_wrong_transactions() {
    using List = std::vector<domain::StoreDay>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        return read_store_days(transaction.exec_prepared("list_wrong_transactions"));
    });
}

Result<domain::DayRecord> PgRollupStore::load_day(const domain::StoreDay& store_day) {
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<domain::DayRecord> {
        domain::DayRecord record;
        record.notes = load_notes(transaction, store_day);
        record.around = load_around(transaction, store_day, record.notes);
        record.rollup = load_rollup(transaction, store_day);
        record.is_stale = is_stale(transaction, store_day, record.around);
        return record;
    });
}

Result<void> PgRollupStore::make_months_ahead(domain::Day today) {
    for (int ahead = 0; ahead <= months_ahead; ++ahead) {
        const domain::Day first = today.year() / today.month() / 1 + std::chrono::months{ahead};
        // A transaction each: the lock on the default partition is held no longer than one month needs.
        const auto made = transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
            transaction.exec_prepared("make_month", to_sql(first));
            return {};
        });
        if (made.has_error()) {
            return made;
        }
    }
    return {};
}

}  // namespace tillnote::storage
