-- What lanes counted in a day is kept beside their hours: for the pages of a chain these were added up anew for each reader.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE transaction_day (
    CONSTRAINT transaction_day_key PRIMARY KEY (store_id, business_day),
    CONSTRAINT transaction_day_count CHECK (staffed_transactions >= 0),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    lanes smallint[] NOT NULL,
    staffed_transactions bigint NOT NULL
);
COMMENT ON TABLE transaction_day IS 'The sum of transaction_hour of a day, and the lanes that told any, in order; written with it. lane_traffic says when it is the traffic of the store.';
SELECT guard_rows('transaction_day', scope_holds('reads_stores', 'store_id'), scope_holds('changes_stores', 'store_id'),
                  'tillnote_web, tillnote_ingest, tillnote_owner');
GRANT SELECT, INSERT, UPDATE ON transaction_day TO tillnote_ingest;
GRANT SELECT ON transaction_day TO tillnote_digest;

-- The owner sees rows of its own tables only where its policy says so; this is no session of a server.
ALTER TABLE transaction_hour NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transaction_day NO FORCE ROW LEVEL SECURITY;
INSERT INTO transaction_day (store_id, business_day, lanes, staffed_transactions)
SELECT h.store_id, h.business_day, array_agg(DISTINCT h.lane ORDER BY h.lane), sum(h.staffed_transactions)
FROM transaction_hour AS h GROUP BY h.store_id, h.business_day;
ALTER TABLE transaction_hour FORCE ROW LEVEL SECURITY;
ALTER TABLE transaction_day FORCE ROW LEVEL SECURITY;

CREATE FUNCTION add_transactions(p_store_id text, p_outbox_id uuid, p_enrolment_id uuid, p_lane smallint, p_hours timestamptz[],
                                 p_ends timestamptz[], p_days date[], p_counts bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = tillnote, pg_temp AS $$
DECLARE
    changed date[];
BEGIN
    -- Two heartbeats at once: the sums of the later one have seen the hours of the other.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_store_id, 1414090578));
    -- An hour that had not begun by the lane's clock may be told again when it has.
    WITH placed AS (
        DELETE FROM unplaced_hour WHERE store_id = p_store_id AND outbox_id = p_outbox_id AND hour_start = ANY (p_hours)
    ), written AS (
        INSERT INTO transaction_hour AS h (store_id, outbox_id, lane, hour_start, business_day, staffed_transactions)
        SELECT p_store_id, p_outbox_id, p_lane, s.hour_start, s.business_day, s.transactions
        FROM unnest(p_hours, p_ends, p_days, p_counts) AS s (hour_start, ends_at, business_day, transactions)
        JOIN enrolment AS e ON e.store_id = p_store_id AND e.enrolment_id = p_enrolment_id
        WHERE s.ends_at > e.approved_at ORDER BY s.hour_start
        ON CONFLICT (store_id, outbox_id, hour_start) DO UPDATE SET staffed_transactions = excluded.staffed_transactions
        WHERE excluded.staffed_transactions > h.staffed_transactions
        RETURNING h.business_day
    )
    SELECT array_agg(DISTINCT w.business_day) INTO changed FROM written AS w;
    INSERT INTO transaction_day (store_id, business_day, lanes, staffed_transactions)
    SELECT h.store_id, h.business_day, array_agg(DISTINCT h.lane ORDER BY h.lane), sum(h.staffed_transactions)
    FROM transaction_hour AS h WHERE h.store_id = p_store_id AND h.business_day = ANY (changed)
    GROUP BY h.store_id, h.business_day ORDER BY h.business_day
    ON CONFLICT (store_id, business_day)
    DO UPDATE SET lanes = excluded.lanes, staffed_transactions = excluded.staffed_transactions;
END
$$;
COMMENT ON FUNCTION add_transactions IS 'What one outbox counted in hours, and the sums of their days. Hours over before the enrolment was approved are left out; of an hour told twice the larger count stays.';
GRANT EXECUTE ON FUNCTION add_transactions TO tillnote_ingest;

CREATE OR REPLACE VIEW retention_rule WITH (security_invoker = true) AS
SELECT * FROM (VALUES
    ('note_comment', 'free_text', 'received_at', 't.received_at < $1'),
    ('lane_message', 'free_text', 'last_day', 't.last_day < $1::date'),
    ('note_default', 'notes', 'business_day', 't.business_day < $1::date'),
    -- An undo that came before its note goes, too: that note would be too late by now.
    ('note_undo', 'notes', 'received_at', 't.received_at < $1 AND NOT EXISTS (
        SELECT FROM note AS n WHERE n.store_id = t.store_id AND n.tap_date = t.tap_date AND n.note_id = t.note_id)'),
    -- Gaps in seq belong to the day of the note below, which is still recounted while it has its notes.
    ('quarantine', 'notes', 'received_at', 't.received_at < $1 AND NOT coalesce((
        SELECT n.business_day >= $1::date FROM note AS n
        WHERE n.store_id = t.store_id AND n.outbox_id = t.outbox_id AND n.seq < t.seq ORDER BY n.seq DESC LIMIT 1), false)'),
    ('refusal', 'notes', 'received_at', 't.received_at < $1 AND NOT coalesce((
        SELECT n.business_day >= $1::date FROM note AS n
        WHERE n.store_id = t.store_id AND n.outbox_id = t.outbox_id AND n.seq < t.seq ORDER BY n.seq DESC LIMIT 1), false)'),
    ('alert_note', 'notes', 'business_day', 't.business_day < $1::date'),
    ('rollup_gap', 'notes', 'business_day', 't.business_day < $1::date'),
    ('showing', 'notes', 'received_at', 't.received_at < $1 AND coalesce(t.business_day < $1::date, true)'),
    -- The traffic of a day depends on who counted in the week before it.
    ('transaction_hour', 'notes', 'business_day', 't.business_day < $1::date - 7'),
    ('transaction_day', 'notes', 'business_day', 't.business_day < $1::date - 7'),
    ('unplaced_hour', 'notes', 'received_at', 't.received_at < $1')
) AS rule (table_name, term, dated_by, condition);
