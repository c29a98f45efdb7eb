#include "server/storage/lane_hours.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement lane_hours_sql[] = {
    {"add_transactions",
     "SELECT add_transactions($1, $2, $3, $4, $5::timestamptz[], $6::timestamptz[], $7::date[], $8::bigint[])"},
    {"write_unplaced_hours", R"(
        INSERT INTO unplaced_hour AS h (store_id, outbox_id, lane, hour_start, staffed_transactions)
        SELECT $1, $2, $3, s.hour_start, s.transactions
        FROM unnest($4::timestamptz[], $5::bigint[]) AS s (hour_start, transactions) ORDER BY s.hour_start
        ON CONFLICT (store_id, outbox_id, hour_start) DO UPDATE SET staffed_transactions = excluded.staffed_transactions
        WHERE excluded.staffed_transactions > h.staffed_transactions)"},
};

}  // namespace

std::span<const Statement> lane_hour_statements() {
    return lane_hours_sql;
}

void write_hours(pqxx::transaction_base& transaction, const domain::Enrolment& enrolment, const Uuid& outbox_id,
                 std::span<const domain::LaneHour> hours) {
    ArrayText begins, ends, days, counts, unplaced_begins, unplaced_counts;
    std::size_t placed = 0;
    for (const domain::LaneHour& hour : hours) {
        if (!hour.business_day) {
            unplaced_begins.append(hour.hour_start);
            unplaced_counts.append(hour.transactions);
            continue;
        }
        ++placed;
        begins.append(hour.hour_start);
        ends.append(hour.ends_at);
        days.append(hour.business_day);
        counts.append(hour.transactions);
    }
    const std::string outbox = outbox_id.to_string();
    if (placed > 0) {
        transaction.exec_prepared1("add_transactions", enrolment.store, outbox, enrolment.enrolment_id.to_string(),
                                   enrolment.lane, begins.text(), ends.text(), days.text(), counts.text());
    }
    if (placed < hours.size()) {
        transaction.exec_prepared0("write_unplaced_hours", enrolment.store, outbox, enrolment.lane, unplaced_begins.text(),
                                   unplaced_counts.text());
    }
}

}  // namespace tillnote::storage
