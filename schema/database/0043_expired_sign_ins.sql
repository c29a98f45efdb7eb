-- Sign-ins and requests of terminals that are over went with the next one only, which may never come.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE VIEW expiry_rule WITH (security_invoker = true) AS
SELECT * FROM (VALUES
    ('session', interval '0'),
    ('enrolment_request', interval '1 day')
) AS rule (table_name, kept_for);
COMMENT ON VIEW expiry_rule IS 'What is of no store and is removed so long after its expires_at. Removing and checking read the same rules.';

CREATE OR REPLACE FUNCTION check_term(p_term text, p_before timestamptz) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- By this machine's clock: a server whose own is wrong must not empty the database. A day more, for stores east of it.
    IF p_before > now() + interval '1 day'
                  - (CASE p_term WHEN 'free_text' THEN interval '30 days' WHEN 'expired' THEN interval '0'
                                 ELSE interval '13 months' END) THEN
        RAISE EXCEPTION 'what came after % is not past its term', p_before USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

CREATE FUNCTION remove_expired(p_before timestamptz, p_max integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    rule record;
    removed bigint := 0;
    removed_here bigint;
BEGIN
    PERFORM check_term('expired', p_before);
    FOR rule IN SELECT table_name, kept_for FROM expiry_rule LOOP
        EXECUTE format($sql$
            DELETE FROM %1$I WHERE ctid = ANY (ARRAY(
                SELECT t.ctid FROM %1$I AS t WHERE t.expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))
            $sql$, rule.table_name)
        USING p_before - rule.kept_for, p_max;
        GET DIAGNOSTICS removed_here = ROW_COUNT;
        removed := removed + removed_here;
    END LOOP;
    RETURN removed;
END
$$;
COMMENT ON FUNCTION remove_expired IS 'Removes at most p_max rows of each table of expiry_rule whose time was over before p_before, which is not in the future.';

CREATE FUNCTION list_expired(p_before timestamptz) RETURNS TABLE (table_name text, row_count bigint, oldest date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    rule record;
BEGIN
    FOR rule IN SELECT r.table_name, r.kept_for FROM expiry_rule AS r LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %1$L, count(*), min(t.expires_at)::date FROM %1$I AS t WHERE t.expires_at < $1 HAVING count(*) > 0',
            rule.table_name)
        USING p_before - rule.kept_for;
    END LOOP;
END
$$;
COMMENT ON FUNCTION list_expired IS 'What is there of expiry_rule though its time is over.';

GRANT EXECUTE ON FUNCTION remove_expired, list_expired TO tillnote_retention;
