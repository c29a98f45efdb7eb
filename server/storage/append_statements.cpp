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

// For notes that nothing says were offered before: without ON CONFLICT a row is written once instead of being announced,
// looked for, written and confirmed; and unnest() in the list of columns copies no rows aside.
constexpr auto insert_new_notes_sql = R"(
    WITH marked AS (
        INSERT INTO stale_batch (stores, business_days) VALUES ($18::text[], $19::date[])
    )
    INSERT INTO note (store_id, tap_date, note_id, outbox_id, enrolment_id, seq, business_day, tapped_at, raw_tapped_at,
                      received_at, mono_ms, boot_id, lane, utc_offset_minutes, reason, source, remark_key)
    SELECT unnest($1::text[]), unnest($2::date[]), unnest($3::uuid[]), unnest($4::uuid[]), unnest($5::uuid[]),
           unnest($6::bigint[]), unnest($7::date[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]),
           unnest($10::timestamptz[]), unnest($11::bigint[]), unnest($12::uuid[]), unnest($13::smallint[]),
           unnest($14::smallint[]), unnest($15::text[]), unnest($16::text[]), unnest($17::text[]))";

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

constexpr Statement append_statements_sql[] = {
    {"insert_new_notes", insert_new_notes_sql},
    {"insert_notes", insert_notes_sql},
    {"insert_quarantined", insert_quarantined_sql},
    {"insert_comments", insert_comments_sql},
    {"insert_undos", insert_undos_sql},
    {"compare_undos", compare_undos_sql},
    {"compare_rows", compare_sql},
    {"insert_refusals", insert_refusals_sql},
    {"touch_database", "SELECT 1"},
};

constexpr std::initializer_list<NoteColumn> inserted_columns{NoteColumn::store_id,      NoteColumn::tap_date,
                                                             NoteColumn::note_id,       NoteColumn::outbox_id,
                                                             NoteColumn::enrolment_id,  NoteColumn::seq,
                                                             NoteColumn::business_day,  NoteColumn::tapped_at,
                                                             NoteColumn::raw_tapped_at, NoteColumn::received_at,
                                                             NoteColumn::mono_ms,       NoteColumn::boot_id,
                                                             NoteColumn::lane,          NoteColumn::utc_offset_minutes,
                                                             NoteColumn::reason,        NoteColumn::source,
                                                             NoteColumn::remark_key};

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
    return append_statements_sql;
}

void insert_new_notes(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return;
    }
    const NoteParameters bound(rows, inserted_columns);
    const StaleDays stale(rows);
    transaction.exec_prepared0("insert_new_notes", bound.get(), stale.stores(), stale.days());
    for (const NoteRow& row : rows) {
        row.result->status = NoteStatus::stored;
    }
}

std::vector<NoteRow> insert_notes(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows) {
    if (rows.empty()) {
        return {};
    }
    const NoteParameters bound(rows, inserted_columns);
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
        comments.append(std::string_view(row->placed->note.comment.value_or("")));
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
        problems.append(std::string_view(row.result->problem.value_or("")));
        received.append(row.delivery->received_at);
    }
    transaction.exec_prepared0("insert_refusals", stores.text(), outboxes.text(), seqs.text(), notes.text(), lanes.text(),
                               problems.text(), received.text());
}

}  // namespace tillnote::storage
