#include "server/storage/lane_reports.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

constexpr auto write_outboxes_sql = R"(
    INSERT INTO outbox AS o (store_id, outbox_id, enrolment_id, lane, have_seq, pending, contact_day, heard_at)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::smallint[], $5::bigint[], $6::bigint[], $7::date[],
                         $8::timestamptz[])
    ON CONFLICT (store_id, outbox_id) DO UPDATE
    SET have_seq = greatest(o.have_seq, excluded.have_seq), pending = excluded.pending, contact_day = excluded.contact_day,
        heard_at = greatest(o.heard_at, excluded.heard_at))";

// A terminal that has moved delivers old notes under its earlier enrolment, and new ones under its present one.
constexpr auto note_clone_sql = R"(
    INSERT INTO outbox AS o (store_id, outbox_id, enrolment_id, lane, have_seq, pending, contact_day, heard_at, other_lane,
                             cloned_at)
    SELECT $1, $2::uuid, $3::uuid, $4::smallint, 0, 0, $6::date, $7::timestamptz, $5::smallint, $7::timestamptz
    WHERE NOT EXISTS (
        SELECT FROM earlier_enrolment AS x WHERE x.enrolment_id = $3 AND x.of_store = $1 AND x.lane = $5
    ) AND NOT EXISTS (
        SELECT FROM earlier_enrolment AS x
        JOIN enrolment AS e ON e.store_id = $1 AND e.enrolment_id = x.enrolment_id AND e.lane = $5
        WHERE x.earlier_enrolment_id = $3)
    ON CONFLICT (store_id, outbox_id) DO UPDATE
    SET other_lane = CASE WHEN o.lane <> excluded.lane THEN excluded.lane ELSE excluded.other_lane END,
        cloned_at = excluded.cloned_at, heard_at = greatest(o.heard_at, excluded.heard_at)
    RETURNING outbox_id)";

// The first contact of a lane on a day marks the day, as that of a heartbeat does, unless its own notes ($5) have.
constexpr auto write_contacts_sql = R"(
    WITH told AS (
        SELECT * FROM unnest($1::text[], $2::date[], $3::smallint[], $4::timestamptz[], $5::boolean[])
            AS t (store_id, business_day, lane, heard_at, marked)),
    written AS (
        INSERT INTO contact AS c (store_id, business_day, lane, last_heard_at)
        SELECT store_id, business_day, lane, heard_at FROM told
        ON CONFLICT (store_id, business_day, lane) DO UPDATE
        SET last_heard_at = greatest(c.last_heard_at, excluded.last_heard_at)
        RETURNING c.store_id, c.business_day, c.lane, c.xmax = 0 AS first)
    INSERT INTO stale_mark (store_id, business_day)
    SELECT DISTINCT w.store_id, w.business_day FROM written AS w JOIN told AS t USING (store_id, business_day, lane)
    WHERE w.first AND NOT t.marked)";

constexpr Statement lane_reports_sql[] = {
    {"write_outboxes", write_outboxes_sql},
    {"write_contacts", write_contacts_sql},
    {"note_clone", note_clone_sql},
};

}  // namespace

std::span<const Statement> lane_report_statements() {
    return lane_reports_sql;
}

bool note_clone(pqxx::transaction_base& transaction, const domain::Delivery& delivery, int lane_before) {
    return !transaction
                .exec_prepared("note_clone", delivery.store, delivery.outbox_id.to_string(),
                               delivery.enrolment_id.to_string(), delivery.lane, lane_before, to_sql(delivery.contact_day),
                               to_sql(delivery.received_at))
                .empty();
}

void write_reports(pqxx::transaction_base& transaction, const std::vector<LaneReport>& reports) {
    ArrayText stores, outboxes, enrolments, lanes, have_seqs, pendings, days, heard;
    ArrayText contact_stores, contact_days, contact_lanes, contact_heard, contact_marked;
    bool any_outbox = false;
    bool any_contact = false;
    for (const LaneReport& report : reports) {
        const auto& delivery = *report.delivery;
        if (report.outbox_row) {
            any_outbox = true;
            stores.append(std::string_view(delivery.store));
            outboxes.append(delivery.outbox_id);
            enrolments.append(delivery.enrolment_id);
            lanes.append(std::int64_t{delivery.lane});
            have_seqs.append(report.have_seq);
            pendings.append(delivery.pending);
            days.append(delivery.contact_day);
            heard.append(delivery.received_at);
        }
        if (report.contact_row) {
            any_contact = true;
            contact_stores.append(std::string_view(delivery.store));
            contact_days.append(delivery.contact_day);
            contact_lanes.append(std::int64_t{delivery.lane});
            contact_heard.append(delivery.received_at);
            const bool marked = std::ranges::any_of(delivery.notes, [&](const domain::PlacedNote& placed) {
                return placed.business_day == delivery.contact_day;
            });
            contact_marked.append(std::string_view(marked ? "t" : "f"));
        }
    }
    if (any_outbox) {
        transaction.exec_prepared0("write_outboxes", stores.text(), outboxes.text(), enrolments.text(), lanes.text(),
                                   have_seqs.text(), pendings.text(), days.text(), heard.text());
    }
    if (any_contact) {
        transaction.exec_prepared0("write_contacts", contact_stores.text(), contact_days.text(), contact_lanes.text(),
                                   contact_heard.text(), contact_marked.text());
    }
}

}  // namespace tillnote::storage
