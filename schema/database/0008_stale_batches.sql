-- Fewer marks per commit: docs/decisions/0007-cost-of-an-append.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE stale_batch (
    CONSTRAINT stale_batch_pairs CHECK (cardinality(stores) = cardinality(business_days)),
    stores text[] COLLATE "C" NOT NULL,
    business_days date[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE stale_batch IS 'The stale store-days of one commit in one row, so that a commit over many stores pays for one mark. resolve_marks() turns them into marks.';
GRANT INSERT ON stale_batch TO tillnote_ingest;
GRANT SELECT, DELETE ON stale_batch TO tillnote_digest;

CREATE OR REPLACE FUNCTION resolve_marks() RETURNS void
LANGUAGE sql AS $$
    -- An undo whose note is not there is dropped: the note brings its own mark, and the undo is committed by then.
    WITH batch AS (
        DELETE FROM stale_batch RETURNING stores, business_days
    ), taken AS (
        DELETE FROM stale_mark WHERE business_day IS NULL RETURNING store_id, tap_date, note_id, outbox_id, seq
    )
    INSERT INTO stale_mark (store_id, business_day)
    SELECT d.store_id, d.business_day FROM batch CROSS JOIN LATERAL unnest(stores, business_days) AS d (store_id, business_day)
    UNION
    SELECT t.store_id, n.business_day
    FROM taken AS t JOIN note AS n ON n.store_id = t.store_id AND n.tap_date = t.tap_date AND n.note_id = t.note_id
    UNION
    SELECT t.store_id, below.business_day
    FROM taken AS t
    JOIN note AS below ON below.store_id = t.store_id AND below.outbox_id = t.outbox_id AND below.seq = (
        SELECT n.seq FROM note AS n
        WHERE n.store_id = t.store_id AND n.outbox_id = t.outbox_id AND n.seq < t.seq ORDER BY n.seq DESC LIMIT 1)
$$;
COMMENT ON FUNCTION resolve_marks IS 'Turns the marks of commits, of undos and of uncounted notes into marks of store-days.';
