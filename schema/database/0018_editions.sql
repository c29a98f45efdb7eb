SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE digest_run (
    CONSTRAINT digest_run_key PRIMARY KEY (store_id, business_day),
    CONSTRAINT digest_run_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT digest_run_outcome CHECK (outcome IN ('begun', 'frozen', 'closed', 'missed')),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    decided_at timestamptz NOT NULL
);
COMMENT ON TABLE digest_run IS 'What the schedule decided about a business day, in the order of the days: the latest row says where it goes on.';
COMMENT ON COLUMN digest_run.outcome IS 'begun: digests start after this day; frozen: has an edition; closed: the store was; missed: no server ran until it was too old to send.';

CREATE TABLE edition (
    CONSTRAINT edition_key PRIMARY KEY (store_id, business_day, number),
    CONSTRAINT edition_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT edition_number CHECK (number >= 1),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    number integer NOT NULL,
    frozen_at timestamptz NOT NULL,
    remarks integer NOT NULL,
    input text NOT NULL,
    digest text NOT NULL
);
COMMENT ON TABLE edition IS 'Digests as they were sent. Written once, before any delivery. Number 1 is the digest, later ones are amendments.';
COMMENT ON COLUMN edition.input IS 'All that the digest was computed from, as JSON: text, so that no byte of it changes.';
COMMENT ON COLUMN edition.digest IS 'The digest as JSON, as the API answered then; how many editions there are is filled in when it is read.';

CREATE TABLE day_change (
    CONSTRAINT day_change_key PRIMARY KEY (store_id, business_day),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    changes bigint NOT NULL,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE day_change IS 'Ended days that were recounted since their last edition, or before their first. A row goes when an edition has taken it in, and only if changes has not moved.';

CREATE TABLE recipient (
    CONSTRAINT recipient_key PRIMARY KEY (store_id, recipient_id),
    CONSTRAINT recipient_once UNIQUE (store_id, email, kind),
    CONSTRAINT recipient_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT recipient_kind CHECK (kind IN ('digest', 'alert')),
    CONSTRAINT recipient_language CHECK (language IN ('en', 'es')),
    CONSTRAINT recipient_time CHECK (local_minutes BETWEEN 0 AND 1439),
    store_id text COLLATE "C" NOT NULL,
    recipient_id uuid NOT NULL,
    email text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    local_minutes smallint NOT NULL,
    unsubscribe_token text COLLATE "C" NOT NULL,
    unsubscribe_sha256 text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    unsubscribed_at timestamptz
);
COMMENT ON TABLE recipient IS 'Who gets mail about a store. Leaving sets unsubscribed_at; the row stays, so that it is known when and that nobody is written to again unasked.';
COMMENT ON COLUMN recipient.local_minutes IS 'When the digest is sent: local wall time, minutes after midnight. Alerts do not wait.';
COMMENT ON COLUMN recipient.unsubscribe_token IS 'Stands in every mail, so the sender needs it in clear; it can do nothing but end this row''s mail. Whoever answers the link sees its hash only.';

CREATE TABLE webhook (
    CONSTRAINT webhook_key PRIMARY KEY (webhook_id),
    CONSTRAINT webhook_kind CHECK (kind IN ('digest', 'alert')),
    webhook_id uuid NOT NULL,
    of_store text COLLATE "C",
    kind text COLLATE "C" NOT NULL,
    url text NOT NULL,
    secret_file text NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
COMMENT ON TABLE webhook IS 'Programs that are told of digests or alerts. of_store NULL: of every store of the chain, and so owned by none.';
COMMENT ON COLUMN webhook.secret_file IS 'Path on the server; the secret itself is never in the database.';

CREATE TABLE delivery (
    CONSTRAINT delivery_key PRIMARY KEY (delivery_id),
    CONSTRAINT delivery_once UNIQUE (message_id),
    CONSTRAINT delivery_kind CHECK (kind IN ('digest', 'alert')),
    CONSTRAINT delivery_channel CHECK (channel IN ('mail', 'webhook')),
    CONSTRAINT delivery_state CHECK (state IN ('waiting', 'sent', 'failed', 'cancelled')),
    CONSTRAINT delivery_content CHECK ((kind = 'digest') = (edition IS NOT NULL) AND (kind = 'alert') = (alert_id IS NOT NULL)),
    delivery_id uuid NOT NULL,
    of_store text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    target_id uuid NOT NULL,
    business_day date,
    edition integer,
    alert_id uuid,
    message_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'waiting',
    due_at timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    lease_until timestamptz,
    last_error text,
    finished_at timestamptz
);
COMMENT ON TABLE delivery IS 'The outbox of digests and alerts. A queue across stores: whoever sends takes the next that is due, of any store.';
COMMENT ON COLUMN delivery.message_id IS 'Fixed per edition or alert and recipient: a repeat after a crash carries the same one, and a second row cannot be.';
COMMENT ON COLUMN delivery.target_id IS 'recipient_id for mail, webhook_id for webhook.';
COMMENT ON COLUMN delivery.lease_until IS 'Until then one server is at it.';
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX delivery_of_store ON delivery (of_store, due_at);
CREATE INDEX delivery_failed ON delivery (due_at) WHERE state = 'failed';

-- The schedule and the sender.
GRANT SELECT, INSERT ON digest_run, edition TO tillnote_digest;
GRANT SELECT, INSERT, UPDATE, DELETE ON day_change TO tillnote_digest;
GRANT SELECT ON recipient, webhook TO tillnote_digest;
GRANT SELECT, INSERT, UPDATE (state, next_attempt_at, attempts, lease_until, last_error, finished_at) ON delivery TO tillnote_digest;

-- Pages and API: reads what was sent and what became of it, and keeps the list of recipients.
GRANT SELECT ON digest_run, edition, delivery TO tillnote_web;
GRANT SELECT (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_sha256, created_at, unsubscribed_at)
    ON recipient TO tillnote_web;
GRANT INSERT, UPDATE (language, local_minutes, unsubscribed_at) ON recipient TO tillnote_web;

-- Whoever may read everything still sends nobody's token.
REVOKE SELECT ON recipient FROM tillnote_read;
GRANT SELECT (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_sha256, created_at, unsubscribed_at)
    ON recipient TO tillnote_read;
