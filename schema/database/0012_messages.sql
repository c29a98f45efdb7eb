SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE lane_message (
    CONSTRAINT lane_message_key PRIMARY KEY (store_id, message_id),
    CONSTRAINT lane_message_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT lane_message_ends_after_beginning CHECK (last_day >= first_day),
    store_id text COLLATE "C" NOT NULL,
    message_id uuid NOT NULL,
    text_en text NOT NULL,
    text_es text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE lane_message IS 'A line back to all lanes of a store, never to one lane or person. Who has read it is not kept.';

GRANT SELECT ON lane_message TO tillnote_ingest, tillnote_web, tillnote_digest;
GRANT INSERT ON lane_message TO tillnote_web;
