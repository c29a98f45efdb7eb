SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- Runs as its owner: who reads digests may not read notes, and learns from here no more than numbers from five up.
CREATE FUNCTION heard_together(p_store_id text, p_first_day date, p_last_day date)
RETURNS TABLE (first_reason text, second_reason text, pairs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
    WITH said AS MATERIALIZED (
        SELECT d.business_day::date AS business_day, r.lane, r.remark_key, r.reason
        FROM generate_series(p_first_day, p_last_day, interval '1 day') AS d (business_day)
        CROSS JOIN LATERAL day_remarks(p_store_id, d.business_day::date) AS r
        JOIN reason AS c ON c.code = r.reason AND NOT c.about_staff AND c.polarity <> 'lane_only'
    )
    SELECT a.reason, b.reason, count(*)
    FROM said AS a
    JOIN said AS b ON b.business_day = a.business_day AND b.lane = a.lane AND b.remark_key = a.remark_key AND b.reason > a.reason
    GROUP BY a.reason, b.reason
    HAVING count(*) >= 5
$$;
COMMENT ON FUNCTION heard_together IS 'Pairs of reasons that one customer gave (same lane, remark key and business day), from five pairs up; none about staff.';
REVOKE EXECUTE ON FUNCTION heard_together FROM public;
GRANT EXECUTE ON FUNCTION heard_together TO tillnote_web, tillnote_digest, tillnote_read;
