-- A factor that is being set up belongs to the sign-in that began it.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE second_factor ADD COLUMN pending_session_id uuid;
COMMENT ON COLUMN second_factor.pending_session_id IS 'The session that began the set-up: no other is shown the secret, or confirms it.';
