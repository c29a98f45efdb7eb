-- The list of users says when each signed in last; the log is as long as 13 months are.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE INDEX audit_entry_sign_ins ON audit_entry (actor_id, recorded_at) WHERE action = 'signed_in' AND outcome = 'done';
