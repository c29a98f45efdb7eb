-- Alerts, and what a manager did about what was heard: actions, goals, events.
SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE alert (
    CONSTRAINT alert_key PRIMARY KEY (store_id, alert_id),
    CONSTRAINT alert_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT alert_reason FOREIGN KEY (reason) REFERENCES reason,
    CONSTRAINT alert_reply_is_of_acknowledgement CHECK (reply = '' OR acknowledged_at IS NOT NULL),
    store_id text COLLATE "C" NOT NULL,
    alert_id uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    remarks integer NOT NULL,
    raised_at timestamptz NOT NULL,
    announced_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    reply text NOT NULL DEFAULT ''
);
COMMENT ON TABLE alert IS 'An urgent reason that does not wait for the digest. Of one store and reason one stands at a time.';
COMMENT ON COLUMN alert.remarks IS 'Counted onto it while it stands; undone ones are not.';
COMMENT ON COLUMN alert.announced_at IS 'When it was handed to delivery; NULL: it has yet to be.';
CREATE UNIQUE INDEX alert_standing ON alert (store_id, reason) WHERE acknowledged_at IS NULL;
CREATE INDEX alert_raised ON alert (store_id, raised_at);
CREATE INDEX alert_unannounced ON alert (store_id, alert_id) WHERE announced_at IS NULL;

CREATE VIEW alert_row AS
SELECT a.store_id, a.alert_id, a.remarks, (extract(epoch FROM a.raised_at) * 1000)::bigint AS raised_unix_ms,
       (extract(epoch FROM a.acknowledged_at) * 1000)::bigint AS acknowledged_unix_ms, a.reply, a.raised_at, a.acknowledged_at,
       c.code, c.department, c.theme, c.polarity, c.label_en, c.label_es, c.owner, c.starter, c.first_screen, c.urgent,
       c.about_staff
FROM alert AS a JOIN reason AS c ON c.code = a.reason;
COMMENT ON VIEW alert_row IS 'An alert as every reader of alerts selects it: who acknowledged it is not in it.';

CREATE TABLE alert_note (
    CONSTRAINT alert_note_key PRIMARY KEY (store_id, tap_date, note_id),
    CONSTRAINT alert_note_alert FOREIGN KEY (store_id, alert_id) REFERENCES alert,
    store_id text COLLATE "C" NOT NULL,
    tap_date date NOT NULL,
    note_id uuid NOT NULL,
    business_day date NOT NULL,
    alert_id uuid NOT NULL
);
COMMENT ON TABLE alert_note IS 'The notes that an alert has counted, so that no restart and no second server counts one again.';
CREATE INDEX alert_note_of ON alert_note (store_id, alert_id);
CREATE INDEX alert_note_day ON alert_note (store_id, business_day);

CREATE TABLE urgent_mark (
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    due_at timestamptz NOT NULL
);
COMMENT ON TABLE urgent_mark IS 'Store-days whose urgent notes are to be looked at from due_at on. Appended only, as stale_mark is.';
CREATE INDEX urgent_mark_day ON urgent_mark (store_id, business_day);

