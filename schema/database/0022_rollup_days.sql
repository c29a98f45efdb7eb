SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

-- A comparison reads 200 stores x 13 weeks: 18,000 rows here instead of half a million in rollup, rollup_lane and contact.
CREATE TABLE rollup_day (
    CONSTRAINT rollup_day_key PRIMARY KEY (store_id, business_day),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    reasons text COLLATE "C" NOT NULL,
    lanes text COLLATE "C" NOT NULL
);
COMMENT ON TABLE rollup_day IS 'A day''s rollup, rollup_lane and contact in one row; written with the rollup, so as derived as that is. The first contact of a lane marks its day.';
COMMENT ON COLUMN rollup_day.reasons IS 'Code, remarks and breadth of each reason, all parted by spaces.';
COMMENT ON COLUMN rollup_day.lanes IS 'Number, notes and notes_missing of each lane that was heard, all parted by spaces.';

CREATE FUNCTION pack_of(p_store_id text, p_day date) RETURNS TABLE (reasons text, lanes text)
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT string_agg(concat_ws(' ', reason, remarks, breadth), ' ' ORDER BY reason)
                     FROM rollup WHERE store_id = p_store_id AND business_day = p_day), ''),
           coalesce((SELECT string_agg(concat_ws(' ', lane, coalesce(r.notes, 0), coalesce(r.notes_missing, 0)), ' ' ORDER BY lane)
                     FROM (SELECT lane, notes, notes_missing FROM rollup_lane
                           WHERE store_id = p_store_id AND business_day = p_day) AS r
                     FULL JOIN (SELECT lane FROM contact WHERE store_id = p_store_id AND business_day = p_day) AS c USING (lane)), '')
$$;
COMMENT ON FUNCTION pack_of IS 'What rollup_day holds of a day.';

CREATE FUNCTION pack_day(p_store_id text, p_day date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup_day (store_id, business_day, reasons, lanes)
    SELECT p_store_id, p_day, p.reasons, p.lanes FROM pack_of(p_store_id, p_day) AS p
    ON CONFLICT (store_id, business_day) DO UPDATE SET reasons = excluded.reasons, lanes = excluded.lanes;
END
$$;
COMMENT ON FUNCTION pack_day IS 'Brings rollup_day in line with what it is made of.';

CREATE OR REPLACE FUNCTION recount_day(p_store_id text, p_day date, p_starts_at timestamptz, p_sealed boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recompute_day(p_store_id, p_day, p_starts_at, p_sealed);
    IF p_sealed THEN
        RETURN;
    END IF;
    PERFORM pack_day(p_store_id, p_day);
    INSERT INTO urgent_mark (store_id, business_day, due_at)
    SELECT p_store_id, p_day, '-infinity'
    WHERE EXISTS (SELECT FROM rollup AS r JOIN reason AS c ON c.code = r.reason AND c.urgent AND NOT c.about_staff
                  WHERE r.store_id = p_store_id AND r.business_day = p_day)
       OR EXISTS (SELECT FROM alert_note AS a WHERE a.store_id = p_store_id AND a.business_day = p_day);
END
$$;
COMMENT ON FUNCTION recount_day IS 'recompute_day() and pack_day(), and a mark where the day holds urgent notes or an alert counted some of it.';

INSERT INTO rollup_day (store_id, business_day, reasons, lanes)
SELECT d.store_id, d.business_day, p.reasons, p.lanes
FROM (SELECT store_id, business_day FROM rollup UNION SELECT store_id, business_day FROM rollup_lane
      UNION SELECT store_id, business_day FROM contact) AS d
CROSS JOIN LATERAL pack_of(d.store_id, d.business_day) AS p;

GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_day TO tillnote_digest;
GRANT SELECT ON rollup_day TO tillnote_web;
GRANT INSERT ON stale_mark TO tillnote_web;
GRANT EXECUTE ON FUNCTION pack_of, pack_day TO tillnote_digest;
