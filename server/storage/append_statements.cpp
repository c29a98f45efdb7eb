#include "server/storage/append_statements.hpp"

#include "server/storage/note_parameters.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace tillnote::storage {
namespace {

// Answers with the count, and with the ids only when some were there before.
constexpr auto insert_notes_sql = R"(
    WITH stored AS (
        INSERT INTO note (store_id, tap_date, note_id, outbox_id, enrolment_id, seq, business_day, tapped_at, raw_tapped_at,
                          received_at, mono_ms, boot_id, lane, utc_offset_minutes, reason, source, remark_key)
        SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::date[],
                             $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::bigint[], $12::uuid[],
                             $13::smallint[], $14::smallint[], $15::text[], $16::text[], $17::text[])
        ON CONFLICT DO NOTHING
        RETURNING store_id, business_day, note_id
    ), marked AS (
        INSERT INTO stale_mark (store_id, business_day) SELECT DISTINCT store_id, business_day FROM stored
    )
    SELECT count(*), CASE WHEN count(*) < $18 THEN (SELECT array_agg(store_id || ' ' || note_id) FROM stored) END
    FROM stored)";

constexpr auto insert_quarantined_sql = R"(
    WITH offered AS (
        SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::timestamptz[],
                             $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::uuid[], $12::smallint[],
                             $13::smallint[], $14::text[], $15::text[], $16::text[], $17::text[])
            AS o (store_id, tap_date, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at, received_at, mono_ms,
                  boot_id, lane, utc_offset_minutes, reason, source, remark_key, problem)
        WHERE NOT EXISTS (SELECT FROM note AS n
                          WHERE n.store_id = o.store_id AND n.tap_date = o.tap_date AND n.note_id = o.note_id)
    ), stored AS (
        INSERT INTO quarantine (store_id, tap_date, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at,
                                received_at, mono_ms, boot_id, lane, utc_offset_minutes, reason, source, remark_key, problem)
        SELECT * FROM offered
        ON CONFLICT DO NOTHING
        RETURNING store_id, outbox_id, seq, note_id
    ), marked AS (
        INSERT INTO stale_mark (store_id, outbox_id, seq) SELECT store_id, outbox_id, seq FROM stored
    )
    SELECT count(*), array_agg(store_id || ' ' || note_id) FROM stored)";

constexpr auto insert_comments_sql = R"(
    INSERT INTO note_comment (store_id, tap_date, note_id, comment, received_at)
    SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::text[], $5::timestamptz[]) ON CONFLICT DO NOTHING)";

constexpr auto insert_undos_sql = R"(
    WITH stored AS (
        INSERT INTO note_undo (store_id, tap_date, note_id, undo_id, lane, undone_at, received_at, problem)
        SELECT o.store_id, o.tap_date, o.note_id, o.undo_id, o.lane, o.undone_at, o.received_at,
               CASE WHEN coalesce((SELECT n.business_day FROM note AS n WHERE n.store_id = o.store_id
                                   AND n.tap_date = o.tap_date AND n.note_id = o.note_id), o.tap_date) < o.sealed_before
                    THEN 'day_sealed' END
        FROM unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::smallint[], $6::timestamptz[], $7::timestamptz[],
                    $8::date[])
            AS o (store_id, tap_date, note_id, undo_id, lane, undone_at, received_at, sealed_before)
        ON CONFLICT DO NOTHING
        RETURNING store_id, tap_date, note_id, undo_id, problem
    ), marked AS (
        INSERT INTO stale_mark (store_id, tap_date, note_id)
        SELECT DISTINCT store_id, tap_date, note_id FROM stored WHERE problem IS NULL
    )
    SELECT store_id, undo_id, problem FROM stored)";

