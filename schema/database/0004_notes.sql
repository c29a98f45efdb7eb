SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- No foreign keys here: the service has checked lane and reason before, and each key would be looked up once a note.
CREATE TABLE note (
    CONSTRAINT note_key PRIMARY KEY (store_id, tap_date, note_id),
    CONSTRAINT note_seq CHECK (seq > 0),
    CONSTRAINT note_lane CHECK (lane BETWEEN 1 AND 999),
    tap_date date NOT NULL,
    business_day date NOT NULL,
    note_id uuid NOT NULL,
    outbox_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    seq bigint NOT NULL,
    tapped_at timestamptz NOT NULL,
    raw_tapped_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    mono_ms bigint,
    boot_id uuid,
    lane smallint NOT NULL,
    utc_offset_minutes smallint NOT NULL,
    store_id text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    remark_key text COLLATE "C" NOT NULL
) PARTITION BY RANGE (tap_date);
COMMENT ON COLUMN note.tap_date IS 'UTC date inside note_id, frozen with the id, so that a resend can never be a second row.';
COMMENT ON COLUMN note.tapped_at IS 'Corrected by the clock rules of the contract.';
COMMENT ON COLUMN note.raw_tapped_at IS 'The lane''s wall clock as sent.';
COMMENT ON COLUMN note.mono_ms IS 'The lane''s CLOCK_BOOTTIME at the tap, in boot boot_id.';

-- Each index costs every insert. This one serves the recompute of a day ...
CREATE INDEX note_business_day ON note (store_id, business_day);
-- ... and this one have_seq and the gaps of an outbox. Two lanes that share a cloned outbox may repeat a seq.
CREATE INDEX note_outbox ON note (store_id, outbox_id, seq);

CREATE TABLE note_default PARTITION OF note DEFAULT;

CREATE TABLE note_comment (
    CONSTRAINT note_comment_key PRIMARY KEY (store_id, tap_date, note_id),
    store_id text COLLATE "C" NOT NULL,
    tap_date date NOT NULL,
    note_id uuid NOT NULL,
    comment text NOT NULL,
    received_at timestamptz NOT NULL
);
COMMENT ON TABLE note_comment IS 'Free text, kept for a shorter term than its note.';
CREATE INDEX note_comment_received ON note_comment (store_id, received_at);

CREATE TABLE note_undo (
    CONSTRAINT note_undo_key PRIMARY KEY (store_id, undo_id),
    store_id text COLLATE "C" NOT NULL,
    tap_date date NOT NULL,
    note_id uuid NOT NULL,
    undo_id uuid NOT NULL,
    lane smallint NOT NULL,
    undone_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    problem text COLLATE "C"
);
COMMENT ON TABLE note_undo IS 'May arrive before its note. Voids it only when store and lane are the note''s own.';
COMMENT ON COLUMN note_undo.problem IS 'Why it is in quarantine: kept and counted, but voids nothing.';
CREATE INDEX note_undo_note ON note_undo (store_id, tap_date, note_id);
CREATE INDEX note_undo_quarantined ON note_undo (store_id, received_at) WHERE problem IS NOT NULL;

CREATE TABLE quarantine (
    CONSTRAINT quarantine_key PRIMARY KEY (store_id, tap_date, note_id),
    store_id text COLLATE "C" NOT NULL,
    tap_date date NOT NULL,
    note_id uuid NOT NULL,
    outbox_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    seq bigint NOT NULL,
    tapped_at timestamptz,
    raw_tapped_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    mono_ms bigint,
    boot_id uuid,
    lane smallint NOT NULL,
    utc_offset_minutes smallint NOT NULL,
    reason text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    remark_key text COLLATE "C" NOT NULL,
    problem text COLLATE "C" NOT NULL
);
COMMENT ON TABLE quarantine IS 'Notes kept but not counted. A note that can be placed when it is offered again is stored in note, and note wins.';
CREATE INDEX quarantine_outbox ON quarantine (store_id, outbox_id, seq);
CREATE INDEX quarantine_received ON quarantine (store_id, received_at);

CREATE TABLE refusal (
    CONSTRAINT refusal_key PRIMARY KEY (store_id, outbox_id, seq, note_id),
    store_id text COLLATE "C" NOT NULL,
    outbox_id uuid NOT NULL,
    seq bigint NOT NULL,
    note_id uuid NOT NULL,
    lane smallint NOT NULL,
    problem text COLLATE "C" NOT NULL,
    received_at timestamptz NOT NULL
);
COMMENT ON TABLE refusal IS 'Notes answered with refused: nothing of them is kept but their seq, so that have_seq can pass them.';

CREATE TABLE stale_mark (
    CONSTRAINT stale_mark_target CHECK (num_nonnulls(business_day, note_id, seq) = 1),
    store_id text COLLATE "C" NOT NULL,
    business_day date,
    tap_date date,
    note_id uuid,
    outbox_id uuid,
    seq bigint
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE stale_mark IS 'Store-days whose rollup must be recomputed. Appended only: an upsert would rely on a row that the worker may delete while the transaction is open.';
COMMENT ON COLUMN stale_mark.note_id IS 'Instead of the day: an undo marks its note, which may not be there yet.';
COMMENT ON COLUMN stale_mark.seq IS 'Instead of the day: a quarantined or refused seq changes the gap after its lower neighbour.';
CREATE INDEX stale_mark_day ON stale_mark (store_id, business_day);

CREATE FUNCTION outbox_runs(p_store_id text, p_outbox_id uuid, p_after bigint, p_runs_max integer)
RETURNS TABLE (first_seq bigint, last_seq bigint)
LANGUAGE sql STABLE AS $$
    SELECT min(seq), max(seq)
    FROM (
        SELECT seq, seq - row_number() OVER (ORDER BY seq) AS run
        FROM (
            SELECT seq FROM note WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_after
            UNION
            SELECT seq FROM quarantine WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_after
            UNION
            SELECT seq FROM refusal WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND seq > p_after) AS kept
        ) AS numbered
    GROUP BY run ORDER BY 1 LIMIT p_runs_max
$$;
COMMENT ON FUNCTION outbox_runs IS 'The first runs of seqs after p_after that are stored, quarantined or refused.';

CREATE FUNCTION make_note_month(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
DECLARE
    first_day date := date_trunc('month', month)::date;
    next_month date := (date_trunc('month', month) + interval '1 month')::date;
    partition_name text := 'note_' || to_char(month, 'YYYY_MM');
BEGIN
    -- Serialises makers; writers go on until the default partition itself has to be locked.
    LOCK TABLE ONLY note IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass('tillnote.' || partition_name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Keeps writers from adding rows of this month to the default partition between the move and the attach.
    LOCK TABLE note_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE note INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT month_range CHECK (tap_date >= %L AND tap_date < %L)',
                   partition_name, first_day, next_month);
    EXECUTE format('WITH moved AS (DELETE FROM note_default WHERE tap_date >= %L AND tap_date < %L RETURNING *) '
                   'INSERT INTO %I SELECT * FROM moved', first_day, next_month, partition_name);
    EXECUTE format('ALTER TABLE note ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   partition_name, first_day, next_month);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT month_range', partition_name);
    RETURN true;
END
$$;
COMMENT ON FUNCTION make_note_month IS 'Makes the month''s partition and moves its rows out of the default one. False when it is there.';

-- A new installation has the months of its first imports, and the present one, from the start.
SELECT make_note_month((date_trunc('month', now()) + n * interval '1 month')::date) FROM generate_series(-4, 3) AS n;
