-- An administrator looks after the mail of stores as of districts: who is on a list, and whether it arrives. What was sent is
-- not readable with it: docs/decisions/0035-what-an-administrator-touches.md.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE POLICY admin_mail ON recipient TO tillnote_web
    USING ((SELECT current_setting('tillnote.sets_up', true) = 'on'));
CREATE POLICY admin_mail ON delivery FOR SELECT TO tillnote_web
    USING ((SELECT current_setting('tillnote.sets_up', true) = 'on'));