constexpr auto compare_undos_sql = R"(
    SELECT o.position, u.undo_id IS NOT NULL, u.problem,
           u.note_id = o.note_id AND u.undone_at = o.undone_at
    FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[]) WITH ORDINALITY
        AS o (store_id, undo_id, note_id, undone_at, position)
    LEFT JOIN note_undo AS u ON u.store_id = o.store_id AND u.undo_id = o.undo_id
    ORDER BY o.position)";

// The comparison leaves out the comment, which may have been dropped or be past its term.
constexpr auto compare_sql = R"(
    WITH offered AS (
        SELECT * FROM unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::bigint[], $6::timestamptz[], $7::bigint[],
                             $8::uuid[], $9::smallint[], $10::text[], $11::text[], $12::text[]) WITH ORDINALITY
            AS o (store_id, tap_date, note_id, outbox_id, seq, raw_tapped_at, mono_ms, boot_id, utc_offset_minutes, reason,
                  source, remark_key, position)
    )
    SELECT o.position, kept.note_id IS NOT NULL, kept.problem,
           (kept.outbox_id, kept.seq, kept.raw_tapped_at, kept.mono_ms, kept.boot_id, kept.utc_offset_minutes, kept.reason,
            kept.source, kept.remark_key)
           IS NOT DISTINCT FROM
           (o.outbox_id, o.seq, o.raw_tapped_at, o.mono_ms, o.boot_id, o.utc_offset_minutes, o.reason, o.source, o.remark_key)
    FROM offered AS o
    LEFT JOIN LATERAL (
        SELECT n.note_id, NULL AS problem, n.outbox_id, n.seq, n.raw_tapped_at, n.mono_ms, n.boot_id, n.utc_offset_minutes,
               n.reason, n.source, n.remark_key
        FROM note AS n WHERE n.store_id = o.store_id AND n.tap_date = o.tap_date AND n.note_id = o.note_id
        UNION ALL
        SELECT q.note_id, q.problem, q.outbox_id, q.seq, q.raw_tapped_at, q.mono_ms, q.boot_id, q.utc_offset_minutes,
               q.reason, q.source, q.remark_key
        FROM quarantine AS q WHERE q.store_id = o.store_id AND q.tap_date = o.tap_date AND q.note_id = o.note_id
        LIMIT 1) AS kept ON true
    ORDER BY o.position)";

constexpr auto insert_refusals_sql = R"(
    WITH stored AS (
        INSERT INTO refusal (store_id, outbox_id, seq, note_id, lane, problem, received_at)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::uuid[], $5::smallint[], $6::text[], $7::timestamptz[])
        ON CONFLICT DO NOTHING
        RETURNING store_id, outbox_id, seq
    )
    INSERT INTO stale_mark (store_id, outbox_id, seq) SELECT DISTINCT store_id, outbox_id, seq FROM stored)";

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

constexpr auto write_contacts_sql = R"(
    INSERT INTO contact AS c (store_id, business_day, lane, last_heard_at)
    SELECT * FROM unnest($1::text[], $2::date[], $3::smallint[], $4::timestamptz[])
    ON CONFLICT (store_id, business_day, lane) DO UPDATE
    SET last_heard_at = greatest(c.last_heard_at, excluded.last_heard_at))";

constexpr Statement statements[] = {
    {"insert_notes", insert_notes_sql},       {"insert_quarantined", insert_quarantined_sql},
    {"insert_comments", insert_comments_sql}, {"insert_undos", insert_undos_sql},
    {"compare_undos", compare_undos_sql},     {"compare_rows", compare_sql},
    {"insert_refusals", insert_refusals_sql}, {"write_outboxes", write_outboxes_sql},
    {"write_contacts", write_contacts_sql},   {"note_clone", note_clone_sql},
    {"touch_database", "SELECT 1"},
};

std::string name_of(const NoteRow& row) {
    return row.delivery->store + ' ' + row.placed->note.note_id.to_string();
}

