-- What lanes counted is added up for many stores at once: as a view, each day looked through its store's hours again and again.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

DROP INDEX transaction_hour_day;
CREATE INDEX transaction_hour_day ON transaction_hour (store_id, business_day, lane);

CREATE OR REPLACE FUNCTION traffic_by_lanes(p_stores text[], p_from date, p_to date)
RETURNS TABLE (store_id text, business_day date, staffed_transactions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    RETURN QUERY
    -- By lane, and of the week before as well: a lane that was in contact may have sold nothing since.
    WITH told AS MATERIALIZED (
        SELECT h.store_id, h.business_day, h.lane, sum(h.staffed_transactions) AS staffed_transactions
        FROM transaction_hour AS h
        WHERE h.store_id = ANY (p_stores) AND h.business_day BETWEEN p_from - 7 AND p_to
        GROUP BY h.store_id, h.business_day, h.lane
    ), teller AS MATERIALIZED (
        SELECT DISTINCT t.store_id FROM told AS t
    ), silent AS MATERIALIZED (
        SELECT r.store_id, r.business_day FROM rollup_lane AS r JOIN teller USING (store_id)
        WHERE r.business_day BETWEEN p_from AND p_to AND NOT EXISTS (
            SELECT FROM told AS o
            WHERE o.store_id = r.store_id AND o.business_day = r.business_day AND o.lane = r.lane)
        UNION
        SELECT c.store_id, c.business_day FROM contact AS c JOIN teller USING (store_id)
        WHERE c.business_day BETWEEN p_from AND p_to AND NOT EXISTS (
            SELECT FROM told AS o, generate_series(0, 7) AS back
            WHERE o.store_id = c.store_id AND o.lane = c.lane AND o.business_day + back = c.business_day)
    )
    SELECT t.store_id, t.business_day, sum(t.staffed_transactions)::bigint
    FROM told AS t
    WHERE t.business_day >= p_from
      AND NOT EXISTS (SELECT FROM traffic AS g WHERE g.store_id = t.store_id AND g.business_day = t.business_day)
      AND NOT EXISTS (SELECT FROM silent AS s WHERE s.store_id = t.store_id AND s.business_day = t.business_day)
    GROUP BY t.store_id, t.business_day;
END
$$;
COMMENT ON FUNCTION traffic_by_lanes IS 'lane_traffic of many stores, in the scope of who asks; with traffic it makes day_traffic.';
