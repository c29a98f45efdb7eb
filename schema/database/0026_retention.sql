-- What is removed when, and a role that can do that and nothing else: docs/decisions/0025-retention.md.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tillnote_retention') THEN
        CREATE ROLE tillnote_retention LOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another migrator made it in the same moment
END
$$;

SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;
GRANT USAGE ON SCHEMA tillnote TO tillnote_retention;

-- $1 is the moment (or, as a date, the business day) before which rows of this term are past it.
CREATE VIEW retention_rule AS
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
    ('unplaced_hour', 'notes', 'received_at', 't.received_at < $1')
) AS rule (table_name, term, dated_by, condition);
COMMENT ON VIEW retention_rule IS 'Each table that forgets, but for note itself. Removing and checking read the same rules.';

CREATE FUNCTION check_term(p_term text, p_before timestamptz) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- By this machine's clock: a server whose own is wrong must not empty the database. A day more, for stores east of it.
    IF p_before > now() + interval '1 day'
                  - (CASE p_term WHEN 'free_text' THEN interval '30 days' ELSE interval '13 months' END) THEN
        RAISE EXCEPTION 'what came after % is not past its term', p_before USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

CREATE FUNCTION keep_rollups(p_store_id text, p_before date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    done_before date := (SELECT before FROM notes_gone);
BEGIN
    PERFORM check_term('notes', p_before);
    INSERT INTO rollup_pair (store_id, business_day, first_reason, second_reason, pairs)
    SELECT p_store_id, d.business_day, d.first_reason, d.second_reason, d.pairs
    FROM day_pairs(p_store_id, done_before, p_before - 1) AS d
    ON CONFLICT DO NOTHING;

    INSERT INTO traffic (store_id, business_day, staffed_transactions)
    SELECT d.store_id, d.business_day, d.staffed_transactions FROM day_traffic AS d
    WHERE d.store_id = p_store_id AND d.business_day < p_before AND d.business_day >= done_before
    ON CONFLICT DO NOTHING;

    -- Of a note that could be placed in the end, the copy in quarantine says nothing more.
    DELETE FROM quarantine AS q
    WHERE q.store_id = p_store_id AND q.received_at < p_before AND EXISTS (
        SELECT FROM note AS n WHERE n.store_id = q.store_id AND n.tap_date = q.tap_date AND n.note_id = q.note_id);

    -- A note that goes may stand above one that stays, as a clock was put back between them: it ends a gap of that one's day.
    -- The seqs from it to the next note that stays are as good as refused, and so the gap stays as large as it was.
    WITH going AS MATERIALIZED (
        SELECT n.outbox_id, n.seq, n.lane, n.received_at, lag(n.seq) OVER (PARTITION BY n.outbox_id ORDER BY n.seq) AS seq_before
        FROM notes_of_days(p_store_id, done_before, p_before - 1) AS n
    ), gap_end AS (
        SELECT g.outbox_id, g.seq, g.lane, g.received_at,
               coalesce((SELECT min(n.seq) - 1 FROM note AS n
                         WHERE n.store_id = p_store_id AND n.outbox_id = g.outbox_id AND n.seq > g.seq
                           AND n.business_day >= p_before),
                        (SELECT max(o.seq) FROM going AS o WHERE o.outbox_id = g.outbox_id)) AS last_seq
        FROM going AS g CROSS JOIN LATERAL (
            SELECT n.business_day FROM note AS n
            WHERE n.store_id = p_store_id AND n.outbox_id = g.outbox_id AND n.seq < g.seq ORDER BY n.seq DESC LIMIT 1) AS below
        WHERE g.seq_before IS DISTINCT FROM g.seq - 1 AND below.business_day >= p_before
    )
    INSERT INTO refusal (store_id, outbox_id, seq, note_id, lane, problem, received_at)
    SELECT p_store_id, e.outbox_id, filled.seq, '00000000-0000-0000-0000-000000000000', e.lane, 'past_term', e.received_at
    FROM gap_end AS e CROSS JOIN LATERAL generate_series(e.seq, least(e.last_seq, e.seq + 100000)) AS filled (seq)
    ON CONFLICT DO NOTHING;

    -- What an outbox is known to have delivered must not seem lost when its notes go.
    INSERT INTO outbox AS o (store_id, outbox_id, enrolment_id, lane, have_seq, pending, contact_day, heard_at)
    SELECT p_store_id, k.outbox_id, k.enrolment_id, k.lane, run.last_seq, 0, k.business_day, k.received_at
    FROM (SELECT DISTINCT ON (going.outbox_id) going.*
          FROM (SELECT n.outbox_id, n.enrolment_id, n.lane, n.business_day, n.received_at, n.seq
                FROM notes_of_days(p_store_id, done_before, p_before - 1) AS n
                UNION ALL
                SELECT q.outbox_id, q.enrolment_id, q.lane, q.received_at::date, q.received_at, q.seq
                FROM quarantine AS q WHERE q.store_id = p_store_id AND q.received_at < p_before) AS going
          ORDER BY going.outbox_id, going.seq DESC) AS k
    LEFT JOIN outbox AS known ON known.store_id = p_store_id AND known.outbox_id = k.outbox_id
    CROSS JOIN LATERAL outbox_runs(p_store_id, k.outbox_id, coalesce(known.have_seq, 0), 1) AS run
    WHERE run.first_seq = coalesce(known.have_seq, 0) + 1
    ORDER BY k.outbox_id
    ON CONFLICT (store_id, outbox_id) DO UPDATE SET have_seq = greatest(o.have_seq, excluded.have_seq);
END
$$;
COMMENT ON FUNCTION keep_rollups IS 'Keeps what is still read of days before p_before, from their raw traces. May run again.';

CREATE FUNCTION let_notes_go(p_before date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    PERFORM check_term('notes', p_before);
    PERFORM pg_advisory_xact_lock(1414090576);
    UPDATE notes_gone SET before = greatest(before, p_before);
END
$$;
COMMENT ON FUNCTION let_notes_go IS 'From its commit on no day before p_before is recounted; recounts under way have ended.';

CREATE FUNCTION notes_gone_before() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS 'SELECT before FROM notes_gone';

CREATE FUNCTION drop_note_month() RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
    gone date := (SELECT before FROM notes_gone);
    partition_name text;
    month date;
BEGIN
    -- One at a time; others find the month gone.
    PERFORM pg_advisory_xact_lock(1414090577);
    SELECT c.relname, to_date(right(c.relname, 7), 'YYYY_MM') INTO partition_name, month
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'note'::regclass AND c.relname ~ '^note_\d{4}_\d{2}$' ORDER BY c.relname LIMIT 1;
    -- A day's notes have the tap dates from the day before on, but for those of lanes whose clock was far off.
    IF partition_name IS NULL OR (month + interval '1 month')::date + 1 > gone THEN
        RETURN NULL;
    END IF;
    PERFORM check_term('notes', month + interval '1 month');

    -- A lock that others wait for: while a small index is read, and a table let go.
    LOCK TABLE ONLY note IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('ALTER TABLE note DETACH PARTITION %I', partition_name);
    PERFORM set_config('enable_seqscan', 'off', true);
    EXECUTE format($sql$
        INSERT INTO note SELECT * FROM %I
        WHERE tap_date NOT BETWEEN business_day - 1 AND business_day + 2 AND business_day >= %L
        $sql$, partition_name, gone);
    EXECUTE format('DROP TABLE %I', partition_name);
    RETURN month;
END
$$;
COMMENT ON FUNCTION drop_note_month IS 'Drops the oldest month when all its days are gone, and returns it; NULL: there is none. Notes of later days in it, from lanes whose clock was far off, move to note_default.';

CREATE FUNCTION remove_past_term(p_store_id text, p_free_text_before timestamptz, p_max integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    notes_before timestamptz := (SELECT before FROM notes_gone);
    rule record;
    removed bigint;
    removed_here bigint;
BEGIN
    PERFORM check_term('free_text', p_free_text_before);
    -- Notes of days that are gone in months that are not: of the first day, and of lanes whose clock was ahead.
    WITH left_over AS (
        SELECT t.tap_date, t.note_id FROM note AS t
        WHERE t.store_id = p_store_id AND t.business_day < notes_before::date
          AND t.tap_date >= date_trunc('month', notes_before)::date AND t.tap_date < notes_before::date + 2
        UNION ALL
        SELECT t.tap_date, t.note_id FROM note AS t
        WHERE t.store_id = p_store_id AND t.business_day < notes_before::date AND t.tap_date >= notes_before::date + 2
          AND t.tap_date NOT BETWEEN t.business_day - 1 AND t.business_day + 2
        LIMIT p_max
    )
    DELETE FROM note AS n USING left_over AS l
    WHERE n.store_id = p_store_id AND n.tap_date = l.tap_date AND n.note_id = l.note_id;
    GET DIAGNOSTICS removed = ROW_COUNT;
    FOR rule IN
        SELECT table_name, condition, CASE term WHEN 'free_text' THEN p_free_text_before ELSE notes_before END AS before,
               CASE table_name
                   WHEN 'showing' THEN $sql$
                       INSERT INTO rollup_showing AS r (store_id, ask_id, business_day, answer, sampled, showings)
                       SELECT store_id, ask_id, business_day, coalesce(answer, ''), with_transaction, count(*)
                       FROM removed WHERE business_day IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
                       ON CONFLICT (store_id, ask_id, business_day, answer, sampled)
                       DO UPDATE SET showings = r.showings + excluded.showings $sql$
                   WHEN 'quarantine' THEN $sql$
                       INSERT INTO rollup_unplaced AS r (store_id, received_minute, problem, notes)
                       SELECT store_id, date_trunc('minute', received_at), problem, count(*)
                       FROM removed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                       ON CONFLICT (store_id, received_minute, problem) DO UPDATE SET notes = r.notes + excluded.notes $sql$
               END AS keep
        FROM retention_rule
    LOOP
        EXECUTE format($sql$
            WITH removed AS (
                DELETE FROM %1$I WHERE ctid = ANY (ARRAY(
                    SELECT t.ctid FROM %1$I AS t WHERE t.store_id = $2 AND %2$s LIMIT $3 FOR UPDATE SKIP LOCKED))
                RETURNING *)%3$s
            SELECT count(*) FROM removed
            $sql$, rule.table_name, rule.condition, coalesce(', kept AS (' || rule.keep || ')', ''))
        INTO removed_here USING rule.before, p_store_id, p_max;
        removed := removed + removed_here;
    END LOOP;
    RETURN removed;
END
$$;
COMMENT ON FUNCTION remove_past_term IS 'Removes at most p_max rows of each table of retention_rule. Notes and what belongs to them: of days before notes_gone.';

CREATE FUNCTION list_past_term(p_free_text_before timestamptz, p_notes_before date)
RETURNS TABLE (table_name text, store_id text, row_count bigint, oldest date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    rule record;
BEGIN
    FOR rule IN
        SELECT r.table_name, r.dated_by, r.condition,
               CASE r.term WHEN 'free_text' THEN p_free_text_before ELSE p_notes_before::timestamptz END AS before
        FROM retention_rule AS r
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %1$L, t.store_id, count(*), min(t.%2$I)::date FROM %1$I AS t WHERE %3$s GROUP BY t.store_id ORDER BY 2',
            rule.table_name, rule.dated_by, rule.condition)
        USING rule.before;
    END LOOP;
    RETURN QUERY
    SELECT 'note', n.store_id, count(*), min(n.business_day)
    FROM (SELECT m.store_id, m.business_day, m.tableoid FROM note AS m
          WHERE m.business_day < p_notes_before AND m.tap_date < p_notes_before + 2
          UNION ALL
          SELECT m.store_id, m.business_day, m.tableoid FROM note AS m
          WHERE m.business_day < p_notes_before AND m.tap_date >= p_notes_before + 2
            AND m.tap_date NOT BETWEEN m.business_day - 1 AND m.business_day + 2) AS n
    WHERE n.tableoid <> 'note_default'::regclass
    GROUP BY n.store_id ORDER BY 2;
END
$$;
COMMENT ON FUNCTION list_past_term IS 'What is there though its term is over.';

GRANT EXECUTE ON FUNCTION keep_rollups, let_notes_go, notes_gone_before, drop_note_month, remove_past_term, list_past_term
    TO tillnote_retention;
