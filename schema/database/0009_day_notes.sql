-- One index less on every note: docs/decisions/0007-cost-of-an-append.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- A tap date is nearly always within a day or two of the business day, so the key finds the notes of a day. Only the others,
-- from lanes whose clock is far off, need an index of their own.
CREATE INDEX note_far_day ON note (store_id, business_day) WHERE tap_date NOT BETWEEN business_day - 1 AND business_day + 2;
DROP INDEX note_business_day;

CREATE FUNCTION day_notes(p_store_id text, p_day date) RETURNS SETOF note
LANGUAGE sql STABLE AS $$
    SELECT * FROM note
    WHERE store_id = p_store_id AND business_day = p_day AND tap_date BETWEEN p_day - 1 AND p_day + 2
    UNION ALL
    SELECT * FROM note
    WHERE store_id = p_store_id AND business_day = p_day AND tap_date NOT BETWEEN business_day - 1 AND business_day + 2
$$;
COMMENT ON FUNCTION day_notes IS 'The notes of a business day, undone ones too. PostgreSQL puts it in place of its call.';

DROP VIEW remark;
CREATE FUNCTION day_remarks(p_store_id text, p_day date)
RETURNS TABLE (lane smallint, remark_key text, reason text, first_tapped_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT n.lane, n.remark_key, n.reason, min(n.tapped_at)
    FROM day_notes(p_store_id, p_day) AS n
    WHERE NOT EXISTS (
        SELECT FROM note_undo AS u
        WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
          AND u.problem IS NULL)
    GROUP BY n.lane, n.remark_key, n.reason
$$;
COMMENT ON FUNCTION day_remarks IS 'One row per counted remark. Reasons were checked when the notes were placed; the others are in quarantine.';
GRANT EXECUTE ON FUNCTION day_notes, day_remarks TO tillnote_digest, tillnote_read;

CREATE OR REPLACE FUNCTION mark_days_below(p_store_id text, p_day date) RETURNS void
LANGUAGE sql AS $$
    WITH run_start AS (
        SELECT outbox_id, seq FROM (
            SELECT outbox_id, seq, lag(seq) OVER (PARTITION BY outbox_id ORDER BY seq) AS seq_before
            FROM (SELECT DISTINCT outbox_id, seq FROM day_notes(p_store_id, p_day)) AS d) AS s
        WHERE seq_before IS DISTINCT FROM seq - 1
    ), neighbour AS (
        SELECT r.outbox_id, below.seq, below.business_day
        FROM run_start AS r
        JOIN note AS below ON below.store_id = p_store_id AND below.outbox_id = r.outbox_id AND below.seq = (
            SELECT n.seq FROM note AS n
            WHERE n.store_id = p_store_id AND n.outbox_id = r.outbox_id AND n.seq < r.seq
            ORDER BY n.seq DESC LIMIT 1)
        WHERE below.business_day <> p_day
    )
    INSERT INTO stale_mark (store_id, business_day)
    SELECT DISTINCT p_store_id, b.business_day
    FROM neighbour AS b
    LEFT JOIN rollup_gap AS g
      ON g.store_id = p_store_id AND g.business_day = b.business_day AND g.outbox_id = b.outbox_id AND g.after_seq = b.seq
    WHERE notes_missing_after(p_store_id, b.outbox_id, b.seq) <> coalesce(g.notes_missing, 0)
$$;

CREATE OR REPLACE FUNCTION recompute_day(p_store_id text, p_day date, p_starts_at timestamptz, p_sealed boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- One recompute per store at a time: two of the same day could leave the older counts, and mark_days_below reads
    -- gaps that a recompute of another day writes.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_store_id, 1414090574));
    -- Each statement below has a newer snapshot than this one: what a deleted mark stands for is visible to them.
    DELETE FROM stale_mark WHERE store_id = p_store_id AND business_day = p_day;
    IF p_sealed THEN
        RETURN;
    END IF;
    DELETE FROM rollup WHERE store_id = p_store_id AND business_day = p_day;
    DELETE FROM rollup_hour WHERE store_id = p_store_id AND business_day = p_day;
    DELETE FROM rollup_lane WHERE store_id = p_store_id AND business_day = p_day;
    DELETE FROM rollup_gap WHERE store_id = p_store_id AND business_day = p_day;

    -- One statement, so that all counts come from one snapshot.
    WITH counted AS MATERIALIZED (
        SELECT lane, reason, extract(epoch FROM first_tapped_at - p_starts_at) AS since_start_seconds
        FROM day_remarks(p_store_id, p_day)
    ), received AS MATERIALIZED (
        SELECT outbox_id, seq, lane, reason, tapped_at FROM day_notes(p_store_id, p_day)
    ), by_reason AS (
        INSERT INTO rollup (store_id, business_day, reason, remarks, breadth)
        SELECT p_store_id, p_day, reason, count(*), count(DISTINCT (lane, floor(since_start_seconds / 7200)))
        FROM counted GROUP BY reason
    ), by_hour AS (
        INSERT INTO rollup_hour (store_id, business_day, reason, hour, remarks)
        SELECT p_store_id, p_day, reason, floor(since_start_seconds / 3600), count(*)
        FROM counted GROUP BY reason, floor(since_start_seconds / 3600)
    ), run_end AS (
        SELECT outbox_id, seq, lane FROM (
            SELECT outbox_id, seq, min(lane) AS lane, lead(seq) OVER (PARTITION BY outbox_id ORDER BY seq) AS seq_after
            FROM received GROUP BY outbox_id, seq) AS d
        WHERE seq_after IS DISTINCT FROM seq + 1
    ), gap AS MATERIALIZED (
        SELECT outbox_id, seq, lane, notes_missing_after(p_store_id, outbox_id, seq) AS notes_missing FROM run_end
    ), gaps AS (
        INSERT INTO rollup_gap (store_id, business_day, outbox_id, after_seq, lane, notes_missing)
        SELECT p_store_id, p_day, outbox_id, seq, lane, notes_missing FROM gap WHERE notes_missing > 0
    )
    INSERT INTO rollup_lane (store_id, business_day, lane, notes, staff_notes, notes_missing, first_tapped_at, last_tapped_at)
    SELECT p_store_id, p_day, r.lane, count(*), count(*) FILTER (WHERE c.about_staff),
           coalesce((SELECT sum(g.notes_missing) FROM gap AS g WHERE g.lane = r.lane), 0), min(r.tapped_at), max(r.tapped_at)
    FROM received AS r LEFT JOIN reason AS c ON c.code = r.reason GROUP BY r.lane;

    PERFORM mark_days_below(p_store_id, p_day);
END
$$;
