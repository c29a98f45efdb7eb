-- What each login may do, and nothing else. tillnote_read got SELECT by the default privileges of 0001.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- Adds notes. Sees of a note what RETURNING, comparing a resend, and have_seq need; never a comment.
GRANT INSERT ON note, note_comment, note_undo, quarantine, refusal, stale_mark TO tillnote_ingest;
GRANT SELECT (store_id, tap_date, note_id, business_day, lane, outbox_id, seq, reason, raw_tapped_at, utc_offset_minutes,
              mono_ms, boot_id, source, remark_key) ON note TO tillnote_ingest;
GRANT SELECT (store_id, tap_date, note_id, lane, outbox_id, seq, reason, raw_tapped_at, utc_offset_minutes, mono_ms, boot_id,
              source, remark_key, problem) ON quarantine TO tillnote_ingest;
GRANT SELECT (store_id, tap_date, note_id) ON note_comment TO tillnote_ingest;
GRANT SELECT (store_id, tap_date, note_id, undo_id, undone_at, problem) ON note_undo TO tillnote_ingest;
GRANT SELECT (store_id, outbox_id, seq, note_id) ON refusal TO tillnote_ingest;
GRANT SELECT, INSERT, UPDATE ON outbox, contact TO tillnote_ingest;
GRANT SELECT ON district, store, store_day_rule, store_department, closed_day, department, reason, lane, enrolment,
    lane_token, earlier_enrolment TO tillnote_ingest;
GRANT UPDATE (used_at) ON lane_token TO tillnote_ingest;
GRANT EXECUTE ON FUNCTION outbox_runs TO tillnote_ingest;

-- Pages, reader API, enrolment, sign-in, and the operator's commands. No notes, no comments.
GRANT SELECT, INSERT, UPDATE, DELETE ON district, store, store_day_rule, store_department, closed_day, traffic, department,
    reason, enrolment_request, session TO tillnote_web;
GRANT SELECT, INSERT, UPDATE ON lane, enrolment, lane_token, earlier_enrolment, account, account_grant, contact TO tillnote_web;
GRANT SELECT ON outbox, rollup, rollup_hour, rollup_lane, unplaced_note TO tillnote_web;
GRANT DELETE ON lane_token TO tillnote_web;

-- Recomputes rollups, makes months, reads what a digest needs.
GRANT SELECT ON district, store, store_day_rule, store_department, closed_day, traffic, department, reason, lane, enrolment,
    outbox, contact, note, note_undo, quarantine, refusal, remark, unplaced_note TO tillnote_digest;
GRANT SELECT, INSERT, DELETE ON stale_mark, rollup, rollup_hour, rollup_lane, rollup_gap TO tillnote_digest;
GRANT EXECUTE ON FUNCTION make_note_month, notes_missing_after, mark_days_below, recompute_day, resolve_marks
    TO tillnote_digest;
GRANT EXECUTE ON FUNCTION notes_missing_after TO tillnote_read;
