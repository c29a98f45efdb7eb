SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE VIEW recent_comment AS
SELECT c.store_id, n.business_day, n.reason, c.comment
FROM note_comment AS c
JOIN note AS n ON n.store_id = c.store_id AND n.tap_date = c.tap_date AND n.note_id = c.note_id
WHERE c.received_at > now() - interval '30 days'
  AND n.reason NOT IN (SELECT code FROM reason WHERE about_staff)
  AND NOT EXISTS (
      SELECT FROM note_undo AS u
      WHERE u.store_id = n.store_id AND u.tap_date = n.tap_date AND u.note_id = n.note_id AND u.lane = n.lane
        AND u.problem IS NULL);
COMMENT ON VIEW recent_comment IS 'What pages may show of free text: 30 days of it, without lane, time and note, never about staff.';

-- The table itself stays closed to the pages.
GRANT SELECT ON recent_comment TO tillnote_web;
