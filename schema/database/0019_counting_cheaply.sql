-- A recount reads its day once, and no statement is planned again for every store and day: docs/decisions/0021-cost-of-a-recount.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE FUNCTION notes_of_days(p_store_id text, p_first_day date, p_last_day date) RETURNS SETOF note
LANGUAGE sql STABLE AS $$
    SELECT * FROM note
    WHERE store_id = p_store_id AND business_day BETWEEN p_first_day AND p_last_day
      AND tap_date BETWEEN p_first_day - 1 AND p_last_day + 2
    UNION ALL
    SELECT * FROM note
    WHERE store_id = p_store_id AND business_day BETWEEN p_first_day AND p_last_day
      AND tap_date NOT BETWEEN business_day - 1 AND business_day + 2
      AND tap_date NOT BETWEEN p_first_day - 1 AND p_last_day + 2
$$;
COMMENT ON FUNCTION notes_of_days IS 'The notes of business days, undone ones too. PostgreSQL puts it in place of its call.';

CREATE OR REPLACE FUNCTION day_notes(p_store_id text, p_day date) RETURNS SETOF note
LANGUAGE sql STABLE AS $$
    SELECT * FROM notes_of_days(p_store_id, p_day, p_day)
$$;

CREATE FUNCTION received_notes(p_store_id text, p_first_day date, p_last_day date)
RETURNS TABLE (business_day date, outbox_id uuid, seq bigint, lane smallint, reason text, remark_key text, tapped_at timestamptz,
               undone boolean)
LANGUAGE sql STABLE AS $$
    SELECT n.business_day, n.outbox_id, n.seq, n.lane, n.reason, n.remark_key, n.tapped_at,
           EXISTS (SELECT FROM note_undo AS u
                   WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
                     AND u.problem IS NULL)
    FROM notes_of_days(p_store_id, p_first_day, p_last_day) AS n
$$;
COMMENT ON FUNCTION received_notes IS 'The notes of business days as counting needs them. PostgreSQL puts it in place of its call.';
GRANT EXECUTE ON FUNCTION notes_of_days, received_notes TO tillnote_digest, tillnote_read;

