#include "server/storage/pg_alert_raiser.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <map>

namespace tillnote::storage {
namespace {

using domain::UrgentNote;
using Transaction = pqxx::transaction_base;

constexpr Statement alert_raiser_sql[] = {
    {"list_urgent", R"(
        SELECT store_id, business_day - date '1970-01-01' FROM urgent_mark WHERE due_at <= $1
        GROUP BY store_id, business_day ORDER BY business_day DESC, store_id LIMIT $2)"},
    // Not the lock of recomputes: they need not wait for each other.
    {"lock_store_for_alerts", "SELECT pg_advisory_xact_lock(hashtextextended($1, 1414090575))"},
    {"take_urgent_marks", "DELETE FROM urgent_mark WHERE store_id = $1 AND business_day = $2 AND due_at <= $3"},
    {"add_urgent_mark", "INSERT INTO urgent_mark (store_id, business_day, due_at) VALUES ($1, $2, $3)"},
    // A repeated tap of a remark that an alert has counted is the same remark.
    {"list_urgent_notes", R"(
        WITH live AS (
            SELECT n.note_id, n.tap_date, n.lane, n.remark_key, n.reason, n.tapped_at, n.received_at
            FROM day_notes($1, $2) AS n
            WHERE n.reason IN (
                SELECT c.code FROM reason AS c CROSS JOIN LATERAL reason_worded_on(c.code, $2) AS w
                WHERE w.urgent AND NOT c.about_staff
            ) AND NOT EXISTS (
                SELECT FROM note_undo AS u
                WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
                  AND u.problem IS NULL)
        ), counted AS (
            SELECT n.lane, n.remark_key, n.reason
            FROM alert_note AS a JOIN note AS n ON n.store_id = $1 AND n.tap_date = a.tap_date AND n.note_id = a.note_id
            WHERE a.store_id = $1 AND a.business_day = $2
        )
        SELECT note_id, reason, (extract(epoch FROM tapped_at) * 1000)::bigint,
               (extract(epoch FROM received_at) * 1000)::bigint
        FROM live AS l
        WHERE NOT EXISTS (SELECT FROM counted AS c
                          WHERE c.lane = l.lane AND c.remark_key = l.remark_key AND c.reason = l.reason)
        ORDER BY received_at, note_id)"},
    // Locked: whoever acknowledges it meanwhile has seen these remarks, or they belong to the next one.
    {"find_standing_alert", R"(
        SELECT alert_id FROM alert WHERE store_id = $1 AND reason = $2 AND acknowledged_at IS NULL FOR UPDATE)"},
    // A remark that joins an alert is news to whoever was not told of it: a mail that was given up goes out again, and one
    // that waits is as young as this remark.
    {"tell_again", R"(
        UPDATE delivery SET state = 'waiting', due_at = $3, finished_at = NULL,
                            attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,
                            next_attempt_at = CASE state WHEN 'failed' THEN $3 ELSE next_attempt_at END
        WHERE of_store = $1 AND kind = 'alert' AND alert_id = $2 AND state IN ('failed', 'waiting'))"},
    {"add_alert", R"(
        INSERT INTO alert (store_id, alert_id, reason, remarks, raised_at, business_day) VALUES ($1, $2, $3, 0, $4, $5))"},
    {"add_alert_notes", R"(
        INSERT INTO alert_note (store_id, tap_date, note_id, business_day, alert_id)
        SELECT $1, * FROM (SELECT unnest($2::date[]), unnest($3::uuid[])) AS n, (SELECT $4::date, $5::uuid) AS a)"},
    // Of those that stand and have counted something of the day.
    {"recount_alerts", R"(
        UPDATE alert AS a SET (remarks, first_tapped_at) = (
            SELECT count(DISTINCT (n.business_day, n.lane, n.remark_key)), coalesce(min(n.tapped_at), a.first_tapped_at)
            FROM alert_note AS k JOIN note AS n ON n.store_id = $1 AND n.tap_date = k.tap_date AND n.note_id = k.note_id
            WHERE k.store_id = $1 AND k.alert_id = a.alert_id AND NOT EXISTS (
                SELECT FROM note_undo AS u
                WHERE u.store_id = $1 AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
                  AND u.problem IS NULL))
        WHERE a.store_id = $1 AND a.acknowledged_at IS NULL
          AND EXISTS (SELECT FROM alert_note AS k
                      WHERE k.store_id = $1 AND k.alert_id = a.alert_id AND k.business_day = $2))"},
    {"list_unannounced", R"(
        SELECT store_id, alert_id FROM alert WHERE announced_at IS NULL ORDER BY raised_at, alert_id LIMIT $1)"},
    {"note_announced", R"(
        UPDATE alert SET announced_at = $3 WHERE store_id = $1 AND alert_id = $2 AND announced_at IS NULL)"},
};

std::vector<UrgentNote> list_urgent_notes(Transaction& transaction, const std::string& store, const std::string& day) {
    std::vector<UrgentNote> notes;
    for (const pqxx::row& row : transaction.exec_prepared("list_urgent_notes", store, day)) {
        notes.push_back({uuid_of(row[0].as<std::string>()), row[1].as<std::string>(), instant_of(row[2].as<std::int64_t>()),
                         instant_of(row[3].as<std::int64_t>())});
    }
    return notes;
}

/// The standing alert of the reason, or a new one.
std::string need_alert(Transaction& transaction, const std::string& store, const std::string& day, const std::string& reason,
                       Instant now, const std::function<Uuid()>& make_id) {
    const auto standing = transaction.exec_prepared("find_standing_alert", store, reason);
    if (!standing.empty()) {
        auto known = standing[0][0].as<std::string>();
        transaction.exec_prepared0("tell_again", store, known, to_sql(now));
        return known;
    }
    const std::string id = make_id().to_string();
    transaction.exec_prepared0("add_alert", store, id, reason, to_sql(now), day);
    return id;
}

void count_due(Transaction& transaction, const std::string& store, const std::string& day,
               const std::vector<UrgentNote>& due, Instant now, const std::function<Uuid()>& make_id) {
    std::map<std::string, std::vector<const UrgentNote*>> by_reason;
    for (const UrgentNote& note : due) {
        by_reason[note.reason].push_back(&note);
    }
    for (const auto& [reason, notes] : by_reason) {
        const std::string alert = need_alert(transaction, store, day, reason, now, make_id);
        ArrayText dates, ids;
        for (const UrgentNote* note : notes) {
            dates.append(Day{tap_date(note->note_id)});
            ids.append(note->note_id);
        }
        transaction.exec_prepared0("add_alert_notes", store, dates.text(), ids.text(), day, alert);
    }
}

}  // namespace

PgAlertRaiser::PgAlertRaiser(Session& session) : session_(session) {
    session_.use(alert_raiser_sql);
}

Result<std::vector<domain::StoreDay>> PgAlertRaiser::list_urgent(Instant now, std::size_t count_max) {
    using List = std::vector<domain::StoreDay>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_urgent", to_sql(now), count_max)) {
            list.push_back({row[0].as<std::string>(), day_of(row[1].as<std::int64_t>())});
        }
        return list;
    });
}

