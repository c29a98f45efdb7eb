SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE store_membership (
    CONSTRAINT store_membership_key PRIMARY KEY (store_id, valid_from),
    CONSTRAINT store_membership_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT store_membership_district FOREIGN KEY (district_id) REFERENCES district,
    store_id text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    district_id text COLLATE "C" NOT NULL
);
COMMENT ON TABLE store_membership IS 'Which district a store belongs to from a business day on. A move is a new row, so that comparisons of past days stay as they were.';

INSERT INTO store_membership (store_id, valid_from, district_id) SELECT store_id, opened_on, district_id FROM store;
COMMENT ON COLUMN store.district_id IS 'The district of its last membership, which may lie ahead.';

GRANT SELECT, INSERT, UPDATE, DELETE ON store_membership TO tillnote_web;
GRANT SELECT ON store_membership TO tillnote_ingest, tillnote_digest;