// `names`: elements "store id" of an array, which the rows are looked up in.
std::vector<NoteRow> split_inserted(const std::vector<NoteRow>& rows, const pqxx::field& names, NoteStatus inserted) {
    std::vector<std::string> found;
    if (!names.is_null()) {
        auto parser = names.as_array();
        for (auto part = parser.get_next(); part.first != pqxx::array_parser::done; part = parser.get_next()) {
            if (part.first == pqxx::array_parser::string_value) {
                found.push_back(part.second);
            }
        }
    }
    std::sort(found.begin(), found.end());
    std::vector<NoteRow> there_before;
    for (const NoteRow& row : rows) {
        if (std::binary_search(found.begin(), found.end(), name_of(row))) {
            row.result->status = inserted;
        } else {
            there_before.push_back(row);
        }
    }
    return there_before;
}

/// The answer for an id that was there before; `problem`: that of what is kept.
void set_kept_result(NoteResult& result, bool same_content, const std::optional<std::string>& problem) {
    if (!same_content) {
        result.status = NoteStatus::refused;
        result.problem = "other_content";
    } else {
        result.status = problem ? NoteStatus::quarantined : NoteStatus::exists;
        result.problem = problem;
    }
}

}  // namespace

std::span<const Statement> append_statements() {
    return statements;
}

std::vector<NoteRow> insert_notes(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return {};
    }
    using enum NoteColumn;
    const NoteParameters bound(
        rows, {store_id, tap_date, note_id, outbox_id, enrolment_id, seq, business_day, tapped_at, raw_tapped_at,
               received_at, mono_ms, boot_id, lane, utc_offset_minutes, reason, source, remark_key});
    const pqxx::row answer = transaction.exec_prepared1("insert_notes", bound.get(), rows.size());
    if (answer[0].as<std::size_t>() == rows.size()) {
        for (const NoteRow& row : rows) {
            row.result->status = NoteStatus::stored;
        }
        return {};
    }
    return split_inserted(rows, answer[1], NoteStatus::stored);
}

std::vector<NoteRow> insert_quarantined(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return {};
    }
    using enum NoteColumn;
    const NoteParameters bound(
        rows, {store_id, tap_date, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at, received_at, mono_ms,
               boot_id, lane, utc_offset_minutes, reason, source, remark_key, problem});
    const pqxx::row answer = transaction.exec_prepared1("insert_quarantined", bound.get());
    for (const NoteRow& row : rows) {
        row.result->problem = row.placed->problem;
    }
    return split_inserted(rows, answer[1], NoteStatus::quarantined);
}

void insert_comments(pqxx::transaction_base& transaction, const SortedRows& sorted,
                     const std::vector<NoteRow>& there_before) {
    std::vector<const NoteRow*> rows;
    for (const auto* kept : {&sorted.countable, &sorted.uncountable}) {
        for (const NoteRow& row : *kept) {
            const auto is_it = [&](const NoteRow& before) { return before.result == row.result; };
            if (row.placed->note.comment && std::none_of(there_before.begin(), there_before.end(), is_it)) {
                rows.push_back(&row);
            }
        }
    }
    if (rows.empty()) {
        return;
    }
    ArrayText stores, dates, notes, comments, received;
    for (const NoteRow* row : rows) {
        stores.append(std::string_view(row->delivery->store));
        dates.append(Day{tap_date(row->placed->note.note_id)});
        notes.append(row->placed->note.note_id);
        comments.append(std::string_view(*row->placed->note.comment));
        received.append(row->delivery->received_at);
    }
    transaction.exec_prepared0("insert_comments", stores.text(), dates.text(), notes.text(), comments.text(),
                               received.text());
}

