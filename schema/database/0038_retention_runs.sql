-- What forgetting has done, so that an administrator sees that it does without the log of the service.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE retention_run (
    CONSTRAINT retention_run_key PRIMARY KEY (ran_at),
    ran_at timestamptz NOT NULL,
    rows_removed bigint NOT NULL,
    months_dropped date[] NOT NULL,
    rows_past_term bigint NOT NULL
);
COMMENT ON TABLE retention_run IS 'Runs of retention. Those that had nothing to do stay a week, the others 13 months.';
COMMENT ON COLUMN retention_run.months_dropped IS 'First days of the months whose notes went.';
COMMENT ON COLUMN retention_run.rows_past_term IS 'Found afterwards though their term was over by more than a day.';
GRANT SELECT ON retention_run TO tillnote_web;
GRANT EXECUTE ON FUNCTION notes_gone_before TO tillnote_web;

CREATE FUNCTION record_retention_run(p_ran_at timestamptz, p_rows_removed bigint, p_months_dropped date[], p_rows_past_term bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = tillnote, pg_temp AS $$
BEGIN
    INSERT INTO retention_run VALUES (p_ran_at, p_rows_removed, p_months_dropped, p_rows_past_term) ON CONFLICT DO NOTHING;
    DELETE FROM retention_run
    WHERE ran_at < p_ran_at - interval '13 months'
       OR ran_at < p_ran_at - interval '7 days' AND rows_removed = 0 AND rows_past_term = 0 AND months_dropped = '{}';
END
$$;
COMMENT ON FUNCTION record_retention_run IS 'For the job that forgets, which has no right on any table.';
REVOKE EXECUTE ON FUNCTION record_retention_run FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_retention_run TO tillnote_retention;
