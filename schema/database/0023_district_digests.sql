SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE district
    ADD COLUMN digest_rhythm text COLLATE "C" NOT NULL DEFAULT 'daily',
    ADD COLUMN digest_rhythm_since timestamptz,
    ADD CONSTRAINT district_digest_rhythm CHECK (digest_rhythm IN ('daily', 'weekly'));
COMMENT ON COLUMN district.digest_rhythm IS 'How often its digest is made: daily, or weekly after each Sunday.';
COMMENT ON COLUMN district.digest_rhythm_since IS 'What was due until then was decided under the other rhythm.';

CREATE TABLE district_recipient (
    CONSTRAINT district_recipient_key PRIMARY KEY (district_id, recipient_id),
    CONSTRAINT district_recipient_once UNIQUE (district_id, email),
    CONSTRAINT district_recipient_district FOREIGN KEY (district_id) REFERENCES district,
    CONSTRAINT district_recipient_language CHECK (language IN ('en', 'es')),
    district_id text COLLATE "C" NOT NULL,
    recipient_id uuid NOT NULL,
    email text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    unsubscribe_token text COLLATE "C" NOT NULL,
    unsubscribe_sha256 text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    unsubscribed_at timestamptz
);
COMMENT ON TABLE district_recipient IS 'Who gets the digest of a district; as recipient is of a store.';
COMMENT ON COLUMN district_recipient.unsubscribe_token IS 'In clear, as in recipient: it stands in every mail and can do nothing but end this row''s mail.';

CREATE TABLE district_digest_run (
    CONSTRAINT district_digest_run_key PRIMARY KEY (district_id, business_day),
    CONSTRAINT district_digest_run_district FOREIGN KEY (district_id) REFERENCES district,
    CONSTRAINT district_digest_run_outcome CHECK (outcome IN ('begun', 'frozen', 'missed')),
    district_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    decided_at timestamptz NOT NULL
);
COMMENT ON TABLE district_digest_run IS 'What the schedule decided about a district''s business day, in the order of the days, as digest_run does of a store''s.';
COMMENT ON COLUMN district_digest_run.outcome IS 'begun: digests start after this day, because nobody wanted them before; frozen: has an edition; missed: no server ran until it was too old to send.';

CREATE TABLE district_edition (
    CONSTRAINT district_edition_key PRIMARY KEY (district_id, business_day, number),
    CONSTRAINT district_edition_district FOREIGN KEY (district_id) REFERENCES district,
    CONSTRAINT district_edition_number CHECK (number >= 1),
    district_id text COLLATE "C" NOT NULL,
    business_day date NOT NULL,
    number integer NOT NULL,
    frozen_at timestamptz NOT NULL,
    input text NOT NULL,
    digest text NOT NULL
);
COMMENT ON TABLE district_edition IS 'Digests of districts as they were sent. Written once, before any delivery.';
COMMENT ON COLUMN district_edition.input IS 'All that the digest was computed from, as JSON: text, so that no byte of it changes.';
COMMENT ON COLUMN district_edition.digest IS 'The digest as JSON, as the API answered then.';

DO $$
BEGIN
    IF 'lz4' = ANY ((SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression')::text[]) THEN
        ALTER TABLE district_edition ALTER COLUMN input SET COMPRESSION lz4, ALTER COLUMN digest SET COMPRESSION lz4;
    END IF;
END
$$;

ALTER TABLE webhook
    ADD COLUMN of_district text COLLATE "C",
    DROP CONSTRAINT webhook_kind,
    ADD CONSTRAINT webhook_kind CHECK (kind IN ('digest', 'alert', 'district')),
    ADD CONSTRAINT webhook_of CHECK (CASE kind WHEN 'district' THEN of_store IS NULL ELSE of_district IS NULL END);
COMMENT ON COLUMN webhook.of_district IS 'NULL: where kind is district, of every district.';

ALTER TABLE delivery
    ADD COLUMN of_district text COLLATE "C",
    ALTER COLUMN of_store DROP NOT NULL,
    DROP CONSTRAINT delivery_kind,
    DROP CONSTRAINT delivery_content,
    ADD CONSTRAINT delivery_kind CHECK (kind IN ('digest', 'alert', 'district')),
    ADD CONSTRAINT delivery_content CHECK ((kind <> 'alert') = (edition IS NOT NULL) AND (kind = 'alert') = (alert_id IS NOT NULL)),
    ADD CONSTRAINT delivery_of CHECK ((kind = 'district') = (of_district IS NOT NULL) AND (kind <> 'district') = (of_store IS NOT NULL));
CREATE INDEX delivery_of_district ON delivery (of_district, due_at) WHERE of_district IS NOT NULL;

-- The schedule and the sender.
GRANT SELECT, INSERT ON district_digest_run, district_edition TO tillnote_digest;
GRANT SELECT ON district_recipient TO tillnote_digest;

-- Pages and API. Whoever may read everything still sends nobody's token.
GRANT SELECT ON district_digest_run, district_edition TO tillnote_web;
GRANT SELECT (district_id, recipient_id, email, language, unsubscribe_sha256, created_at, unsubscribed_at)
    ON district_recipient TO tillnote_web;
GRANT INSERT, UPDATE (language, unsubscribed_at) ON district_recipient TO tillnote_web;
REVOKE SELECT ON district_recipient FROM tillnote_read;
GRANT SELECT (district_id, recipient_id, email, language, unsubscribe_sha256, created_at, unsubscribed_at)
    ON district_recipient TO tillnote_read;
