SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE transaction_hour (
    CONSTRAINT transaction_hour_key PRIMARY KEY (store_id, outbox_id, hour_start),
    CONSTRAINT transaction_hour_count CHECK (staffed_transactions >= 0),
    store_id text COLLATE "C" NOT NULL,
    outbox_id uuid NOT NULL,
    hour_start timestamptz NOT NULL,
    lane smallint NOT NULL,
    business_day date NOT NULL,
    staffed_transactions bigint NOT NULL
);
COMMENT ON TABLE transaction_hour IS 'What each lane counted itself. Never shown per lane; day_traffic sums it up.';
COMMENT ON COLUMN transaction_hour.hour_start IS 'On the lane''s clock, as sent: with the outbox it tells a repeated heartbeat.';
COMMENT ON COLUMN transaction_hour.business_day IS 'The day that holds the middle of the hour on the server''s clock.';
CREATE INDEX transaction_hour_day ON transaction_hour (store_id, business_day);

CREATE VIEW day_traffic AS
SELECT t.store_id, t.business_day, t.staffed_transactions
FROM traffic AS t
UNION ALL
SELECT h.store_id, h.business_day, sum(h.staffed_transactions)::bigint
FROM transaction_hour AS h
WHERE NOT EXISTS (SELECT FROM traffic AS t WHERE t.store_id = h.store_id AND t.business_day = h.business_day)
GROUP BY h.store_id, h.business_day
HAVING NOT EXISTS (
    SELECT FROM rollup_lane AS r
    WHERE r.store_id = h.store_id AND r.business_day = h.business_day AND NOT EXISTS (
        SELECT FROM transaction_hour AS o
        WHERE o.store_id = r.store_id AND o.business_day = r.business_day AND o.lane = r.lane)
) AND NOT EXISTS (
    SELECT FROM contact AS c
    WHERE c.store_id = h.store_id AND c.business_day = h.business_day AND NOT EXISTS (
        SELECT FROM transaction_hour AS o
        WHERE o.store_id = c.store_id AND o.lane = c.lane
          AND o.business_day BETWEEN c.business_day - 7 AND c.business_day));
COMMENT ON VIEW day_traffic IS 'Staffed transactions of a day: as given, or else the sum of the lanes. No row where that sum would be too low: a lane with notes has counted none, or a lane in contact has counted none for a week, so that its POS makes no calls.';

GRANT SELECT, INSERT, UPDATE ON transaction_hour TO tillnote_ingest;
GRANT SELECT ON transaction_hour TO tillnote_digest;
GRANT SELECT ON day_traffic TO tillnote_web, tillnote_digest;
