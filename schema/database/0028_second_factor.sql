SET LOCAL ROLE tillnote_owner;
SET LOCAL search_path = tillnote;

ALTER TABLE account ADD COLUMN demo boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN account.demo IS 'Of the demo chain: several people use it, so it has no second factor.';

CREATE TABLE second_factor (
    CONSTRAINT second_factor_key PRIMARY KEY (account_id),
    CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES account,
    CONSTRAINT second_factor_pending CHECK ((pending_secret IS NULL) = (pending_at IS NULL)),
    CONSTRAINT second_factor_confirmed CHECK ((secret IS NULL) = (confirmed_at IS NULL)),
    account_id uuid NOT NULL,
    secret text,
    last_step bigint NOT NULL DEFAULT 0,
    confirmed_at timestamptz,
    pending_secret text,
    pending_at timestamptz
);
COMMENT ON TABLE second_factor IS 'What the codes of an authenticator are computed from (RFC 6238).';
COMMENT ON COLUMN second_factor.secret IS 'Sealed where the service has a key for it; null until a first code has confirmed it.';
COMMENT ON COLUMN second_factor.last_step IS 'Of the last code that was taken, in 30 s since 1970: no code is taken twice.';
COMMENT ON COLUMN second_factor.pending_secret IS 'Shown to its owner and not confirmed yet.';

CREATE TABLE recovery_code (
    CONSTRAINT recovery_code_key PRIMARY KEY (account_id, code_sha256),
    CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES account,
    account_id uuid NOT NULL,
    code_sha256 text COLLATE "C" NOT NULL,
    used_at timestamptz
);
COMMENT ON TABLE recovery_code IS 'Each lets its owner in once without the authenticator. 112 bits, so that a plain hash is enough.';

CREATE TABLE sign_in_step (
    CONSTRAINT sign_in_step_key PRIMARY KEY (step_sha256),
    CONSTRAINT sign_in_step_account FOREIGN KEY (account_id) REFERENCES account,
    step_sha256 text COLLATE "C" NOT NULL,
    account_id uuid NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_step IS 'Sign-ins whose password was right and whose code is awaited.';
CREATE INDEX sign_in_step_expiry ON sign_in_step (expires_at);
CREATE INDEX sign_in_step_account_id ON sign_in_step (account_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor, recovery_code, sign_in_step TO tillnote_web;

-- Who reads everything for reports needs to know who has a second factor, not what it is.
REVOKE SELECT ON second_factor, recovery_code, sign_in_step FROM tillnote_read;
GRANT SELECT (account_id, last_step, confirmed_at, pending_at) ON second_factor TO tillnote_read;
GRANT SELECT (account_id, used_at) ON recovery_code TO tillnote_read;
GRANT SELECT (account_id, attempts, expires_at) ON sign_in_step TO tillnote_read;
