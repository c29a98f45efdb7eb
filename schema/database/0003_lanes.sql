SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE lane (
    CONSTRAINT lane_key PRIMARY KEY (store_id, lane),
    CONSTRAINT lane_store FOREIGN KEY (store_id) REFERENCES store,
    CONSTRAINT lane_number CHECK (lane BETWEEN 1 AND 999),
    store_id text COLLATE "C" NOT NULL,
    lane smallint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE enrolment (
    CONSTRAINT enrolment_key PRIMARY KEY (store_id, enrolment_id),
    CONSTRAINT enrolment_lane FOREIGN KEY (store_id, lane) REFERENCES lane,
    store_id text COLLATE "C" NOT NULL,
    enrolment_id uuid NOT NULL,
    lane smallint NOT NULL,
    device text NOT NULL,
    approved_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE enrolment_request (
    CONSTRAINT enrolment_request_key PRIMARY KEY (enrolment_id),
    CONSTRAINT enrolment_request_state CHECK (state IN ('pending', 'denied', 'approved')),
    CONSTRAINT enrolment_request_approved CHECK ((state = 'approved') = (approved_store IS NOT NULL AND approved_lane IS NOT NULL)),
    enrolment_id uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    secret_sha256 text COLLATE "C" NOT NULL,
    previous_token_sha256 text COLLATE "C",
    device text NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'pending',
    approved_store text COLLATE "C",
    approved_lane smallint,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    polled_at timestamptz
);
COMMENT ON TABLE enrolment_request IS 'A terminal that asks to join. No store owns it before it is approved. Rows go a day after they expired.';
CREATE UNIQUE INDEX enrolment_request_code ON enrolment_request (code) WHERE state = 'pending';
CREATE INDEX enrolment_request_expiry ON enrolment_request (expires_at);

CREATE TABLE lane_token (
    CONSTRAINT lane_token_key PRIMARY KEY (token_sha256),
    token_sha256 text COLLATE "C" NOT NULL,
    of_store text COLLATE "C" NOT NULL,
    enrolment_id uuid NOT NULL,
    by_poll boolean NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
COMMENT ON TABLE lane_token IS 'The directory from a token to the store that owns its enrolment. Not owned by a store, because the store is what it answers.';
COMMENT ON COLUMN lane_token.used_at IS 'First use. From then on polling the enrolment makes no further tokens.';
COMMENT ON COLUMN lane_token.by_poll IS 'Made for a terminal that asked for its answer, not by an operator. Of these only the newest unused ones stay.';
CREATE INDEX lane_token_enrolment ON lane_token (enrolment_id);

CREATE TABLE earlier_enrolment (
    CONSTRAINT earlier_enrolment_key PRIMARY KEY (enrolment_id, earlier_enrolment_id),
    enrolment_id uuid NOT NULL,
    earlier_enrolment_id uuid NOT NULL,
    of_store text COLLATE "C" NOT NULL,
    lane smallint NOT NULL,
    approved_at timestamptz NOT NULL
);
COMMENT ON TABLE earlier_enrolment IS 'What the same terminal was before: its old notes are delivered under these by the tokens of enrolment_id.';

CREATE TABLE outbox (
    CONSTRAINT outbox_key PRIMARY KEY (store_id, outbox_id),
    CONSTRAINT outbox_counts CHECK (have_seq >= 0 AND pending >= 0 AND rejected >= 0 AND last_seq >= 0),
    store_id text COLLATE "C" NOT NULL,
    outbox_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    lane smallint NOT NULL,
    have_seq bigint NOT NULL,
    pending bigint NOT NULL,
    rejected bigint NOT NULL DEFAULT 0,
    last_seq bigint NOT NULL DEFAULT 0,
    version text NOT NULL DEFAULT '',
    contact_day date NOT NULL,
    heard_at timestamptz NOT NULL,
    other_lane smallint,
    cloned_at timestamptz
) WITH (fillfactor = 70);
COMMENT ON TABLE outbox IS 'What one outbox file of a lane last reported. A row comes with the first heartbeat, checkpoint or report of pending notes.';
COMMENT ON COLUMN outbox.have_seq IS 'A checkpoint, not the present value: every seq up to here was committed before this row was.';
COMMENT ON COLUMN outbox.pending IS 'Notes the lane still held at heard_at; they belong to contact_day.';
COMMENT ON COLUMN outbox.other_lane IS 'Another lane that answered with this outbox_id at cloned_at and is not the same terminal moved: a cloned image.';

CREATE TABLE contact (
    CONSTRAINT contact_key PRIMARY KEY (store_id, business_day, lane),
    store_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    lane smallint NOT NULL,
    last_heard_at timestamptz NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE contact IS 'Lanes in contact on a business day, with or without notes. last_heard_at may be some minutes behind.';
