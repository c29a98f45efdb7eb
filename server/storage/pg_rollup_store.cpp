#include "server/storage/pg_rollup_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr int months_ahead = 3;

constexpr Statement statements[] = {
    {"resolve_marks", "SELECT resolve_marks()"},
    {"list_stale", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM stale_mark WHERE business_day IS NOT NULL
        GROUP BY store_id, business_day ORDER BY business_day DESC, store_id LIMIT $1)"},
    {"recompute_day", "SELECT recompute_day($1, $2, $3, $4)"},
    {"list_days", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM note
        UNION
        SELECT store_id, business_day - date '1970-01-01' FROM rollup_lane
        ORDER BY 1, 2)"},
    {"load_notes", R"(
        SELECT n.note_id, n.lane, n.outbox_id, n.seq, n.reason, n.remark_key,
               (extract(epoch FROM n.tapped_at) * 1000)::bigint,
               EXISTS (SELECT FROM note_undo AS u WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date
                       AND u.note_id = n.note_id AND u.lane = n.lane)
        FROM note AS n WHERE n.store_id = $1 AND n.business_day = $2 ORDER BY n.note_id)"},
    {"load_rollup", "SELECT reason, remarks, breadth FROM rollup WHERE store_id = $1 AND business_day = $2"},
    {"load_rollup_hours", "SELECT reason, hour, remarks FROM rollup_hour WHERE store_id = $1 AND business_day = $2"},
    {"load_rollup_lanes", "SELECT lane, notes FROM rollup_lane WHERE store_id = $1 AND business_day = $2"},
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

}  // namespace

PgRollupStore::PgRollupStore(Session& session) : session_(session) {
    session_.use(statements);
}

Result<std::vector<domain::StoreDay>> PgRollupStore::list_stale(std::size_t count_max) {
    using List = std::vector<domain::StoreDay>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        transaction.exec_prepared("resolve_marks");
        return read_store_days(transaction.exec_prepared("list_stale", count_max));
    });
}

Result<void> PgRollupStore::recompute(const domain::StoreDay& store_day, const domain::DayBounds& bounds, bool sealed) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("recompute_day", store_day.store, to_sql(store_day.day), to_sql(bounds.starts_at), sealed);
        return {};
    });
}

Result<std::vector<domain::StoreDay>> PgRollupStore::list_days_with_notes_or_rollups() {
    using List = std::vector<domain::StoreDay>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        return read_store_days(transaction.exec_prepared("list_days"));
    });
}

Result<std::vector<domain::CountedNote>> PgRollupStore::load_notes(const domain::StoreDay& store_day) {
    using List = std::vector<domain::CountedNote>;
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List notes;
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
    });
}

Result<domain::DayRollup> PgRollupStore::load_rollup(const domain::StoreDay& store_day) {
    return transact<Snapshot>(session_, [&](Transaction& transaction) -> Result<domain::DayRollup> {
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
            rollup.notes_by_lane[row[0].as<int>()] = row[1].as<int>();
        }
        return rollup;
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
