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

CREATE FUNCTION remove_mails_of_links(p_max integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    DELETE FROM delivery WHERE ctid = ANY (ARRAY(
        SELECT d.ctid FROM delivery AS d
        WHERE d.kind = 'account' AND NOT EXISTS (SELECT FROM account_link AS l WHERE l.link_id = d.target_id)
        LIMIT p_max FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
COMMENT ON FUNCTION remove_mails_of_links IS 'Removes at most p_max mails whose link is gone: only the link says whose they were, and what the mail server answered may name the person.';
GRANT EXECUTE ON FUNCTION remove_mails_of_links TO tillnote_retention;

-- Read once when the server starts: from where accounts were signed in of late.
CREATE INDEX audit_entry_signed_in ON audit_entry (recorded_at) WHERE action = 'signed_in' AND outcome = 'done';
