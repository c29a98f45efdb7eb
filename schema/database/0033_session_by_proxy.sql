SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE session ADD COLUMN by_proxy boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN session.by_proxy IS 'Began with the word of a trusted proxy, and is good only together with it.';
