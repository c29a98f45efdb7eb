SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

CREATE TABLE account_link (
    CONSTRAINT account_link_key PRIMARY KEY (link_id),
    CONSTRAINT account_link_account FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT account_link_purpose CHECK (purpose IN ('invitation', 'reset')),
    CONSTRAINT account_link_language CHECK (language IN ('en', 'es')),
    CONSTRAINT account_link_expiry CHECK (expires_at > created_at),
    link_id uuid NOT NULL,
    account_id uuid NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
COMMENT ON TABLE account_link IS 'Links that set a password: each good once. One that was replaced counts as used.';
CREATE INDEX account_link_account_id ON account_link (account_id);
CREATE INDEX account_link_expiry ON account_link (expires_at);

CREATE TABLE account_link_token (
    CONSTRAINT account_link_token_key PRIMARY KEY (token_sha256),
    CONSTRAINT account_link_token_link FOREIGN KEY (link_id) REFERENCES account_link ON DELETE CASCADE,
    token_sha256 text COLLATE "C" NOT NULL,
    link_id uuid NOT NULL
);
COMMENT ON TABLE account_link_token IS 'A token is made at each attempt to send the mail, so that the outbox holds none. Each attempt may have arrived, so each opens the link.';
CREATE INDEX account_link_token_link_id ON account_link_token (link_id);

CREATE TABLE setup_token (
    CONSTRAINT setup_token_key PRIMARY KEY (token_sha256),
    CONSTRAINT setup_token_expiry CHECK (expires_at > created_at),
    token_sha256 text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
COMMENT ON TABLE setup_token IS 'Lets an installation have its first administrator. Printed by the operator.';

ALTER TABLE delivery
    DROP CONSTRAINT delivery_kind,
    DROP CONSTRAINT delivery_content,
    DROP CONSTRAINT delivery_of,
    ADD CONSTRAINT delivery_kind CHECK (kind IN ('digest', 'alert', 'district', 'account')),
    ADD CONSTRAINT delivery_content CHECK (
        (kind IN ('digest', 'district')) = (edition IS NOT NULL) AND (kind = 'alert') = (alert_id IS NOT NULL)),
    ADD CONSTRAINT delivery_of CHECK (
        (kind = 'district') = (of_district IS NOT NULL) AND (kind IN ('digest', 'alert')) = (of_store IS NOT NULL)),
    ADD CONSTRAINT delivery_account CHECK (kind <> 'account' OR channel = 'mail');
COMMENT ON COLUMN delivery.target_id IS 'recipient_id for mail, webhook_id for webhook, link_id for a link that sets a password.';

GRANT SELECT, INSERT, UPDATE, DELETE ON account_link, account_link_token, setup_token TO tillnote_web;
-- A link is of no store: whoever may ask for one may have its mail sent (docs/decisions/0026, 0030).
CREATE POLICY account_links ON delivery FOR INSERT TO tillnote_web WITH CHECK (kind = 'account');
GRANT INSERT (delivery_id, kind, channel, target_id, message_id, due_at, next_attempt_at) ON delivery TO tillnote_web;
-- The sender: whom a link is for, and the token of the mail it is about to send.
GRANT SELECT ON account_link TO tillnote_digest;
GRANT SELECT (account_id, email, disabled_at) ON account TO tillnote_digest;
GRANT INSERT ON account_link_token TO tillnote_digest;
REVOKE SELECT ON account_link_token, setup_token FROM tillnote_read;
GRANT SELECT (link_id) ON account_link_token TO tillnote_read;
GRANT SELECT (created_at, expires_at, used_at) ON setup_token TO tillnote_read;
