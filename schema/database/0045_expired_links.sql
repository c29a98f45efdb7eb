-- Sign-ins that wait for a code, links that set a password and set-up tokens went with the next of their kind only.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE OR REPLACE VIEW expiry_rule WITH (security_invoker = true) AS
SELECT * FROM (VALUES
    ('session', interval '0'),
    ('sign_in_step', interval '0'),
    ('account_link', interval '0'),
    ('setup_token', interval '0'),
    ('enrolment_request', interval '1 day')
) AS rule (table_name, kept_for);

CREATE INDEX delivery_of_link ON delivery (target_id) WHERE kind = 'account';

CREATE OR REPLACE FUNCTION remove_expired(p_before timestamptz, p_max integer) RETURNS bigint
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
    -- The mail of a link goes with it. Only the link says whose it was, and what the mail server answered may name the person.
    DELETE FROM delivery WHERE ctid = ANY (ARRAY(
        SELECT d.ctid FROM delivery AS d
        WHERE d.kind = 'account' AND NOT EXISTS (SELECT FROM account_link AS l WHERE l.link_id = d.target_id)
        LIMIT p_max FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS removed_here = ROW_COUNT;
    RETURN removed + removed_here;
END
$$;

-- Read once when the server starts: from where accounts were signed in of late.
CREATE INDEX audit_entry_signed_in ON audit_entry (recorded_at) WHERE action = 'signed_in' AND outcome = 'done';