std::vector<UndoRow> insert_undos(pqxx::transaction_base& transaction, const std::vector<UndoRow>& rows) {
    if (rows.empty()) {
        return {};
    }
    ArrayText stores, dates, notes, undos, lanes, undone, received, sealed_before;
    for (const UndoRow& row : rows) {
        stores.append(std::string_view(row.delivery->store));
        dates.append(Day{tap_date(row.undo->note_id)});
        notes.append(row.undo->note_id);
        undos.append(row.undo->undo_id);
        lanes.append(std::int64_t{row.delivery->lane});
        undone.append(row.undo->undone_at);
        received.append(row.delivery->received_at);
        sealed_before.append(row.delivery->sealed_before);
    }
    std::map<std::pair<std::string, Uuid>, std::optional<std::string>> stored;
    for (const pqxx::row& row :
         transaction.exec_prepared("insert_undos", stores.text(), dates.text(), notes.text(), undos.text(), lanes.text(),
                                   undone.text(), received.text(), sealed_before.text())) {
        stored.emplace(std::pair(row[0].as<std::string>(), uuid_of(row[1].as<std::string>())), find_text(row[2]));
    }
    std::vector<UndoRow> there_before;
    for (const UndoRow& row : rows) {
        const auto found = stored.find({row.delivery->store, row.undo->undo_id});
        if (found == stored.end()) {
            there_before.push_back(row);
        } else {
            row.result->status = found->second ? NoteStatus::quarantined : NoteStatus::stored;
            row.result->problem = found->second;
        }
    }
    return there_before;
}

bool compare_undos(pqxx::transaction_base& transaction, const std::vector<UndoRow>& rows) {
    if (rows.empty()) {
        return true;
    }
    ArrayText stores, undos, notes, undone;
    for (const UndoRow& row : rows) {
        stores.append(std::string_view(row.delivery->store));
        undos.append(row.undo->undo_id);
        notes.append(row.undo->note_id);
        undone.append(row.undo->undone_at);
    }
    for (const pqxx::row& found :
         transaction.exec_prepared("compare_undos", stores.text(), undos.text(), notes.text(), undone.text())) {
        if (!found[1].as<bool>()) {
            return false;
        }
        set_kept_result(*rows[found[0].as<std::size_t>() - 1].result, found[3].as<bool>(), find_text(found[2]));
    }
    return true;
}

bool compare_rows(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return true;
    }
    using enum NoteColumn;
    const NoteParameters bound(rows, {store_id, tap_date, note_id, outbox_id, seq, raw_tapped_at, mono_ms, boot_id,
                                      utc_offset_minutes, reason, source, remark_key});
    for (const pqxx::row& found : transaction.exec_prepared("compare_rows", bound.get())) {
        if (!found[1].as<bool>()) {
            return false;
        }
        set_kept_result(*rows[found[0].as<std::size_t>() - 1].result, found[3].as<bool>(), find_text(found[2]));
    }
    return true;
}

void insert_refusals(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return;
    }
    ArrayText stores, outboxes, seqs, notes, lanes, problems, received;
    for (const NoteRow& row : rows) {
        stores.append(std::string_view(row.delivery->store));
        outboxes.append(row.delivery->outbox_id);
        seqs.append(row.placed->note.seq);
        notes.append(row.placed->note.note_id);
        lanes.append(std::int64_t{row.delivery->lane});
        problems.append(std::string_view(*row.result->problem));
        received.append(row.delivery->received_at);
    }
    transaction.exec_prepared0("insert_refusals", stores.text(), outboxes.text(), seqs.text(), notes.text(), lanes.text(),
                               problems.text(), received.text());
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
    ArrayText contact_stores, contact_days, contact_lanes, contact_heard;
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
        }
    }
    if (any_outbox) {
        transaction.exec_prepared0("write_outboxes", stores.text(), outboxes.text(), enrolments.text(), lanes.text(),
                                   have_seqs.text(), pendings.text(), days.text(), heard.text());
    }
    if (any_contact) {
        transaction.exec_prepared0("write_contacts", contact_stores.text(), contact_days.text(), contact_lanes.text(),
                                   contact_heard.text());
    }
}

}  // namespace tillnote::storage