-- The commit of a note pays nothing for alerts: the recount of its day, which it marks anyway, marks the urgent ones.
CREATE FUNCTION recount_day(p_store_id text, p_day date, p_starts_at timestamptz, p_sealed boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM recompute_day(p_store_id, p_day, p_starts_at, p_sealed);
    IF p_sealed THEN
        RETURN;
    END IF;
    INSERT INTO urgent_mark (store_id, business_day, due_at)
    SELECT p_store_id, p_day, '-infinity'
    WHERE EXISTS (SELECT FROM rollup AS r JOIN reason AS c ON c.code = r.reason AND c.urgent AND NOT c.about_staff
                  WHERE r.store_id = p_store_id AND r.business_day = p_day)
       OR EXISTS (SELECT FROM alert_note AS a WHERE a.store_id = p_store_id AND a.business_day = p_day);
END
$$;
COMMENT ON FUNCTION recount_day IS 'recompute_day(), and a mark where the day holds urgent notes or an alert counted some of it.';

CREATE TABLE action (
    CONSTRAINT action_key PRIMARY KEY (store_id, action_id),
    CONSTRAINT action_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT action_state CHECK (state IN ('open', 'acknowledged', 'done')),
    CONSTRAINT action_closed_when_done CHECK ((state = 'done') = (closed_at IS NOT NULL)),
    CONSTRAINT action_reply_when_done CHECK (state = 'done' OR (reply = '' AND message_id IS NULL)),
    store_id text COLLATE "C" NOT NULL,
    action_id uuid NOT NULL,
    line_key text COLLATE "C" NOT NULL,
    title_en text NOT NULL,
    title_es text NOT NULL,
    state text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    assigned text COLLATE "C" NOT NULL,
    reply text NOT NULL,
    reply_es text NOT NULL,
    message_id uuid,
    changed_at timestamptz NOT NULL,
    closed_at timestamptz
);
COMMENT ON TABLE action IS 'What the manager did about a line of a digest. Of one store and line one is open at a time.';
COMMENT ON COLUMN action.business_day IS 'Of the digest whose line it is.';
COMMENT ON COLUMN action.assigned IS 'A department''s code, or empty.';
COMMENT ON COLUMN action.message_id IS 'The reply on the lanes, while it is one.';
CREATE UNIQUE INDEX action_open ON action (store_id, line_key) WHERE state <> 'done';
CREATE INDEX action_closed ON action (store_id, closed_at) WHERE state = 'done';

CREATE VIEW action_row AS
SELECT store_id, action_id, line_key, title_en, title_es, state, business_day - date '1970-01-01' AS unix_day, assigned, reply,
       reply_es, message_id, (extract(epoch FROM changed_at) * 1000)::bigint AS changed_unix_ms,
       (extract(epoch FROM closed_at) * 1000)::bigint AS closed_unix_ms, business_day, closed_at
FROM action;
COMMENT ON VIEW action_row IS 'An action as every reader of actions selects it.';

CREATE TABLE action_change (
    CONSTRAINT action_change_key PRIMARY KEY (store_id, action_id, number),
    CONSTRAINT action_change_action FOREIGN KEY (store_id, action_id) REFERENCES action,
    store_id text COLLATE "C" NOT NULL,
    action_id uuid NOT NULL,
    number integer NOT NULL,
    changed_at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    assigned text COLLATE "C" NOT NULL,
    reply text NOT NULL
);
COMMENT ON TABLE action_change IS 'What an action was from a moment on, and which manager''s account made it so. Appended only.';

CREATE TABLE goal (
    CONSTRAINT goal_key PRIMARY KEY (store_id, goal_id),
    CONSTRAINT goal_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT goal_aims_at_one CHECK ((reason = '') <> (theme = '')),
    CONSTRAINT goal_target CHECK (target_per_mille BETWEEN 1 AND 999),
    CONSTRAINT goal_ends_after_beginning CHECK (last_day > first_day),
    store_id text COLLATE "C" NOT NULL,
    goal_id uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    theme text NOT NULL,
    at_most boolean NOT NULL,
    target_per_mille integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
COMMENT ON COLUMN goal.target_per_mille IS 'Share of all remarks to stay under or to reach.';

CREATE VIEW goal_row AS
SELECT store_id, goal_id, reason, theme, at_most, target_per_mille, first_day - date '1970-01-01' AS first_unix_day,
       last_day - date '1970-01-01' AS last_unix_day, (extract(epoch FROM withdrawn_at) * 1000)::bigint AS withdrawn_unix_ms,
       first_day, last_day, withdrawn_at
FROM goal;
COMMENT ON VIEW goal_row IS 'A goal as every reader of goals selects it.';

CREATE TABLE event (
    CONSTRAINT event_key PRIMARY KEY (store_id, event_id),
    CONSTRAINT event_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT event_moves_one CHECK (reason = '' OR theme = ''),
    store_id text COLLATE "C" NOT NULL,
    event_id uuid NOT NULL,
    business_day date NOT NULL,
    what text NOT NULL,
    reason text COLLATE "C" NOT NULL,
    theme text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
COMMENT ON TABLE event IS 'What the store changed on a day, so that before and after can be compared.';
CREATE VIEW event_row AS
SELECT store_id, event_id, business_day - date '1970-01-01' AS unix_day, what, reason, theme, business_day, withdrawn_at
FROM event;
COMMENT ON VIEW event_row IS 'An event as every reader of events selects it.';
CREATE INDEX event_day ON event (store_id, business_day);

GRANT SELECT ON alert, alert_row, action, action_row, goal, goal_row, event, event_row TO tillnote_web, tillnote_digest;
GRANT UPDATE (acknowledged_at, acknowledged_by, reply) ON alert TO tillnote_web;
GRANT INSERT, UPDATE (state, assigned, reply, reply_es, message_id, changed_at, closed_at) ON action TO tillnote_web;
GRANT SELECT, INSERT ON action_change TO tillnote_web;
GRANT INSERT, UPDATE (withdrawn_at) ON goal, event TO tillnote_web;
-- A reply that is taken back has to leave the lanes.
GRANT DELETE ON lane_message TO tillnote_web;
GRANT INSERT, UPDATE (remarks, announced_at) ON alert TO tillnote_digest;
GRANT SELECT, INSERT ON alert_note TO tillnote_digest;
GRANT SELECT, INSERT, DELETE ON urgent_mark TO tillnote_digest;
GRANT EXECUTE ON FUNCTION recount_day TO tillnote_digest;