CREATE OR REPLACE FUNCTION day_remarks(p_store_id text, p_day date)
RETURNS TABLE (lane smallint, remark_key text, reason text, first_tapped_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT n.lane, n.remark_key, n.reason, min(n.tapped_at)
    FROM received_notes(p_store_id, p_day, p_day) AS n
    WHERE NOT n.undone
    GROUP BY n.lane, n.remark_key, n.reason
$$;

-- What runs once for every gap, day or store is PL/pgSQL, which keeps its plans; a function in SQL is planned at every call,
-- for each month there is.
CREATE OR REPLACE FUNCTION notes_missing_after(p_store_id text, p_outbox_id uuid, p_seq bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    upper_end bigint := (SELECT min(seq) FROM note WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq);
BEGIN
    RETURN (
        WITH uncounted AS MATERIALIZED (
            SELECT seq FROM quarantine WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq
            UNION
            SELECT seq FROM refusal WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq
        ), gap AS (
            SELECT coalesce(upper_end, (SELECT max(seq) FROM uncounted)) AS seq
        )
        SELECT coalesce(gap.seq - p_seq - 1 - (SELECT count(*) FROM uncounted WHERE uncounted.seq < gap.seq), 0) FROM gap);
END
$$;

CREATE OR REPLACE FUNCTION resolve_marks() RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    -- An undo whose note is not there is dropped: the note brings its own mark, and the undo is committed by then.
    WITH batch AS (
        DELETE FROM stale_batch RETURNING stores, business_days
    ), taken AS (
        DELETE FROM stale_mark WHERE business_day IS NULL RETURNING store_id, tap_date, note_id, outbox_id, seq
    )
    INSERT INTO stale_mark (store_id, business_day)
    SELECT d.store_id, d.business_day FROM batch CROSS JOIN LATERAL unnest(stores, business_days) AS d (store_id, business_day)
    UNION
    SELECT t.store_id, undone.business_day
    FROM taken AS t CROSS JOIN LATERAL (
        SELECT n.business_day FROM note AS n
        WHERE n.store_id = t.store_id AND n.tap_date = t.tap_date AND n.note_id = t.note_id LIMIT 1) AS undone
    UNION
    SELECT t.store_id, below.business_day
    FROM taken AS t CROSS JOIN LATERAL (
        SELECT n.business_day FROM note AS n
        WHERE n.store_id = t.store_id AND n.outbox_id = t.outbox_id AND n.seq < t.seq
        ORDER BY n.seq DESC FETCH FIRST 1 ROW WITH TIES) AS below;
END
$$;

CREATE OR REPLACE FUNCTION recompute_day(p_store_id text, p_day date, p_starts_at timestamptz, p_sealed boolean) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    -- One recompute per store at a time: two of the same day could leave the older counts, and days below are marked by gaps
    -- that a recompute of another day writes.
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

    -- One statement, so that all counts come from one snapshot and one reading of the day.
    WITH received AS MATERIALIZED (
        SELECT outbox_id, seq, lane, reason, remark_key, tapped_at, undone FROM received_notes(p_store_id, p_day, p_day)
    ), counted AS MATERIALIZED (
        SELECT lane, reason, floor(date_part('epoch', min(tapped_at) - p_starts_at) / 3600)::integer AS hour,
               floor(date_part('epoch', min(tapped_at) - p_starts_at) / 7200)::integer AS block
        FROM received WHERE NOT undone GROUP BY lane, remark_key, reason
    ), by_reason AS (
        INSERT INTO rollup (store_id, business_day, reason, remarks, breadth)
        SELECT p_store_id, p_day, reason, count(*), count(DISTINCT 1000 * block + lane)
        FROM counted GROUP BY reason
    ), by_hour AS (
        INSERT INTO rollup_hour (store_id, business_day, reason, hour, remarks)
        SELECT p_store_id, p_day, reason, hour, count(*) FROM counted GROUP BY reason, hour
    ), offered AS MATERIALIZED (
        SELECT outbox_id, seq, min(lane) AS lane, lag(seq) OVER of_outbox AS seq_before, lead(seq) OVER of_outbox AS seq_after
        FROM received GROUP BY outbox_id, seq WINDOW of_outbox AS (PARTITION BY outbox_id ORDER BY seq)
    ), gap AS MATERIALIZED (
        SELECT outbox_id, seq, lane, notes_missing_after(p_store_id, outbox_id, seq) AS notes_missing
        FROM offered WHERE seq_after IS DISTINCT FROM seq + 1
    ), gaps AS (
        INSERT INTO rollup_gap (store_id, business_day, outbox_id, after_seq, lane, notes_missing)
        SELECT p_store_id, p_day, outbox_id, seq, lane, notes_missing FROM gap WHERE notes_missing > 0
    ), neighbour AS (
        SELECT r.outbox_id, below.seq, below.business_day
        FROM offered AS r CROSS JOIN LATERAL (
            SELECT n.seq, n.business_day FROM note AS n
            WHERE n.store_id = p_store_id AND n.outbox_id = r.outbox_id AND n.seq < r.seq
            ORDER BY n.seq DESC FETCH FIRST 1 ROW WITH TIES) AS below
        WHERE r.seq_before IS DISTINCT FROM r.seq - 1 AND below.business_day <> p_day
    ), days_below AS (
        -- A gap belongs to the day of its lower neighbour: marks the days whose recorded gaps this day's notes have changed.
        INSERT INTO stale_mark (store_id, business_day)
        SELECT DISTINCT p_store_id, b.business_day
        FROM neighbour AS b
        LEFT JOIN rollup_gap AS g
          ON g.store_id = p_store_id AND g.business_day = b.business_day AND g.outbox_id = b.outbox_id AND g.after_seq = b.seq
        WHERE notes_missing_after(p_store_id, b.outbox_id, b.seq) <> coalesce(g.notes_missing, 0)
    )
    INSERT INTO rollup_lane (store_id, business_day, lane, notes, staff_notes, notes_missing, first_tapped_at, last_tapped_at)
    SELECT p_store_id, p_day, r.lane, count(*), count(*) FILTER (WHERE c.about_staff),
           coalesce((SELECT sum(g.notes_missing) FROM gap AS g WHERE g.lane = r.lane), 0), min(r.tapped_at), max(r.tapped_at)
    FROM received AS r LEFT JOIN reason AS c ON c.code = r.reason GROUP BY r.lane;
END
$$;
DROP FUNCTION mark_days_below;

CREATE OR REPLACE FUNCTION heard_together(p_store_id text, p_first_day date, p_last_day date)
RETURNS TABLE (first_reason text, second_reason text, pairs bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    WITH said AS MATERIALIZED (
        SELECT DISTINCT r.business_day, r.lane, r.remark_key, r.reason
        FROM received_notes(p_store_id, p_first_day, p_last_day) AS r
        JOIN reason AS c ON c.code = r.reason AND NOT c.about_staff AND c.polarity <> 'lane_only'
        WHERE NOT r.undone
    )
    SELECT a.reason, b.reason, count(*)
    FROM said AS a
    JOIN said AS b ON b.business_day = a.business_day AND b.lane = a.lane AND b.remark_key = a.remark_key AND b.reason > a.reason
    GROUP BY a.reason, b.reason
    HAVING count(*) >= 5;
END
$$;