Result<void> PgAlertRaiser::raise_due(const domain::StoreDay& store_day, Instant now, const std::function<Uuid()>& make_id) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string& store = store_day.store;
        const std::string day = to_sql(store_day.day);
        transaction.exec_prepared("lock_store_for_alerts", store);
        // Each statement below has a newer snapshot than this one: what a taken mark stands for is visible to them.
        transaction.exec_prepared0("take_urgent_marks", store, day, to_sql(now));
        const domain::AlertPlan plan = domain::plan_alerts(list_urgent_notes(transaction, store, day), now);
        count_due(transaction, store, day, plan.due, now, make_id);
        transaction.exec_prepared0("recount_alerts", store, day);
        if (plan.next_due_at) {
            transaction.exec_prepared0("add_urgent_mark", store, day, to_sql(*plan.next_due_at));
        }
        return {};
    });
}

Result<std::vector<domain::RaisedAlert>> PgAlertRaiser::list_unannounced(std::size_t count_max) {
    using List = std::vector<domain::RaisedAlert>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_unannounced", count_max)) {
            list.push_back({row[0].as<std::string>(), uuid_of(row[1].as<std::string>())});
        }
        return list;
    });
}

Result<void> PgAlertRaiser::note_announced(const domain::RaisedAlert& alert, Instant now) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared0("note_announced", alert.store, alert.alert_id.to_string(), to_sql(now));
        return {};
    });
}

}  // namespace tillnote::storage
