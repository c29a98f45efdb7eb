-- The database itself holds back what the scope of the caller does not hold: docs/decisions/0026-row-security.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE FUNCTION scope_holds(p_setting text, p_column text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    -- The sub-selects are run once in a statement, not once in a row.
    SELECT format($sql$(SELECT current_setting(%1$L, true) = '*')
                       OR %2$I IN (SELECT unnest(string_to_array(current_setting(%1$L, true), ' ')))$sql$,
                  'tillnote.' || p_setting, p_column)
$$;
COMMENT ON FUNCTION scope_holds IS 'Condition of a policy: p_column is named by a setting. Unset or empty names nothing, * everything, else ids parted by spaces.';

CREATE FUNCTION guard_rows(p_table text, p_reads text, p_changes text, p_roles text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('CREATE POLICY scope_reads ON %I FOR SELECT TO %s USING (%s)', p_table, p_roles, p_reads);
    EXECUTE format('CREATE POLICY scope_adds ON %I FOR INSERT TO %s WITH CHECK (%s)', p_table, p_roles, p_changes);
    EXECUTE format('CREATE POLICY scope_changes ON %I FOR UPDATE TO %s USING (%s)', p_table, p_roles, p_changes);
    EXECUTE format('CREATE POLICY scope_removes ON %I FOR DELETE TO %s USING (%s)', p_table, p_roles, p_changes);
    -- Work for every store. What it may do with the rows is said by grants.
    EXECUTE format('CREATE POLICY digest_work ON %I TO tillnote_digest USING (true)', p_table);
    EXECUTE format('CREATE POLICY whole_view ON %I FOR SELECT TO tillnote_read USING (true)', p_table);
    -- Functions that run as their owner: called by whom every row is open, or who may call nothing else.
    EXECUTE format($sql$
        CREATE POLICY owner_work ON %I TO tillnote_owner USING ((
            SELECT pg_has_role(session_user, 'tillnote_retention', 'MEMBER')
                OR pg_has_role(session_user, 'tillnote_digest', 'MEMBER') OR pg_has_role(session_user, 'tillnote_read', 'MEMBER')))
        $sql$, p_table);
END
$$;
COMMENT ON FUNCTION guard_rows IS 'For migrations: forces row-level security on a table whose rows a store or district owns. p_roles see and change what the settings hold.';

-- What is heard of a store, and what is done about it.
SELECT guard_rows(name, scope_holds('reads_stores', 'store_id'), scope_holds('changes_stores', 'store_id'),
                  'tillnote_web, tillnote_ingest, tillnote_owner')
FROM unnest(ARRAY['rollup', 'rollup_hour', 'rollup_lane', 'rollup_gap', 'rollup_day', 'rollup_pair', 'rollup_showing',
                  'rollup_unplaced', 'transaction_hour', 'unplaced_hour', 'ask', 'ask_answer', 'lane_message', 'alert', 'alert_note',
                  'urgent_mark', 'action', 'action_change', 'goal', 'event', 'digest_run', 'edition', 'day_change']) AS name;

-- What lanes add. Their notes are stored many stores at a time, under the store that their token names; the role that does it
-- sees of other rows what a resend is compared with. The other roles are held to their scope here as well.
SELECT guard_rows(name, scope_holds('reads_stores', 'store_id'), scope_holds('changes_stores', 'store_id'),
                  'tillnote_web, tillnote_owner')
FROM unnest(ARRAY['note', 'note_comment', 'note_undo', 'quarantine', 'refusal', 'showing', 'stale_mark']) AS name;
CREATE POLICY append_work ON note TO tillnote_ingest USING (true);
CREATE POLICY append_work ON note_comment TO tillnote_ingest USING (true);
CREATE POLICY append_work ON note_undo TO tillnote_ingest USING (true);
CREATE POLICY append_work ON quarantine TO tillnote_ingest USING (true);
CREATE POLICY append_work ON refusal TO tillnote_ingest USING (true);
CREATE POLICY append_work ON showing TO tillnote_ingest USING (true);
CREATE POLICY append_work ON stale_mark TO tillnote_ingest USING (true);

-- What an administrator sets up.
SELECT guard_rows(name, set_up || scope_holds('reads_stores', 'store_id'), set_up || scope_holds('changes_stores', 'store_id'),
                  'tillnote_web, tillnote_ingest, tillnote_owner')
FROM unnest(ARRAY['store', 'store_day_rule', 'closed_day', 'store_department', 'store_membership', 'store_hot_key', 'store_layout',
                  'traffic', 'lane', 'enrolment', 'outbox', 'contact']) AS name,
     (VALUES ($q$(SELECT current_setting('tillnote.sets_up', true) = 'on') OR $q$)) AS admin (set_up);
-- From a lane's token to its store; the token is what it shows.
CREATE POLICY token_lookup ON enrolment FOR SELECT TO tillnote_ingest USING (true);

-- Of a district. Whoever reads a store of it reads its name.
SELECT guard_rows(name, scope_holds('reads_districts', 'district_id'), scope_holds('changes_districts', 'district_id'),
                  'tillnote_web, tillnote_ingest, tillnote_owner')
FROM unnest(ARRAY['district_digest_run', 'district_edition']) AS name;
SELECT guard_rows('district', set_up || scope_holds('names_districts', 'district_id'),
                  set_up || scope_holds('changes_districts', 'district_id'), 'tillnote_web, tillnote_ingest, tillnote_owner')
FROM (VALUES ($q$(SELECT current_setting('tillnote.sets_up', true) = 'on') OR $q$)) AS admin (set_up);

-- Mail. Addresses are personal: who only reads does not see them. An unsubscribe link opens its own row.
SELECT guard_rows('recipient', may, may, 'tillnote_web, tillnote_owner')
FROM concat(scope_holds('changes_stores', 'store_id'),
            $q$ OR unsubscribe_sha256 = (SELECT nullif(current_setting('tillnote.link', true), ''))$q$) AS may;
SELECT guard_rows('district_recipient', may, may, 'tillnote_web, tillnote_owner')
FROM concat($q$(SELECT current_setting('tillnote.sets_up', true) = 'on') OR $q$, scope_holds('changes_districts', 'district_id'),
            $q$ OR unsubscribe_sha256 = (SELECT nullif(current_setting('tillnote.link', true), ''))$q$) AS may;
SELECT guard_rows('webhook', may, may, 'tillnote_owner')
FROM concat(scope_holds('changes_stores', 'of_store'), ' OR ', scope_holds('changes_districts', 'of_district')) AS may;
SELECT guard_rows('delivery', concat(scope_holds('reads_stores', 'of_store'), ' OR ', scope_holds('reads_districts', 'of_district')),
                  concat(scope_holds('changes_stores', 'of_store'), ' OR ', scope_holds('changes_districts', 'of_district')),
                  'tillnote_web, tillnote_owner');

-- Views: with the rights and the scope of who asks.
ALTER VIEW ask_row SET (security_invoker = true);
ALTER VIEW ask_count SET (security_invoker = true);
ALTER VIEW alert_row SET (security_invoker = true);
ALTER VIEW action_row SET (security_invoker = true);
ALTER VIEW goal_row SET (security_invoker = true);
ALTER VIEW event_row SET (security_invoker = true);
ALTER VIEW unplaced_note SET (security_invoker = true);
ALTER VIEW retention_rule SET (security_invoker = true);
GRANT SELECT (store_id, ask_id, business_day, answer, with_transaction) ON showing TO tillnote_web;
GRANT SELECT ON rollup_showing TO tillnote_web, tillnote_digest;
GRANT SELECT ON rollup_unplaced TO tillnote_digest;

-- What lanes counted themselves is not for the pages, but for its sums.
CREATE VIEW lane_traffic WITH (security_invoker = true) AS
SELECT h.store_id, h.business_day, sum(h.staffed_transactions)::bigint AS staffed_transactions
FROM transaction_hour AS h
WHERE NOT EXISTS (SELECT FROM traffic AS t WHERE t.store_id = h.store_id AND t.business_day = h.business_day)
GROUP BY h.store_id, h.business_day
HAVING NOT EXISTS (
    SELECT FROM rollup_lane AS r
    WHERE r.store_id = h.store_id AND r.business_day = h.business_day AND NOT EXISTS (
        SELECT FROM transaction_hour AS o
        WHERE o.store_id = r.store_id AND o.business_day = r.business_day AND o.lane = r.lane)
) AND NOT EXISTS (
    SELECT FROM contact AS c
    WHERE c.store_id = h.store_id AND c.business_day = h.business_day AND NOT EXISTS (
        SELECT FROM transaction_hour AS o
        WHERE o.store_id = c.store_id AND o.lane = c.lane
          AND o.business_day BETWEEN c.business_day - 7 AND c.business_day));
COMMENT ON VIEW lane_traffic IS 'Days of day_traffic whose staffed transactions are the sum of the lanes.';
CREATE OR REPLACE VIEW day_traffic WITH (security_invoker = true) AS
SELECT t.store_id, t.business_day, t.staffed_transactions FROM traffic AS t
UNION ALL
SELECT l.store_id, l.business_day, l.staffed_transactions FROM lane_traffic AS l;
REVOKE SELECT ON day_traffic FROM tillnote_web;
GRANT SELECT ON lane_traffic TO tillnote_digest;

CREATE FUNCTION traffic_by_lanes(p_stores text[], p_from date, p_to date)
RETURNS TABLE (store_id text, business_day date, staffed_transactions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT l.store_id, l.business_day, l.staffed_transactions FROM lane_traffic AS l
    WHERE l.store_id = ANY (p_stores) AND l.business_day BETWEEN p_from AND p_to;
END
$$;
COMMENT ON FUNCTION traffic_by_lanes IS 'lane_traffic in the scope of who asks; with traffic it makes day_traffic.';
GRANT EXECUTE ON FUNCTION traffic_by_lanes TO tillnote_web, tillnote_digest, tillnote_read;

-- Of notes and comments the pages get what these answer, and in the scope of who asks.
REVOKE SELECT ON unplaced_note FROM tillnote_web;
CREATE FUNCTION count_unplaced(p_store_id text, p_from timestamptz, p_before timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM unplaced_note AS u
            WHERE u.store_id = p_store_id AND u.problem = 'day_unknown' AND u.received_at >= p_from AND u.received_at < p_before);
END
$$;
COMMENT ON FUNCTION count_unplaced IS 'Notes received in [p_from, p_before) that belong to no business day.';
GRANT EXECUTE ON FUNCTION count_unplaced TO tillnote_web, tillnote_digest, tillnote_read;

DROP VIEW recent_comment;
CREATE FUNCTION recent_comments(p_store_id text, p_reasons text[])
RETURNS TABLE (business_day date, reason text, comment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT n.business_day, n.reason, c.comment
    FROM note_comment AS c
    JOIN note AS n ON n.store_id = c.store_id AND n.tap_date = c.tap_date AND n.note_id = c.note_id
    WHERE c.store_id = p_store_id AND c.received_at > now() - interval '30 days' AND n.reason = ANY (p_reasons)
      AND n.reason NOT IN (SELECT r.code FROM reason AS r WHERE r.about_staff)
      AND NOT EXISTS (
          SELECT FROM note_undo AS u
          WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
            AND u.problem IS NULL);
END
$$;
COMMENT ON FUNCTION recent_comments IS 'What pages may show of free text: 30 days of it, without lane, time and note, never about staff.';
GRANT EXECUTE ON FUNCTION recent_comments TO tillnote_web, tillnote_read;

-- Policies of a partitioned table do not hold for who names a partition.
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'note'::regclass LOOP
        EXECUTE format('REVOKE ALL ON %s FROM tillnote_read', part);
    END LOOP;
END
$$;
CREATE OR REPLACE FUNCTION make_note_month(month date) RETURNS boolean
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
    EXECUTE format('REVOKE ALL ON %I FROM tillnote_read', partition_name);
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
