-- Who changed or read what: added to, read by administrators, changed by nobody. docs/decisions/0032-audit-log.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE audit_entry (
    CONSTRAINT audit_entry_key PRIMARY KEY (entry_id),
    CONSTRAINT audit_entry_actor CHECK (actor_kind IN ('person', 'read_token', 'command_line', 'nobody')),
    CONSTRAINT audit_entry_outcome CHECK (outcome IN ('done', 'refused', 'throttled')),
    CONSTRAINT audit_entry_words CHECK (action ~ '^[a-z_]{1,40}$' AND object_kind ~ '^[a-z_]{1,40}$'),
    CONSTRAINT audit_entry_lengths CHECK (
        length(actor_name) <= 300 AND length(actor_role) <= 1000 AND length(address) <= 100 AND length(object_id) <= 300
        AND length(details::text) <= 4000),
    entry_id bigint GENERATED ALWAYS AS IDENTITY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    actor_role text NOT NULL,
    address text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    object_kind text COLLATE "C" NOT NULL,
    object_id text NOT NULL,
    of_store text COLLATE "C" NOT NULL,
    of_district text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    details jsonb NOT NULL
);
COMMENT ON TABLE audit_entry IS 'Refers to nothing by key: an entry outlives what it tells of.';
COMMENT ON COLUMN audit_entry.recorded_at IS 'By this machine''s clock; nobody else may say it.';
COMMENT ON COLUMN audit_entry.actor_name IS 'The e-mail address, the name of a read token or the operator''s login at that time; empty for nobody.';
COMMENT ON COLUMN audit_entry.address IS 'Of the peer; empty on the command line.';
COMMENT ON COLUMN audit_entry.object_id IS 'Of what the action was about, as pages and API name it; may be empty.';
COMMENT ON COLUMN audit_entry.details IS 'A few words about the change. Never a secret, a comment, or an address of a recipient.';
CREATE INDEX audit_entry_recorded_at ON audit_entry (recorded_at);

-- Not the number and not the time: nobody dates an entry back.
GRANT INSERT (actor_kind, actor_id, actor_name, actor_role, address, action, object_kind, object_id, of_store, of_district,
              outcome, details) ON audit_entry TO tillnote_web;
GRANT SELECT ON audit_entry TO tillnote_web;
-- The operator's commands are a member of the owner, who holds no more than it needs, either.
REVOKE ALL ON audit_entry FROM tillnote_owner;
GRANT SELECT, DELETE ON audit_entry TO tillnote_owner;
GRANT INSERT (actor_kind, actor_id, actor_name, actor_role, address, action, object_kind, object_id, of_store, of_district,
              outcome, details) ON audit_entry TO tillnote_owner;

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY entry_adds ON audit_entry FOR INSERT TO tillnote_web, tillnote_owner WITH CHECK (true);
CREATE POLICY admin_reads ON audit_entry FOR SELECT TO tillnote_web, tillnote_owner
    USING ((SELECT current_setting('tillnote.sets_up', true) = 'on'));
CREATE POLICY whole_view ON audit_entry FOR SELECT TO tillnote_read USING (true);
-- Only in the functions below, called by the role that forgets.
CREATE POLICY past_term_reads ON audit_entry FOR SELECT TO tillnote_owner
    USING ((SELECT pg_has_role(session_user, 'tillnote_retention', 'MEMBER')));
CREATE POLICY past_term_removes ON audit_entry FOR DELETE TO tillnote_owner
    USING ((SELECT pg_has_role(session_user, 'tillnote_retention', 'MEMBER')));

CREATE FUNCTION remove_audit_past_term(p_before timestamptz, p_max integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    removed bigint;
BEGIN
    PERFORM check_term('audit', p_before);
    DELETE FROM audit_entry WHERE entry_id = ANY (ARRAY(
        SELECT e.entry_id FROM audit_entry AS e WHERE e.recorded_at < p_before ORDER BY e.recorded_at LIMIT p_max));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;
COMMENT ON FUNCTION remove_audit_past_term IS 'Removes at most p_max entries recorded before p_before, which is 13 months ago or more.';

CREATE FUNCTION list_audit_past_term(p_before timestamptz) RETURNS TABLE (row_count bigint, oldest date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    RETURN QUERY
    SELECT count(*), min(e.recorded_at)::date FROM audit_entry AS e WHERE e.recorded_at < p_before HAVING count(*) > 0;
END
$$;
COMMENT ON FUNCTION list_audit_past_term IS 'Entries that are there though their term is over; no row where there is none.';

GRANT EXECUTE ON FUNCTION remove_audit_past_term, list_audit_past_term TO tillnote_retention;
