SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE hot_key (
    CONSTRAINT hot_key_key PRIMARY KEY (key),
    CONSTRAINT hot_key_form CHECK (key ~ '^(Shift\+)?F(1[3-9]|2[0-4])$'),
    key text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL
);
COMMENT ON TABLE hot_key IS 'What programmable keys tap in the whole chain: a reason, or 999 for undo.';

CREATE TABLE store_hot_key (
    CONSTRAINT store_hot_key_key PRIMARY KEY (store_id, key),
    CONSTRAINT store_hot_key_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT store_hot_key_form CHECK (key ~ '^(Shift\+)?F(1[3-9]|2[0-4])$'),
    store_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL
);
COMMENT ON TABLE store_hot_key IS 'All hot keys of a store that has its own. No rows: those of the chain.';

CREATE TABLE store_layout (
    CONSTRAINT store_layout_key PRIMARY KEY (store_id, position),
    CONSTRAINT store_layout_once UNIQUE (store_id, reason),
    CONSTRAINT store_layout_store FOREIGN KEY (store_id) REFERENCES store,
    store_id text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    reason text COLLATE "C" NOT NULL
);
COMMENT ON TABLE store_layout IS 'First screen of the strip in a store that has its own. No rows: the first_screen reasons of the catalog.';

GRANT SELECT ON hot_key, store_hot_key, store_layout TO tillnote_ingest, tillnote_web, tillnote_digest;
GRANT INSERT, DELETE ON hot_key, store_hot_key, store_layout TO tillnote_web;
