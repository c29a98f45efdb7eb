-- An alert says when a customer said it: a lane without network tells it hours later.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE alert ADD COLUMN first_tapped_at timestamptz, ADD COLUMN business_day date;
COMMENT ON COLUMN alert.first_tapped_at IS 'Of the notes counted onto it that were not undone; NULL for alerts from before this column.';
COMMENT ON COLUMN alert.business_day IS 'Of the notes that raised it; NULL for alerts from before this column.';

-- An alert is worded as on the business day it was heard: a label may change between the cut-off and UTC's midnight.
CREATE OR REPLACE VIEW alert_row WITH (security_invoker = true) AS
SELECT a.store_id, a.alert_id, a.remarks, (extract(epoch FROM a.raised_at) * 1000)::bigint AS raised_unix_ms,
       (extract(epoch FROM a.acknowledged_at) * 1000)::bigint AS acknowledged_unix_ms, a.reply, a.raised_at, a.acknowledged_at,
       c.code, c.department, c.theme, c.polarity, w.label_en, w.label_es, w.owner, w.starter, w.first_screen, w.urgent,
       c.about_staff, (extract(epoch FROM a.first_tapped_at) * 1000)::bigint AS first_tapped_unix_ms
FROM alert AS a JOIN reason AS c ON c.code = a.reason
CROSS JOIN LATERAL reason_worded_on(a.reason, coalesce(a.business_day, (a.raised_at AT TIME ZONE 'UTC')::date)) AS w;

GRANT UPDATE (first_tapped_at) ON alert TO tillnote_digest;
