-- What a reason says from a day on, so that a change of labels, flags or places can be planned, and past days keep theirs.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE reason_change (
    CONSTRAINT reason_change_key PRIMARY KEY (code, valid_from),
    CONSTRAINT reason_change_reason FOREIGN KEY (code) REFERENCES reason ON DELETE CASCADE,
    code text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    label_en text NOT NULL,
    label_es text NOT NULL,
    owner text NOT NULL,
    starter boolean NOT NULL,
    first_screen boolean NOT NULL,
    urgent boolean NOT NULL,
    position integer NOT NULL
);
COMMENT ON TABLE reason_change IS 'How a reason is worded from a business day on, until its next change. Before the first one, as in reason.';
COMMENT ON TABLE reason IS 'The catalog. A code is one row for good: it is never reused, and department, theme, polarity and about_staff never change.';
COMMENT ON COLUMN reason.position IS 'Order of the catalog file, before its first change.';
GRANT SELECT ON reason_change TO tillnote_ingest, tillnote_web, tillnote_digest;
GRANT INSERT, UPDATE, DELETE ON reason_change TO tillnote_web;

CREATE FUNCTION reason_worded_on(p_code text, p_day date)
RETURNS TABLE (label_en text, label_es text, owner text, starter boolean, first_screen boolean, urgent boolean)
LANGUAGE sql STABLE AS $$
    SELECT c.label_en, c.label_es, c.owner, c.starter, c.first_screen, c.urgent
    FROM (SELECT valid_from, label_en, label_es, owner, starter, first_screen, urgent FROM reason_change WHERE code = p_code
          UNION ALL
          SELECT '-infinity', label_en, label_es, owner, starter, first_screen, urgent FROM reason WHERE code = p_code) AS c
    WHERE c.valid_from <= p_day ORDER BY c.valid_from DESC LIMIT 1
$$;
COMMENT ON FUNCTION reason_worded_on IS 'What may change of a reason, as it is on a business day.';
GRANT EXECUTE ON FUNCTION reason_worded_on TO tillnote_web, tillnote_digest, tillnote_read;

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
    WHERE EXISTS (SELECT FROM rollup AS r JOIN reason AS c ON c.code = r.reason AND NOT c.about_staff
                  CROSS JOIN LATERAL reason_worded_on(r.reason, p_day) AS w
                  WHERE r.store_id = p_store_id AND r.business_day = p_day AND w.urgent)
       OR EXISTS (SELECT FROM alert_note AS a WHERE a.store_id = p_store_id AND a.business_day = p_day);
END
$$;
