-- A lane that is out of reach all day may have sold more than all others, and its day was told as the sum of those.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- One rule, for pages and for programs of others. The lanes of a day being one list, a day takes short looks into ranges.
CREATE OR REPLACE VIEW lane_traffic WITH (security_invoker = true) AS
SELECT d.store_id, d.business_day, d.staffed_transactions
FROM transaction_day AS d
WHERE NOT EXISTS (SELECT FROM traffic AS g WHERE g.store_id = d.store_id AND g.business_day = d.business_day)
  AND NOT EXISTS (
    SELECT FROM rollup_lane AS r
    WHERE r.store_id = d.store_id AND r.business_day = d.business_day AND r.lane <> ALL (d.lanes))
  AND NOT EXISTS (
    SELECT FROM contact AS c
    WHERE c.store_id = d.store_id AND c.business_day = d.business_day AND c.lane <> ALL (d.lanes) AND NOT EXISTS (
        SELECT FROM transaction_day AS o
        WHERE o.store_id = c.store_id AND o.business_day BETWEEN c.business_day - 7 AND c.business_day AND c.lane = ANY (o.lanes)))
  -- A lane that told in the week before, was not in contact since, and may still tell: it was in force when the store was last
  -- heard that day. Led by the few enrolments of a store, not by the days of the week before.
  AND NOT EXISTS (
    SELECT FROM enrolment AS e
    WHERE e.store_id = d.store_id AND e.lane <> ALL (d.lanes)
      AND (e.revoked_at < (SELECT max(c.last_heard_at) FROM contact AS c
                           WHERE c.store_id = d.store_id AND c.business_day = d.business_day)) IS NOT TRUE
      AND NOT EXISTS (
        SELECT FROM contact AS c WHERE c.store_id = e.store_id AND c.lane = e.lane AND c.business_day >= d.business_day)
      AND EXISTS (
        SELECT FROM transaction_day AS o
        WHERE o.store_id = e.store_id AND o.business_day BETWEEN d.business_day - 7 AND d.business_day - 1 AND e.lane = ANY (o.lanes)));
COMMENT ON VIEW day_traffic IS 'Staffed transactions of a day: as given, or else the sum of the lanes. No row where that sum would be too low: a lane with notes has counted none; a lane in contact has counted none for a week, so that its POS makes no calls; or a lane that counted some in the week before has not been in contact since the day began.';

CREATE OR REPLACE FUNCTION traffic_by_lanes(p_stores text[], p_from date, p_to date)
RETURNS TABLE (store_id text, business_day date, staffed_transactions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT l.store_id, l.business_day, l.staffed_transactions FROM lane_traffic AS l
    WHERE l.store_id = ANY (p_stores) AND l.business_day BETWEEN p_from AND p_to;
END
$$;
