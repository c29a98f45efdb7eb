-- What pages and digests take from raw traces, kept for good when the traces go: docs/decisions/0025-retention.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE notes_gone (
    CONSTRAINT notes_gone_key PRIMARY KEY (only_row),
    CONSTRAINT notes_gone_only_row CHECK (only_row),
    only_row boolean NOT NULL DEFAULT true,
    before date NOT NULL
);
COMMENT ON TABLE notes_gone IS 'One row. Business days before this one may have no notes any more: what is read of them comes from rollups, and nothing recounts them.';
INSERT INTO notes_gone (before) VALUES ('-infinity');

CREATE FUNCTION notes_are_gone(p_day date) RETURNS boolean
LANGUAGE plpgsql SET search_path = tillnote, pg_temp AS $$
BEGIN
    -- Shared with other recounts. Whoever moves the date takes it alone, and so waits for recounts that saw the old one.
    PERFORM pg_advisory_xact_lock_shared(1414090576);
    RETURN (SELECT p_day < before FROM notes_gone);
END
$$;
COMMENT ON FUNCTION notes_are_gone IS 'Asked at the start of each recount, whatever the clock of its server says. Until its transaction ends the answer stays true.';

CREATE TABLE rollup_pair (
    CONSTRAINT rollup_pair_key PRIMARY KEY (store_id, business_day, first_reason, second_reason),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    first_reason text COLLATE "C" NOT NULL,
    second_reason text COLLATE "C" NOT NULL,
    pairs integer NOT NULL
);
COMMENT ON TABLE rollup_pair IS 'Reasons heard together on days whose notes are gone. Read through heard_together() only.';

CREATE FUNCTION day_pairs(p_store_id text, p_first_day date, p_last_day date)
RETURNS TABLE (business_day date, first_reason text, second_reason text, pairs bigint)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    WITH said AS MATERIALIZED (
        SELECT DISTINCT r.business_day, r.lane, r.remark_key, r.reason
        FROM received_notes(p_store_id, p_first_day, p_last_day) AS r
        JOIN reason AS c ON c.code = r.reason AND NOT c.about_staff AND c.polarity <> 'lane_only'
        WHERE NOT r.undone
    )
    SELECT a.business_day, a.reason, b.reason, count(*)
    FROM said AS a
    JOIN said AS b ON b.business_day = a.business_day AND b.lane = a.lane AND b.remark_key = a.remark_key AND b.reason > a.reason
    GROUP BY a.business_day, a.reason, b.reason;
END
$$;
COMMENT ON FUNCTION day_pairs IS 'Pairs of reasons that one customer gave (same lane, remark key and business day), by day, from the notes; none about staff.';

CREATE OR REPLACE FUNCTION heard_together(p_store_id text, p_first_day date, p_last_day date)
RETURNS TABLE (first_reason text, second_reason text, pairs bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    first_counted_day date := greatest(p_first_day, (SELECT before FROM notes_gone));
BEGIN
    RETURN QUERY
    SELECT p.first_reason, p.second_reason, sum(p.pairs)::bigint
    FROM (SELECT d.first_reason, d.second_reason, d.pairs FROM day_pairs(p_store_id, first_counted_day, p_last_day) AS d
          UNION ALL
          SELECT r.first_reason, r.second_reason, r.pairs::bigint FROM rollup_pair AS r
          WHERE r.store_id = p_store_id AND r.business_day BETWEEN p_first_day AND p_last_day
            AND r.business_day < first_counted_day) AS p
    GROUP BY p.first_reason, p.second_reason
    HAVING sum(p.pairs) >= 5;
END
$$;

CREATE TABLE rollup_showing (
    CONSTRAINT rollup_showing_key PRIMARY KEY (store_id, ask_id, business_day, answer, sampled),
    store_id text COLLATE "C" NOT NULL,
    ask_id uuid NOT NULL,
    business_day date NOT NULL,
    answer text COLLATE "C" NOT NULL,
    sampled boolean NOT NULL,
    showings bigint NOT NULL
);
COMMENT ON TABLE rollup_showing IS 'Showings whose rows are gone. answer is empty for none.';

CREATE OR REPLACE VIEW ask_count AS
SELECT s.store_id, s.ask_id, s.business_day, s.answer, s.with_transaction AS sampled, count(*) AS showings
FROM showing AS s WHERE s.business_day IS NOT NULL
GROUP BY s.store_id, s.ask_id, s.business_day, s.answer, s.with_transaction
UNION ALL
SELECT r.store_id, r.ask_id, r.business_day, nullif(r.answer, ''), r.sampled, r.showings
FROM rollup_showing AS r;

CREATE TABLE rollup_unplaced (
    CONSTRAINT rollup_unplaced_key PRIMARY KEY (store_id, received_minute, problem),
    store_id text COLLATE "C" NOT NULL,
    received_minute timestamptz NOT NULL,
    problem text COLLATE "C" NOT NULL,
    notes bigint NOT NULL
);
COMMENT ON TABLE rollup_unplaced IS 'Notes in quarantine whose rows are gone, without what they said. By the minute, as business days begin on any minute.';

CREATE OR REPLACE VIEW unplaced_note AS
SELECT q.store_id, q.received_at, q.problem
FROM quarantine AS q
WHERE NOT EXISTS (
    SELECT FROM note AS n WHERE n.store_id = q.store_id AND n.tap_date = q.tap_date AND n.note_id = q.note_id)
UNION ALL
SELECT r.store_id, r.received_minute, r.problem
FROM rollup_unplaced AS r CROSS JOIN LATERAL generate_series(1, r.notes);

-- Its own time: hour_start is told by the very clock that is wrong.
ALTER TABLE unplaced_hour ADD COLUMN received_at timestamptz NOT NULL DEFAULT now();

COMMENT ON TABLE traffic IS 'Staffed transactions as given; and for days whose notes are gone, the sum of what the lanes counted.';

GRANT SELECT ON notes_gone TO tillnote_digest;
GRANT EXECUTE ON FUNCTION notes_are_gone TO tillnote_digest;
