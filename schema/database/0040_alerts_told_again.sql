-- A mail of an alert is due again when another remark joins it.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

GRANT UPDATE (due_at) ON delivery TO tillnote_digest;
