SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE rollup (
    CONSTRAINT rollup_key PRIMARY KEY (store_id, business_day, reason),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    reason text COLLATE "C" NOT NULL,
    remarks integer NOT NULL,
    breadth integer NOT NULL
);
COMMENT ON COLUMN rollup.breadth IS 'Distinct (lane, two-hour block since the day began) cells in which remarks of the reason were first heard.';

CREATE TABLE rollup_hour (
    CONSTRAINT rollup_hour_key PRIMARY KEY (store_id, business_day, reason, hour),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    reason text COLLATE "C" NOT NULL,
    hour smallint NOT NULL,
    remarks integer NOT NULL
);
COMMENT ON COLUMN rollup_hour.hour IS 'Whole hours since the business day began, by the remark''s first note.';

CREATE TABLE rollup_lane (
    CONSTRAINT rollup_lane_key PRIMARY KEY (store_id, business_day, lane),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    lane smallint NOT NULL,
    notes integer NOT NULL,
    staff_notes integer NOT NULL,
    notes_missing bigint NOT NULL,
    first_tapped_at timestamptz NOT NULL,
    last_tapped_at timestamptz NOT NULL
);
COMMENT ON COLUMN rollup_lane.notes IS 'Notes received, undone ones too.';
COMMENT ON COLUMN rollup_lane.staff_notes IS 'Those of them whose reason is about staff: they are in no total that is shown.';
COMMENT ON COLUMN rollup_lane.notes_missing IS 'Sum of the gaps in seq that follow notes of this lane and day.';

CREATE TABLE rollup_gap (
    CONSTRAINT rollup_gap_key PRIMARY KEY (store_id, business_day, outbox_id, after_seq),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    outbox_id uuid NOT NULL,
    after_seq bigint NOT NULL,
    lane smallint NOT NULL,
    notes_missing bigint NOT NULL
);
COMMENT ON TABLE rollup_gap IS 'Gaps as the last recompute saw them. A later day that finds another figure marks this day stale.';

CREATE VIEW remark AS
SELECT n.store_id, n.business_day, n.lane, n.remark_key, n.reason, min(n.tapped_at) AS first_tapped_at
FROM note AS n
WHERE NOT EXISTS (
    SELECT FROM note_undo AS u
    WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
      AND u.problem IS NULL)
GROUP BY n.store_id, n.business_day, n.lane, n.remark_key, n.reason;
COMMENT ON VIEW remark IS 'One row per counted remark. Reasons were checked when the notes were placed; the others are in quarantine.';

CREATE VIEW unplaced_note AS
SELECT q.store_id, q.received_at, q.problem
FROM quarantine AS q
WHERE NOT EXISTS (
    SELECT FROM note AS n WHERE n.store_id = q.store_id AND n.tap_date = q.tap_date AND n.note_id = q.note_id);
COMMENT ON VIEW unplaced_note IS 'Notes still in quarantine, without what they say.';

CREATE FUNCTION notes_missing_after(p_store_id text, p_outbox_id uuid, p_seq bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    WITH uncounted AS MATERIALIZED (
        SELECT seq FROM quarantine WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq
        UNION
        SELECT seq FROM refusal WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq
    ), upper_end AS (
        SELECT coalesce(
            (SELECT min(seq) FROM note WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_seq),
            (SELECT max(seq) FROM uncounted)) AS seq
    )
    SELECT coalesce(upper_end.seq - p_seq - 1 - (SELECT count(*) FROM uncounted WHERE uncounted.seq < upper_end.seq), 0)
    FROM upper_end
$$;
COMMENT ON FUNCTION notes_missing_after IS 'Size of the gap between a counted note and the next one of its outbox; quarantined and refused notes are not missing.';

CREATE FUNCTION mark_days_below(p_store_id text, p_day date) RETURNS void
LANGUAGE sql AS $$
    WITH run_start AS (
        SELECT outbox_id, seq FROM (
            SELECT outbox_id, seq, lag(seq) OVER (PARTITION BY outbox_id ORDER BY seq) AS seq_before
            FROM (SELECT DISTINCT outbox_id, seq FROM note WHERE store_id = p_store_id AND business_day = p_day) AS d) AS s
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
COMMENT ON FUNCTION mark_days_below IS 'A gap belongs to the day of its lower neighbour: marks the days whose recorded gaps this day''s notes have changed.';

CREATE FUNCTION recompute_day(p_store_id text, p_day date, p_starts_at timestamptz, p_sealed boolean) RETURNS void
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
        FROM remark WHERE store_id = p_store_id AND business_day = p_day
    ), received AS MATERIALIZED (
        SELECT outbox_id, seq, lane, reason, tapped_at FROM note WHERE store_id = p_store_id AND business_day = p_day
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
COMMENT ON FUNCTION recompute_day IS 'Makes the rollup of one store-day a pure function of its notes. Sealed days lose their marks and keep their rollup.';

CREATE FUNCTION resolve_marks() RETURNS void
LANGUAGE sql AS $$
    -- An undo whose note is not there is dropped: the note brings its own mark, and the undo is committed by then.
    WITH taken AS (
        DELETE FROM stale_mark WHERE business_day IS NULL RETURNING store_id, tap_date, note_id, outbox_id, seq
    )
    INSERT INTO stale_mark (store_id, business_day)
    SELECT t.store_id, n.business_day
    FROM taken AS t JOIN note AS n ON n.store_id = t.store_id AND n.tap_date = t.tap_date AND n.note_id = t.note_id
    UNION
    SELECT t.store_id, below.business_day
    FROM taken AS t
    JOIN note AS below ON below.store_id = t.store_id AND below.outbox_id = t.outbox_id AND below.seq = (
        SELECT n.seq FROM note AS n
        WHERE n.store_id = t.store_id AND n.outbox_id = t.outbox_id AND n.seq < t.seq ORDER BY n.seq DESC LIMIT 1)
$$;
COMMENT ON FUNCTION resolve_marks IS 'Turns the marks of undos and of uncounted notes into marks of store-days.';
