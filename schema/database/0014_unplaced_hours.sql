SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE unplaced_hour (
    CONSTRAINT unplaced_hour_key PRIMARY KEY (store_id, outbox_id, hour_start),
    CONSTRAINT unplaced_hour_count CHECK (staffed_transactions >= 0),
    store_id text COLLATE "C" NOT NULL,
    outbox_id uuid NOT NULL,
    hour_start timestamptz NOT NULL,
    lane smallint NOT NULL,
    staffed_transactions bigint NOT NULL
);
COMMENT ON TABLE unplaced_hour IS 'What a lane counted in hours that belong to no open day, as its clock was wrong. Kept and in no traffic; a table apart, so that no query has to leave it out.';
COMMENT ON COLUMN unplaced_hour.hour_start IS 'On the lane''s clock, as sent: with the outbox it tells a repeated heartbeat.';

GRANT SELECT, INSERT, UPDATE, DELETE ON unplaced_hour TO tillnote_ingest;
GRANT SELECT ON unplaced_hour TO tillnote_digest;
